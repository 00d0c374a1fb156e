"""Addresses of participants in the API."""

from __future__ import annotations

from django.urls import path

from apps.participants.api import views

app_name = "participants-api"

urlpatterns = [
    path("participants/organisations", views.OrganisationsView.as_view(), name="organisations"),
    path("participants/tree", views.TreeView.as_view(), name="tree"),
    path("participants/clients", views.ClientsView.as_view(), name="clients"),
    path("participants/admissions", views.AdmitView.as_view(), name="admit"),
    path("participants/links", views.LinksView.as_view(), name="links"),
    path("participants/links/suspensions", views.LinkSuspensionView.as_view(), name="suspend-link"),
    path("participants/signers", views.OwnSignersView.as_view(), name="own-signers"),
    path("participants/veto", views.VetoView.as_view(), name="veto"),
    path("participants/<address:door>", views.ParticipantView.as_view(), name="participant"),
    path("participants/<address:door>/signers", views.SignersView.as_view(), name="signers"),
    path("participants/<address:door>/standing", views.StandingView.as_view(), name="standing"),
    path("participants/<address:door>/freeze", views.FreezeView.as_view(), name="freeze"),
    path("participants/<address:door>/renewal", views.RenewalView.as_view(), name="renewal"),
    path("participants/<address:door>/successor", views.SuccessorView.as_view(), name="successor"),
    path("participants/<address:door>/recovery", views.RecoveryView.as_view(), name="recovery"),
    path(
        "participants/<address:door>/recovery/completion",
        views.RecoveryCompletionView.as_view(),
        name="complete-recovery",
    ),
]
