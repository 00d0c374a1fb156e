"""Addresses of accounts in the API."""

from __future__ import annotations

from django.urls import path

from apps.accounts.api import views

app_name = "accounts-api"

urlpatterns = [
    path("accounts/evaluate", views.EvaluateView.as_view(), name="evaluate"),
    path("accounts/operators", views.OperatorsView.as_view(), name="operators"),
    path("accounts/sign-up/challenge", views.SignUpChallengeView.as_view(), name="sign-up-challenge"),
    path("accounts/sign-up", views.SignUpView.as_view(), name="sign-up"),
    path("accounts/sign-in/challenge", views.SignInChallengeView.as_view(), name="sign-in-challenge"),
    path("accounts/sign-in/passkey", views.PasskeyChallengeView.as_view(), name="passkey-challenge"),
    path("accounts/sign-in", views.SignInView.as_view(), name="sign-in"),
    path("accounts/lost-key/challenge", views.LostKeyChallengeView.as_view(), name="lost-key-challenge"),
    path("accounts/lost-key", views.LostKeyView.as_view(), name="lost-key"),
    path("accounts/staff/sign-in", views.StaffSignInView.as_view(), name="staff-sign-in"),
    path("accounts/staff/confirm", views.StaffConfirmView.as_view(), name="staff-confirm"),
    path("accounts/dn-key", views.DnKeyView.as_view(), name="dn-key"),
    path("accounts/me", views.MeView.as_view(), name="me"),
    path("accounts/consents", views.ConsentsView.as_view(), name="consents"),
    path("accounts/sign-out", views.SignOutView.as_view(), name="sign-out"),
    path("accounts/sign-out-everywhere", views.SignOutEverywhereView.as_view(), name="sign-out-everywhere"),
]
