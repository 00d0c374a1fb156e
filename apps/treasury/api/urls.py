"""Addresses of money in the API."""

from __future__ import annotations

from django.urls import path

from apps.treasury.api import views

app_name = "treasury-api"

urlpatterns = [
    path("treasury/wallet", views.WalletView.as_view(), name="wallet"),
    path("treasury/statement", views.StatementView.as_view(), name="statement"),
    path("treasury/withdrawals", views.WithdrawalsView.as_view(), name="withdrawals"),
    path("treasury/withdrawals/prepare", views.WithdrawalPrepare.as_view(), name="prepare-withdrawal"),
    path("treasury/withdrawals/<int:withdrawal>/burn", views.BurnView.as_view(), name="burn"),
    path("treasury/withdrawals/<int:withdrawal>/return", views.ReturnView.as_view(), name="return"),
    path("treasury/bank-lines", views.BankLinesView.as_view(), name="bank-lines"),
    path("treasury/bank-lines/<uuid:line>/mint", views.MintView.as_view(), name="mint"),
    path("treasury/bank-lines/<uuid:line>/dismiss", views.DismissView.as_view(), name="dismiss"),
    path("treasury/reserve", views.ReserveView.as_view(), name="reserve"),
]
