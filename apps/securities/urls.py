"""Addresses of portfolio, certificates and cap tables."""

from __future__ import annotations

from django.urls import path

from apps.securities.views import ballots, certificates, classes, dividends, holdings, ordering

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
    path("actions/", dividends.actions, name="actions"),
    path("classes/<address:face>/dividends/new/", dividends.declare, name="new-dividend"),
    path("dividends/<address:dividend>/", dividends.dividend, name="dividend"),
    path("dividends/<address:dividend>/payments/", dividends.payments, name="payments"),
    path("dividends/<address:dividend>/fund/", dividends.fund, name="fund-dividend"),
    path("dividends/<address:dividend>/cancel/", dividends.cancel, name="cancel-dividend"),
    path("dividends/<address:dividend>/push/", dividends.push, name="push-dividend"),
    path("classes/<address:face>/ballots/new/", ballots.pose, name="new-ballot"),
    path("ballots/<address:ballot>/", ballots.ballot, name="ballot"),
    path("ballots/<address:ballot>/vote/", ballots.vote, name="vote"),
    path("ballots/<address:ballot>/cancel/", ballots.cancel, name="cancel-ballot"),
    path("ballots/<address:ballot>/push/", ballots.push, name="push-ballot"),
    path("proof/<address:face>/<int:number>/", certificates.proof, name="proof"),
    path("orders/<address:door>/", ordering.new_order, name="new-order"),
]
