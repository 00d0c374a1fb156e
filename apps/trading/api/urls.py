"""Addresses of the secondary market in the API."""

from __future__ import annotations

from django.urls import path

from apps.trading.api import views

app_name = "trading-api"

urlpatterns = [
    path("markets", views.MarketsView.as_view(), name="markets"),
    path("markets/<address:market>", views.MarketView.as_view(), name="market"),
    path("markets/<address:market>/offers", views.OffersView.as_view(), name="offers"),
    path("markets/<address:market>/certificates", views.LotsView.as_view(), name="lots"),
    path("markets/<address:market>/offers/prepare", views.OfferPrepare.as_view(), name="prepare-offer"),
    path(
        "markets/<address:market>/offers/<int:number>/take/prepare",
        views.TakePrepare.as_view(),
        name="prepare-take",
    ),
    path(
        "markets/<address:market>/offers/<int:number>/cancel/prepare",
        views.CancelPrepare.as_view(),
        name="prepare-cancel",
    ),
    path("markets/<address:market>/trades", views.TradesView.as_view(), name="trades"),
    path("offers", views.OwnOffersView.as_view(), name="own-offers"),
    path("trades", views.OwnTradesView.as_view(), name="own-trades"),
]
