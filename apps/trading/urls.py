"""Addresses of the secondary market's pages."""

from __future__ import annotations

from django.urls import path

from apps.trading.views import deals, exports, markets, office, orders

app_name = "trading"

urlpatterns = [
    path("", markets.markets, name="list"),
    path("open/", office.open_market, name="open"),
    path("mine/", orders.mine, name="mine"),
    path("mine/orders.csv", exports.orders, {"kind": "csv"}, name="orders-csv"),
    path("mine/orders.xlsx", exports.orders, {"kind": "xlsx"}, name="orders-xlsx"),
    path("mine/deals.csv", exports.deals, {"kind": "csv"}, name="deals-csv"),
    path("mine/deals.xlsx", exports.deals, {"kind": "xlsx"}, name="deals-xlsx"),
    path("mine/trades.csv", exports.trades, {"kind": "csv"}, name="trades-csv"),
    path("mine/trades.xlsx", exports.trades, {"kind": "xlsx"}, name="trades-xlsx"),
    path("mine/tax.csv", exports.tax, {"kind": "csv"}, name="tax-csv"),
    path("mine/tax.xlsx", exports.tax, {"kind": "xlsx"}, name="tax-xlsx"),
    path("trades/<str:place>.pdf", exports.confirmation, name="confirmation"),
    path("<address:market>/", markets.market, name="market"),
    path("<address:market>/news/", markets.news, name="news"),
    path("<address:market>/announcements/", markets.announcements, name="announcements"),
    path("<address:market>/prices/", markets.prices, name="prices"),
    path("<address:market>/watch/", markets.watch, name="watch"),
    path("<address:market>/push/", markets.push, name="push"),
    path("<address:market>/control/", office.control, name="control"),
    path("<address:market>/close/", office.close, name="close"),
    path("<address:market>/fees/", office.fees, name="fees"),
    path("<address:market>/order/", orders.order, name="order"),
    path("<address:market>/quote/", orders.quote, name="quote"),
    path("<address:market>/orders/<int:number>/cancel/", orders.cancel, name="cancel"),
    path("<address:market>/orders/<int:number>/reenter/", orders.reenter, name="reenter"),
    path("<address:market>/deal/", deals.propose, name="deal-new"),
    path("<address:market>/deals/<int:number>/", deals.deal, name="deal"),
    path("<address:market>/deals/<int:number>/cancel/", deals.cancel, name="deal-cancel"),
]
