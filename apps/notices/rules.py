"""Which lines of the feed concern a person, and as what. No I/O."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

from apps.notices.types.words import WORDS
from apps.vocabulary.types import Role

_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BOTH: Final = frozenset(
    {
        "Admitted",
        "Renewed",
        "Activated",
        "Suspended",
        "Revoked",
        "Frozen",
        "Unfrozen",
        "SignerAdded",
        "SignerRemoved",
        "RecoveryAsked",
        "RecoveryAgreed",
        "RecoveryWithdrawn",
        "Recovered",
        "Ordered",
        "OrderWithdrawn",
        "OrderExecuted",
        "Moved",
        "Converted",
        "MoneyMinted",
        "WithdrawalRequested",
        "MoneyBurned",
        "WithdrawalReturned",
        "Traded",
        "OrderEnded",
        "OrderParked",
        "DealProposed",
    }
)
_OF_ITS_DOOR: Final = frozenset({"Ordered", "OrderWithdrawn"})
"""What only the holder is told of; an order's receiver hears of it when it is carried out."""

TO_EVERYBODY: Final = frozenset({"Announced", "AnnouncementWithdrawn", "ChangeActivated", "RuleAnnounced"})
"""What every client is told: changes of the market's logic and figures, which bind all of them."""

TO_HOLDERS: Final = frozenset(
    {
        "DividendDeclared",
        "DividendCancelled",
        "DividendLapsed",
        "BallotPosed",
        "BallotPassed",
        "BallotNotPassed",
        "BallotCancelled",
        "ConversionAsked",
    }
)
"""What everybody who holds its class is told, though a line of the feed does not name them all."""

OF_BOOKS: Final = frozenset({"BookHalted", "BookResumed", "BookClosing"})
"""What is told to whoever holds a book's class or has something in the book, and to the class's issuer. That
a session opens is no news: the rulebook says when.
"""

TOLD: Final[Mapping[Role, frozenset[str]]] = {
    Role.INVESTOR: _BOTH
    | TO_EVERYBODY
    | {
        "Pledged",
        "PledgeWithdrawn",
        "Delivered",
        "Refunded",
        "DueWaits",
        "ExcessReturned",
        "LateMoneyShown",
        "CampaignHolds",
        "CampaignPaid",
        "CampaignClosed",
        "AdverseNoticeGiven",
        "UpdatePublished",
        "DividendPaid",
        "DividendHeld",
    }
    | TO_HOLDERS
    | OF_BOOKS,
    Role.ISSUER: _BOTH
    | TO_EVERYBODY
    | OF_BOOKS
    | {
        "CampaignApproved",
        "CampaignRejected",
        "CampaignClosed",
        "CampaignAllocated",
        "AdverseNoticeGiven",
        "CampaignHolds",
        "CampaignSettled",
        "CampaignFailed",
        "CampaignPaid",
        "ClassTrusteeChanged",
        "ConversionBegun",
        "ConversionEnded",
        "DividendEnded",
        "DividendLapsed",
        "BallotPassed",
        "BallotNotPassed",
    },
}
"""The sentences of feeds that a client is told of; an issuer not of each pledge, for its pages show them."""


TO_INVESTORS: Final = frozenset({"CampaignClosed", "AdverseNoticeGiven", "UpdatePublished"})
"""What every investor of its campaign is told, though a line of the feed does not name them all."""

_FOR_INVESTORS: Final = {"CampaignClosed": "CoolingOff", "CampaignPaid": "HeldPaid"}


def is_told(sentence: str) -> bool:
    """Whether any client is told of lines with this sentence."""
    return any(sentence in told for told in TOLD.values())


def word_of(role: Role, door: str, sentence: str, arguments: Mapping[str, Any]) -> str | None:
    """The notice that a feed's line is to this client; None for none.

    A line reaches the feeds of all whom it concerns: an investor is not told of another's pledge.
    """
    if sentence not in TOLD.get(role, frozenset()):
        return None
    if sentence in _OF_ITS_DOOR and arguments.get("door", door) != door:
        return None
    if sentence == "Traded":
        return "Bought" if arguments.get("buyer") == door else "Sold"
    if role is Role.INVESTOR and sentence in _FOR_INVESTORS:
        return _FOR_INVESTORS[sentence]
    if sentence == "OrderEnded":
        return "OrderExpired" if arguments.get("why") == "expired" else None
    if sentence == "DealProposed" and arguments.get("buyer", door) != door:
        return None
    return sentence


def spaced(name: str) -> str:
    """An act's registered name as words: `RequestWithdrawal` is `Request withdrawal`."""
    return _CAPITAL.sub(" ", name).capitalize()


def mark_of(door: str) -> str:
    """Where a door stands among those whom one line names: its first 12 bytes, which a cursor can keep."""
    return door[2:26].lower()


def reference_of(whom: str, word: str, line: str) -> str:
    """The mark of one notice: its topic in clear, then a hash of whom it tells and what."""
    mark = hashlib.sha256(f"castor notice|{whom}|{line}".encode()).hexdigest()
    return f"{WORDS[word].topic}:{mark}"
