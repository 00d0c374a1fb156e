"""Addresses of campaigns in the API."""

from __future__ import annotations

from django.urls import path

from apps.campaigns.api import sukuk, telling, views

app_name = "campaigns-api"

urlpatterns = [
    path("campaigns", views.CampaignsView.as_view(), name="campaigns"),
    path("campaigns/mine", views.MineView.as_view(), name="mine"),
    path("campaigns/queue", views.QueueView.as_view(), name="queue"),
    path("campaigns/waiting", views.WaitingView.as_view(), name="waiting"),
    path("campaigns/issuers", views.IssuersView.as_view(), name="issuers"),
    path("campaigns/issuers/<address:door>/microfund", views.MicrofundView.as_view(), name="microfund"),
    path("campaigns/moneys", views.MoneysView.as_view(), name="moneys"),
    path("campaigns/drafts", views.DraftsView.as_view(), name="drafts"),
    path("campaigns/drafts/<uuid:draft>", views.DraftView.as_view(), name="draft"),
    path("campaigns/drafts/<uuid:draft>/documents/<slug:slot>", views.SlotView.as_view(), name="slot"),
    path("campaigns/drafts/shared", telling.SharedView.as_view(), name="drafts-shared"),
    path("campaigns/drafts/<uuid:draft>/terms", telling.TermsView.as_view(), name="draft-terms"),
    path("campaigns/drafts/<uuid:draft>/share", telling.ShareView.as_view(), name="draft-share"),
    path("campaigns/drafts/<uuid:draft>/comments", telling.CommentsView.as_view(), name="draft-comments"),
    path(
        "campaigns/drafts/<uuid:draft>/comments/<uuid:comment>/done",
        telling.CommentDoneView.as_view(),
        name="draft-comment-done",
    ),
    path("campaigns/questions/<uuid:question>/answer", telling.AnswerView.as_view(), name="answer"),
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
    path("campaigns/<address:campaign>/sukuk/prepare", sukuk.TermsView.as_view(), name="sukuk"),
    path(
        "campaigns/<address:campaign>/sukuk/payments",
        sukuk.PaymentsView.as_view(),
        name="sukuk-payments",
    ),
    path(
        "campaigns/<address:campaign>/sukuk/payments/<int:number>/prepare",
        sukuk.DeclareView.as_view(),
        name="sukuk-payment",
    ),
    path("campaigns/<address:campaign>/papers/<slug:slot>", telling.PaperView.as_view(), name="paper"),
    path(
        "campaigns/<address:campaign>/papers/<slug:slot>/prepare",
        telling.DiscloseView.as_view(),
        name="disclose",
    ),
    path("campaigns/<address:campaign>/questions", telling.QuestionsView.as_view(), name="questions"),
    path("campaigns/<address:campaign>/updates", telling.UpdatesView.as_view(), name="updates"),
    path(
        "campaigns/<address:campaign>/updates/<uuid:update>/prepare",
        telling.PublishView.as_view(),
        name="update-publish",
    ),
    path("campaigns/<address:campaign>/notice/prepare", telling.NoticePrepareView.as_view(), name="notice"),
    path("campaigns/<address:campaign>/notice", telling.NoticeView.as_view(), name="notice-give"),
    path("campaigns/<address:campaign>/stand", telling.StandView.as_view(), name="stand"),
    path("campaigns/<address:campaign>/decisions", telling.DecisionsView.as_view(), name="decisions"),
    path("campaigns/<address:campaign>/difference", telling.DifferenceView.as_view(), name="difference"),
    path("campaigns/<address:campaign>/pledge/late", telling.LatePledgeView.as_view(), name="pledge-late"),
    path("campaigns/<address:campaign>/pledge/forget", telling.ForgetView.as_view(), name="pledge-forget"),
    path("campaigns/<address:campaign>/push", views.PushView.as_view(), name="push"),
    path("campaigns/<address:campaign>/collect", views.CollectView.as_view(), name="collect"),
    path("pledges/announce", telling.AnnounceView.as_view(), name="announce"),
    path("pledges", views.MyPledgesView.as_view(), name="my-pledges"),
]
