"""Addresses of the portal's own pages."""

from __future__ import annotations

from django.urls import path

from apps.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("home/", views.home, name="home"),
    path("how-it-works/", views.how, name="how"),
    path("help/", views.help_page, name="help"),
    path("risk/", views.document, {"name": "risk"}, name="risk"),
    path("terms/", views.document, {"name": "terms"}, name="terms"),
    path("privacy/", views.document, {"name": "privacy"}, name="privacy"),
    path("style/", views.style, name="style"),
    path("theme/", views.theme, name="theme"),
    path("acts/<uuid:act>/status/", views.act_status, name="act-status"),
]
