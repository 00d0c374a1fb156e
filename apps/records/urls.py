"""Pages of records: single fields shown to others, and checked by anybody."""

from __future__ import annotations

from django.urls import path

from apps.records import views

app_name = "records"

urlpatterns = [
    path("verify", views.verify, name="verify"),
    path("<uuid:record>/disclose", views.disclose, name="disclose"),
]
