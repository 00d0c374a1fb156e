"""Addresses of the wallet and of the trustee's back office."""

from __future__ import annotations

from django.urls import path

from apps.treasury.views import bank, day, exports, office, payouts, wallet

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
    path("office/lines.csv", exports.lines_csv, name="lines-csv"),
    path("office/lines/mint-all/", bank.mint_all, name="mint-all"),
    path("office/withdrawals.csv", exports.withdrawals_csv, name="withdrawals-csv"),
    path("office/withdrawals/burn-all/", bank.burn_all, name="burn-all"),
    path("office/statements/", bank.statements, name="statements"),
    path("office/statements.csv", exports.statements_csv, name="statements-csv"),
    path("office/statements/preview/", bank.preview_statement, name="preview-statement"),
    path("office/statements/post/", bank.post_statement, name="post-statement"),
    path("office/statements/<uuid:statement>/", bank.statement, name="statement"),
    path("office/statements/<uuid:statement>/sign/", bank.sign_statement, name="sign-statement"),
    path("office/statements/<uuid:statement>/drop/", bank.drop_statement, name="drop-statement"),
    path("office/reserve/post/", bank.post_reserve, name="post-reserve"),
    path("office/debits/<uuid:debit>/match/", bank.match_debit, name="match-debit"),
    path("office/payouts/", payouts.payouts, name="payouts"),
    path("office/payouts/order/", payouts.order_payouts, name="order-payouts"),
    path("office/payouts/<slug:batch>/decision/", payouts.decide_payouts, name="decide-payouts"),
    path("office/payouts/<slug:batch>/file/", payouts.payout_file, name="payout-file"),
    path("office/day/", day.day, name="day"),
    path("office/day.csv", day.day_csv, name="day-csv"),
    path("office/day.pdf", day.day_pdf, name="day-pdf"),
    path("office/account/", office.account, name="account"),
    path("office/account/<uuid:account>/decision/", office.decide_account, name="decide-account"),
]
