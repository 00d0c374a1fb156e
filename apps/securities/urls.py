"""Addresses of portfolio, certificates and cap tables."""

from __future__ import annotations

from django.urls import path

from apps.securities.views import certificates, classes, holdings, ordering

app_name = "securities"

urlpatterns = [
    path("portfolio/", holdings.portfolio, name="portfolio"),
    path("classes/", holdings.cap_tables, name="cap-tables"),
    path("classes/new/", holdings.new_class, name="new-class"),
    path("classes/<address:face>/", holdings.cap_table, name="cap-table"),
    path("classes/<address:face>/cap-table.csv", holdings.cap_table_csv, name="cap-table-csv"),
    path("classes/<address:face>/state/", classes.state, name="class"),
    path("classes/<address:face>/register/", classes.register, name="register"),
    path("classes/<address:face>/trustee/", classes.ask_trustee, name="ask-trustee"),
    path("classes/<address:face>/trustee/confirm/", classes.confirm_trustee, name="confirm-trustee"),
    path("classes/<address:face>/conversion/", classes.ask_conversion, name="ask-conversion"),
    path("classes/<address:face>/conversion/confirm/", classes.confirm_conversion, name="confirm-conversion"),
    path("classes/<address:face>/conversion/push/", classes.push_conversion, name="push-conversion"),
    path("classes/<address:face>/certificates/<int:number>/", certificates.certificate, name="certificate"),
    path(
        "classes/<address:face>/certificates/<int:number>/certificate.pdf",
        certificates.certificate_pdf,
        name="certificate-pdf",
    ),
    path("classes/<address:face>/certificates/<int:number>/split/", certificates.split, name="split"),
    path("classes/<address:face>/certificates/<int:number>/merge/", certificates.merge, name="merge"),
    path("proof/<address:face>/<int:number>/", certificates.proof, name="proof"),
    path("orders/<address:door>/", ordering.new_order, name="new-order"),
]
