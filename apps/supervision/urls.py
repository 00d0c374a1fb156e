"""Addresses of the live board."""

from __future__ import annotations

from django.urls import path

from apps.supervision import views

app_name = "supervision"

urlpatterns = [
    path("", views.board, name="board"),
    path("live", views.live, name="live"),
    path("export.csv", views.export, name="export"),
]
