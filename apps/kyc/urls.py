"""The pages of an application."""

from __future__ import annotations

from django.urls import path

from apps.kyc import views

app_name = "kyc"

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("start", views.start, name="start"),
    path("check", views.check, name="check"),
    path("send", views.send, name="send"),
    path("files/<uuid:id>", views.file, name="file"),
    path("steps/<slug:name>", views.step, name="step"),
]
