"""Addresses of supervision in the API."""

from __future__ import annotations

from django.urls import path

from apps.supervision.api import views

app_name = "supervision-api"

urlpatterns = [
    path("supervision/events", views.EventsView.as_view(), name="events"),
    path("supervision/alerts", views.AlertsView.as_view(), name="alerts"),
    path("supervision/alerts/<uuid:alert>/mark", views.MarkView.as_view(), name="mark"),
    path("supervision/promises", views.PromisesView.as_view(), name="promises"),
    path("supervision/search", views.SearchView.as_view(), name="search"),
    path("supervision/things/<slug:what>/<str:key>", views.ThingView.as_view(), name="thing"),
    path("supervision/reports", views.ReportsView.as_view(), name="reports"),
    path("supervision/reports/<uuid:report>", views.ReportView.as_view(), name="report"),
    path("supervision/reports/<uuid:report>/<slug:form>", views.ReportFileView.as_view(), name="report-file"),
    path("supervision/trail", views.TrailView.as_view(), name="trail"),
    path("supervision/operations", views.OperationsView.as_view(), name="operations"),
    path("supervision/operations/lanes/<address:lane>", views.LaneView.as_view(), name="lane"),
    path(
        "supervision/operations/transactions/<int:transaction>/<slug:remedy>",
        views.InterveneView.as_view(),
        name="intervene",
    ),
    path(
        "supervision/operations/interventions/<int:intervention>/<slug:decision>",
        views.DecideView.as_view(),
        name="decide",
    ),
    path("supervision/figures", views.FiguresView.as_view(), name="figures"),
]
