"""Who holds what of which class, how every unit came there, what is done with a class as a whole, dividends
and votes.

Share classes are public. A cap table is seen by whoever sees its issuer, and by the class's trustee; a
certificate by whoever sees its owner or its cap table.
"""

from apps.securities.queries.actions import actions, actions_of, chooses_dividends, template
from apps.securities.queries.ballots import ballot, due_ballots, step_of_ballot
from apps.securities.queries.conversions import converting, progress
from apps.securities.queries.dividends import (
    awaiting_money,
    credits_for,
    dividend,
    dividends_of,
    due_dividends,
    every_payment,
    payments,
    steps_of,
    unpaid,
    worth,
)
from apps.securities.queries.entitled import holders_of
from apps.securities.queries.facts import answers
from apps.securities.queries.holdings import (
    cap_table,
    classes,
    every_line,
    holdings_of,
    own_certificates,
    portfolio,
    sees_holders,
    share_class,
    share_classes,
)
from apps.securities.queries.lineage import certificate, proof
from apps.securities.queries.registers import register

__all__ = [
    "actions",
    "actions_of",
    "answers",
    "awaiting_money",
    "ballot",
    "cap_table",
    "certificate",
    "chooses_dividends",
    "classes",
    "converting",
    "credits_for",
    "dividend",
    "dividends_of",
    "due_ballots",
    "due_dividends",
    "every_line",
    "every_payment",
    "holders_of",
    "holdings_of",
    "own_certificates",
    "payments",
    "portfolio",
    "progress",
    "proof",
    "register",
    "sees_holders",
    "share_class",
    "share_classes",
    "step_of_ballot",
    "steps_of",
    "template",
    "unpaid",
    "worth",
]
