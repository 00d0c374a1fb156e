"""What is done with share classes and certificates, dividends and votes."""

from apps.securities.services.ballots import prepare_ballot, prepare_cancel_ballot, prepare_vote
from apps.securities.services.classes import (
    confirm_conversion,
    confirm_trustee,
    convert_due,
    prepare_ask_conversion,
    prepare_ask_trustee,
    push_conversion,
)
from apps.securities.services.defining import prepare_class
from apps.securities.services.dividends import prepare_cancel_dividend, prepare_dividend, prepare_funding
from apps.securities.services.pushing import push_actions, push_ballot, push_dividend
from apps.securities.services.splitting import prepare_merge, prepare_split

__all__ = [
    "confirm_conversion",
    "confirm_trustee",
    "convert_due",
    "prepare_ask_conversion",
    "prepare_ask_trustee",
    "prepare_ballot",
    "prepare_cancel_ballot",
    "prepare_cancel_dividend",
    "prepare_class",
    "prepare_dividend",
    "prepare_funding",
    "prepare_merge",
    "prepare_split",
    "prepare_vote",
    "push_actions",
    "push_ballot",
    "push_conversion",
    "push_dividend",
]
