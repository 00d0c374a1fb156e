"""Addresses of the rulebook in the API."""

from __future__ import annotations

from django.urls import path

from apps.rulebook.api import views

app_name = "rulebook-api"

urlpatterns = [
    path("rulebook/figures", views.FiguresView.as_view(), name="figures"),
    path("rulebook/fixed", views.FixedView.as_view(), name="fixed"),
    path("rulebook/figures/defaults", views.DefaultsView.as_view(), name="defaults"),
    path("rulebook/calendar", views.CalendarView.as_view(), name="calendar"),
    path("rulebook/clock", views.ClockView.as_view(), name="clock"),
    path("rulebook/changes", views.ChangesView.as_view(), name="changes"),
    path("rulebook/changes/<slug:place>", views.ChangeView.as_view(), name="change"),
    path("rulebook/changes/<slug:place>/difference", views.DifferenceView.as_view(), name="difference"),
    path("rulebook/changes/<slug:place>/activate", views.ActivateView.as_view(), name="activate"),
    path("rulebook/changes/<slug:place>/withdraw", views.WithdrawView.as_view(), name="withdraw"),
]
