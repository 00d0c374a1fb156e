"""Addresses of money in the API."""

from __future__ import annotations

from django.urls import path

from apps.treasury.api import bank, desk, views

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
    path("treasury/bank-lines/mint-next", bank.MintNext.as_view(), name="mint-next"),
    path("treasury/withdrawals/burn-next", bank.BurnNext.as_view(), name="burn-next"),
    path("treasury/reserve/posting", bank.ReservePosting.as_view(), name="post-reserve"),
    path("treasury/statements", bank.StatementsView.as_view(), name="bank-statements"),
    path("treasury/statements/preview", bank.StatementPreview.as_view(), name="preview-statement"),
    path("treasury/statements/<uuid:statement>", bank.StatementView.as_view(), name="bank-statement"),
    path(
        "treasury/statements/<uuid:statement>/signature",
        bank.StatementSignature.as_view(),
        name="sign-statement",
    ),
    path(
        "treasury/statements/<uuid:statement>/rejection",
        bank.StatementRejection.as_view(),
        name="drop-statement",
    ),
    path("treasury/debits", bank.DebitsView.as_view(), name="debits"),
    path("treasury/debits/<uuid:debit>/match", bank.DebitMatch.as_view(), name="match-debit"),
    path("treasury/payouts", bank.PayoutsView.as_view(), name="payouts"),
    path("treasury/payouts/<slug:batch>/release", bank.PayoutRelease.as_view(), name="release-payouts"),
    path("treasury/payouts/<slug:batch>/rejection", bank.PayoutDrop.as_view(), name="drop-payouts"),
    path("treasury/payouts/<slug:batch>/sent", bank.PayoutSent.as_view(), name="payouts-sent"),
    path("treasury/payouts/<slug:batch>/file", bank.PayoutFile.as_view(), name="payout-file"),
    path("treasury/day", bank.DayView.as_view(), name="day"),
    path("treasury/reserve", views.ReserveView.as_view(), name="reserve"),
]
