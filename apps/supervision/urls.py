"""Addresses of the live board, and of the operations page."""

from __future__ import annotations

from django.urls import path

from apps.supervision import views

app_name = "supervision"

urlpatterns = [
    path("", views.board, name="board"),
    path("live", views.live, name="live"),
    path("export.csv", views.export, name="export"),
    path("operations/", views.operations, name="operations"),
    path("operations/lanes/<address:lane>/", views.lane, name="lane"),
    path("operations/transactions/<int:transaction>/<slug:remedy>/", views.intervene, name="intervene"),
    path("operations/interventions/<int:intervention>/", views.decide, name="decide"),
]
