"""What is done with money: credits entered and minted, withdrawals asked for, paid out or returned.

Nothing is changed here but the trustee's own records: each movement is an act of a door, and the contracts
decide.
"""

from __future__ import annotations

from apps.treasury.services.accounts import (
    decide_trust_account,
    propose_trust_account,
    set_payout_account,
)
from apps.treasury.services.desk import (
    dismiss_line,
    enter_bank_line,
    propose_burn,
    propose_mint,
    propose_return,
    require_reserves,
    settle_lines,
)
from apps.treasury.services.leaving import (
    prepare_withdrawal,
    propose_withdrawal,
)
from apps.treasury.services.payouts import (
    FORMATS,
    MOST_PAYMENTS,
    drop_payouts,
    mark_sent,
    order_payouts,
    payout_file,
    release_payouts,
)
from apps.treasury.services.rounds import (
    BurnStep,
    MintStep,
    propose_next_burn,
    propose_next_mint,
)
from apps.treasury.services.settling import (
    match_debit,
)
from apps.treasury.services.statements import (
    Preview,
    drop_statement,
    post_again,
    post_statement,
    preview_statement,
    sign_statement,
)

__all__ = [
    "FORMATS",
    "MOST_PAYMENTS",
    "BurnStep",
    "MintStep",
    "Preview",
    "decide_trust_account",
    "dismiss_line",
    "drop_payouts",
    "drop_statement",
    "enter_bank_line",
    "mark_sent",
    "match_debit",
    "order_payouts",
    "payout_file",
    "post_again",
    "post_statement",
    "prepare_withdrawal",
    "preview_statement",
    "propose_burn",
    "propose_mint",
    "propose_next_burn",
    "propose_next_mint",
    "propose_return",
    "propose_trust_account",
    "propose_withdrawal",
    "release_payouts",
    "require_reserves",
    "set_payout_account",
    "settle_lines",
    "sign_statement",
]
