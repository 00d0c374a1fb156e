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
    path("security/", views.security, name="security"),
    path("security/add/<str:kind>/", views.add_signer, name="add-signer"),
    path("security/lost-keys/", views.lost_keys, name="lost-keys"),
    path("security/sign/", views.sign_for_security, name="sign-for-security"),
    path("acts/", views.acts, name="acts"),
    path("acts/tray/", views.tray, name="tray"),
    path("acts/approvals/", views.approvals, name="approvals"),
    path("acts/<uuid:act>/", views.act, name="act"),
    path("acts/<uuid:act>/approval/", views.decide, name="decide"),
    path("acts/<uuid:act>/status/", views.act_status, name="act-status"),
]
