"""Addresses of participants in the API."""

from __future__ import annotations

from django.urls import path

from apps.participants.api import changes, views

app_name = "participants-api"

urlpatterns = [
    path("participants/organisations", views.OrganisationsView.as_view(), name="organisations"),
    path("participants/tree", views.TreeView.as_view(), name="tree"),
    path("participants/clients", views.ClientsView.as_view(), name="clients"),
    path("participants/admissions", views.AdmitView.as_view(), name="admit"),
    path("participants/links", views.LinksView.as_view(), name="links"),
    path("participants/links/suspensions", views.LinkSuspensionView.as_view(), name="suspend-link"),
    path("participants/signers", views.OwnSignersView.as_view(), name="own-signers"),
    path("participants/recovery", views.OwnRecoveryView.as_view(), name="own-recovery"),
    path("participants/veto", views.VetoView.as_view(), name="veto"),
    path("participants/orders", changes.OrdersView.as_view(), name="orders"),
    path("participants/orders/<int:number>", changes.OrderView.as_view(), name="order"),
    path(
        "participants/orders/<int:number>/withdrawal",
        changes.OrderWithdrawalView.as_view(),
        name="withdraw-order",
    ),
    path(
        "participants/orders/<int:number>/execution",
        changes.OrderExecutionView.as_view(),
        name="execute-order",
    ),
    path("participants/moves", changes.MovesView.as_view(), name="moves"),
    path("participants/moves/prepare", changes.PrepareMoveView.as_view(), name="prepare-move"),
    path("participants/<address:door>/take-over", changes.TakeOverView.as_view(), name="take-over"),
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
