"""Addresses of notices in the API."""

from __future__ import annotations

from django.urls import path

from apps.notices.api import views

app_name = "notices-api"

urlpatterns = [
    path("notices", views.NoticesView.as_view(), name="notices"),
    path("notices/read", views.AllReadView.as_view(), name="all-read"),
    path("notices/<uuid:notice>/read", views.ReadView.as_view(), name="read"),
]
