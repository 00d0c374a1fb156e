"""Addresses of campaigns in the API."""

from __future__ import annotations

from django.urls import path

from apps.campaigns.api import views

app_name = "campaigns-api"

urlpatterns = [
    path("campaigns", views.CampaignsView.as_view(), name="campaigns"),
    path("campaigns/mine", views.MineView.as_view(), name="mine"),
    path("campaigns/queue", views.QueueView.as_view(), name="queue"),
    path("campaigns/waiting", views.WaitingView.as_view(), name="waiting"),
    path("campaigns/moneys", views.MoneysView.as_view(), name="moneys"),
    path("campaigns/drafts", views.DraftsView.as_view(), name="drafts"),
    path("campaigns/drafts/<uuid:draft>", views.DraftView.as_view(), name="draft"),
    path("campaigns/drafts/<uuid:draft>/documents/<slug:slot>", views.SlotView.as_view(), name="slot"),
    path("campaigns/prepare", views.PrepareView.as_view(), name="prepare"),
    path("campaigns/<address:campaign>", views.CampaignView.as_view(), name="campaign"),
    path("campaigns/<address:campaign>/disclosure", views.DisclosureView.as_view(), name="disclosure"),
    path("campaigns/<address:campaign>/documents/<uuid:file>", views.DocumentView.as_view(), name="document"),
    path("campaigns/<address:campaign>/pledges", views.PledgesView.as_view(), name="pledges"),
    path("campaigns/<address:campaign>/room", views.RoomView.as_view(), name="room"),
    path("campaigns/<address:campaign>/checklist", views.ChecklistView.as_view(), name="checklist"),
    path("campaigns/<address:campaign>/approve", views.ApproveView.as_view(), name="approve"),
    path("campaigns/<address:campaign>/reject", views.RejectView.as_view(), name="reject"),
    path("campaigns/<address:campaign>/mint", views.MintView.as_view(), name="mint"),
    path("campaigns/<address:campaign>/pledge/prepare", views.PledgeView.as_view(), name="pledge"),
    path("campaigns/<address:campaign>/withdraw/prepare", views.WithdrawView.as_view(), name="withdraw"),
    path("campaigns/<address:campaign>/cancel/prepare", views.CancelView.as_view(), name="cancel"),
    path("campaigns/<address:campaign>/push", views.PushView.as_view(), name="push"),
    path("campaigns/<address:campaign>/collect", views.CollectView.as_view(), name="collect"),
    path("pledges", views.MyPledgesView.as_view(), name="my-pledges"),
]
