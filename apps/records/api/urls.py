"""Addresses of records in the API."""

from __future__ import annotations

from django.urls import path

from apps.records.api import views

app_name = "records-api"

urlpatterns = [
    path("records/verify", views.Verify.as_view(), name="verify"),
    path("records/<uuid:record>/disclosure", views.Disclosures.as_view(), name="disclose"),
    path("audit-log", views.AuditLog.as_view(), name="audit-log"),
    path("audit-log/check", views.AuditCheck.as_view(), name="audit-check"),
]
