"""Addresses of signing up, signing in and one's own account."""

from __future__ import annotations

from django.urls import path

from apps.accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-up/", views.sign_up, name="sign-up"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("lost-key/", views.lost_key, name="lost-key"),
    path("dn-key/", views.dn_key, name="dn-key"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign-out-everywhere"),
    path("accept/", views.accept, name="accept"),
    path("", views.account, name="account"),
]
