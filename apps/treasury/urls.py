"""Addresses of the wallet and of the trustee's back office."""

from __future__ import annotations

from django.urls import path

from apps.treasury.views import exports, office, wallet

app_name = "treasury"

urlpatterns = [
    path("", wallet.wallet, name="wallet"),
    path("statement.csv", exports.statement_csv, name="statement-csv"),
    path("statement.xlsx", exports.statement_xlsx, name="statement-xlsx"),
    path("withdraw/", wallet.withdraw, name="withdraw"),
    path("payout-account/", wallet.payout_account, name="payout-account"),
    path("office/", office.office, name="office"),
    path("office/lines/", office.lines, name="lines"),
    path("office/lines/<uuid:line>/mint/", office.mint, name="mint"),
    path("office/lines/<uuid:line>/dismiss/", office.dismiss, name="dismiss"),
    path("office/reference/", office.reference, name="reference"),
    path("office/withdrawals/", office.withdrawals, name="withdrawals"),
    path("office/withdrawals/<int:withdrawal>/", office.withdrawal, name="withdrawal"),
    path("office/withdrawals/<int:withdrawal>/burn/", office.burn, name="burn"),
    path("office/withdrawals/<int:withdrawal>/return/", office.give_back, name="return"),
    path("office/deposits/", office.deposits, name="deposits"),
    path("office/deposits.csv", exports.deposits_csv, name="deposits-csv"),
    path("office/account/", office.account, name="account"),
    path("office/account/<uuid:account>/decision/", office.decide_account, name="decide-account"),
]
