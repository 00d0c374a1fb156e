"""Addresses of the regulator's room: live board, alerts, explorer, reports, operations."""

from __future__ import annotations

from django.urls import path

from apps.supervision.views import alerts, board, explorer, operations, reports

app_name = "supervision"

urlpatterns = [
    path("", board.board, name="board"),
    path("live", board.live, name="live"),
    path("export.csv", board.export, name="export"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<uuid:alert>/", alerts.alert, name="alert"),
    path("explorer/", explorer.search, name="explorer"),
    path("explorer/<slug:what>/<str:key>/", explorer.thing, name="thing"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<uuid:report>/", reports.report, name="report"),
    path("reports/<uuid:report>/<slug:form>/", reports.report_file, name="report-file"),
    path("trail/", reports.trail, name="trail"),
    path("operations/", operations.operations, name="operations"),
    path("operations/lanes/<address:lane>/", operations.lane, name="lane"),
    path("operations/transactions/<int:transaction>/<slug:remedy>/", operations.intervene, name="intervene"),
    path("operations/interventions/<int:intervention>/", operations.decide, name="decide"),
]
