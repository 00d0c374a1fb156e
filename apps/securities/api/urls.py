"""Addresses of share classes and holdings in the API."""

from __future__ import annotations

from django.urls import path

from apps.securities.api import views

app_name = "securities-api"

urlpatterns = [
    path("portfolio", views.PortfolioView.as_view(), name="portfolio"),
    path("classes", views.ClassesView.as_view(), name="classes"),
    path("classes/prepare", views.PrepareClassView.as_view(), name="prepare-class"),
    path("classes/<address:face>", views.ClassView.as_view(), name="class"),
    path("classes/<address:face>/cap-table", views.CapTableView.as_view(), name="cap-table"),
    path(
        "classes/<address:face>/certificates/<int:number>",
        views.CertificateView.as_view(),
        name="certificate",
    ),
]
