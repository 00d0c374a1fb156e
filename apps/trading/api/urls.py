"""Addresses of the secondary market in the API."""

from __future__ import annotations

from django.urls import path

from apps.trading.api import acts, views

app_name = "trading-api"

urlpatterns = [
    path("markets", views.MarketsView.as_view(), name="markets"),
    path("markets/<address:market>", views.MarketView.as_view(), name="market"),
    path("markets/<address:market>/levels", views.LevelsView.as_view(), name="levels"),
    path("markets/<address:market>/announcements", views.AnnouncementsView.as_view(), name="announcements"),
    path("markets/<address:market>/happenings", views.HappeningsView.as_view(), name="happenings"),
    path("markets/<address:market>/trades", views.TradesView.as_view(), name="trades"),
    path("markets/<address:market>/certificates", views.LotsView.as_view(), name="lots"),
    path("markets/<address:market>/halt", acts.Halt.as_view(), name="halt"),
    path("markets/<address:market>/resume", acts.Resume.as_view(), name="resume"),
    path("markets/<address:market>/close", acts.Close.as_view(), name="close"),
    path("markets/<address:market>/fees", acts.Fees.as_view(), name="fees"),
    path("markets/<address:market>/push", acts.Push.as_view(), name="push"),
    path("markets/<address:market>/bids/prepare", acts.BidPrepare.as_view(), name="prepare-bid"),
    path("markets/<address:market>/asks/prepare", acts.AskPrepare.as_view(), name="prepare-ask"),
    path("markets/<address:market>/deals/prepare", acts.DealPrepare.as_view(), name="prepare-deal"),
    path(
        "markets/<address:market>/orders/<int:number>/cancel/prepare",
        acts.CancelPrepare.as_view(),
        name="prepare-cancel",
    ),
    path("markets/<address:market>/orders/<int:number>/reenter", acts.Reenter.as_view(), name="reenter"),
    path(
        "markets/<address:market>/deals/<int:number>/accept/prepare",
        acts.AcceptPrepare.as_view(),
        name="prepare-accept",
    ),
    path(
        "markets/<address:market>/deals/<int:number>/cancel/prepare",
        acts.DealCancelPrepare.as_view(),
        name="prepare-deal-cancel",
    ),
    path("orders", views.OwnOrdersView.as_view(), name="own-orders"),
    path("deals", views.OwnDealsView.as_view(), name="own-deals"),
    path("trades", views.OwnTradesView.as_view(), name="own-trades"),
]
