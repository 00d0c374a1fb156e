"""Addresses of the secondary market's pages."""

from __future__ import annotations

from django.urls import path

from apps.trading import views

app_name = "trading"

urlpatterns = [
    path("", views.markets, name="list"),
    path("open/", views.open_market, name="open"),
    path("mine/", views.mine, name="mine"),
    path("<address:market>/", views.market, name="market"),
    path("<address:market>/news/", views.news, name="news"),
    path("<address:market>/offer/", views.offer, name="offer"),
    path("<address:market>/offers/<int:number>/take/", views.take, name="take"),
    path("<address:market>/offers/<int:number>/cancel/", views.cancel, name="cancel"),
]
