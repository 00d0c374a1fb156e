"""Addresses of the demo room."""

from __future__ import annotations

from django.urls import path

from castor_web.demo import views

app_name = "demo"

urlpatterns = [
    path("", views.show, name="room"),
    path("codes/", views.codes, name="codes"),
    path("advance/", views.advance, name="advance"),
]
