"""Addresses of the rulebook's pages."""

from __future__ import annotations

from django.urls import path

from apps.rulebook.views import changing, figures

app_name = "rulebook"

urlpatterns = [
    path("", figures.figures, name="figures"),
    path("defaults/", figures.defaults, name="defaults"),
    path("propose/", figures.propose, name="propose"),
    path("changes/", changing.changes, name="changes"),
    path("changes/announce/", changing.announce, name="announce"),
    path("changes/<slug:place>/", changing.change, name="change"),
    path("changes/<slug:place>/activate/", changing.activate, name="activate"),
    path("changes/<slug:place>/withdraw/", changing.withdraw, name="withdraw"),
]
