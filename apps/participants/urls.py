"""Addresses of the hierarchy's pages."""

from __future__ import annotations

from django.urls import path

from apps.participants import views

app_name = "participants"

urlpatterns = [
    path("", views.clients, name="list"),
    path("tree/", views.tree, name="tree"),
    path("tree/live", views.live, name="live"),
    path("admit/", views.admit, name="admit"),
    path("organisation/", views.organisation, name="organisation"),
    path("organisation/signer/", views.signer, name="signer"),
    path("organisation/link/", views.link, name="link"),
    path("<address:door>/", views.participant, name="participant"),
    path("<address:door>/standing/", views.standing, name="standing"),
    path("<address:door>/freeze/", views.freeze, name="freeze"),
    path("<address:door>/recover/", views.recover, name="recover"),
    path("<address:door>/recover/complete/", views.complete_recovery, name="complete-recovery"),
]
