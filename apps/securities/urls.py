"""Addresses of portfolio, certificates and cap tables."""

from __future__ import annotations

from django.urls import path

from apps.securities import views

app_name = "securities"

urlpatterns = [
    path("portfolio/", views.portfolio, name="portfolio"),
    path("classes/", views.cap_tables, name="cap-tables"),
    path("classes/new/", views.new_class, name="new-class"),
    path("classes/<address:face>/", views.cap_table, name="cap-table"),
    path("classes/<address:face>/cap-table.csv", views.cap_table_csv, name="cap-table-csv"),
    path("classes/<address:face>/certificates/<int:number>/", views.certificate, name="certificate"),
]
