"""Addresses of the rulebook in the API."""

from __future__ import annotations

from django.urls import path

from apps.rulebook.api import views

app_name = "rulebook-api"

urlpatterns = [
    path("rulebook/figures", views.FiguresView.as_view(), name="figures"),
    path("rulebook/figures/defaults", views.DefaultsView.as_view(), name="defaults"),
    path("rulebook/calendar", views.CalendarView.as_view(), name="calendar"),
    path("rulebook/clock", views.ClockView.as_view(), name="clock"),
]
