"""Addresses of acts in the API."""

from __future__ import annotations

from django.urls import path

from apps.portal.api import views

app_name = "portal-api"

urlpatterns = [
    path("acts", views.ActsView.as_view(), name="acts"),
    path("acts/bulk", views.ManyActsView.as_view(), name="acts-bulk"),
    path("acts/proposals", views.ProposalsView.as_view(), name="proposals"),
    path("acts/<uuid:act>", views.OneActView.as_view(), name="act"),
    path("acts/<uuid:act>/approval", views.ApprovalView.as_view(), name="approval"),
    path("acts/<uuid:act>/rejection", views.RejectionView.as_view(), name="rejection"),
    path("keys", views.OwnKeysView.as_view(), name="own-keys"),
    path("keys/lost", views.LostKeysView.as_view(), name="lost-keys"),
    path("keys/removal", views.OwnKeyRemovalView.as_view(), name="own-key-removal"),
]
