"""Addresses of the inbox."""

from __future__ import annotations

from django.urls import path

from apps.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="read-all"),
    path("<uuid:notice>/", views.open_notice, name="open"),
    path("<uuid:notice>/read/", views.read, name="read"),
]
