"""Addresses of money in the API."""

from __future__ import annotations

from django.urls import path

from apps.treasury.api import desk, views

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
    path("treasury/references", desk.ReferenceView.as_view(), name="references"),
    path("treasury/deposits", desk.DepositsView.as_view(), name="deposits"),
    path("treasury/payout-account", desk.PayoutAccountView.as_view(), name="payout-account"),
    path("treasury/trust-account", desk.TrustAccountView.as_view(), name="trust-account"),
    path(
        "treasury/trust-account/<uuid:account>/approval",
        desk.TrustAccountApproval.as_view(),
        name="approve-account",
    ),
    path(
        "treasury/trust-account/<uuid:account>/rejection",
        desk.TrustAccountRejection.as_view(),
        name="reject-account",
    ),
    path("treasury/reserve", views.ReserveView.as_view(), name="reserve"),
]
