"""Addresses of the rulebook's pages."""

from __future__ import annotations

from django.urls import path

from apps.rulebook import views

app_name = "rulebook"

urlpatterns = [
    path("", views.figures, name="figures"),
    path("defaults/", views.defaults, name="defaults"),
    path("propose/", views.propose, name="propose"),
]
