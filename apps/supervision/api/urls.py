"""Addresses of supervision in the API."""

from __future__ import annotations

from django.urls import path

from apps.supervision.api import views

app_name = "supervision-api"

urlpatterns = [
    path("supervision/events", views.EventsView.as_view(), name="events"),
    path("supervision/figures", views.FiguresView.as_view(), name="figures"),
]
