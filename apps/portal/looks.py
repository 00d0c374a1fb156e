"""How a state looks: its tone, its icon and its word, for every state of every app in one table."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext, gettext_noop, ngettext_lazy

from apps.ledger.types import ActState
from apps.vocabulary.types import InvestorClass, Role


class Look(NamedTuple):
    """`tone` is one of Bootstrap's colour names, `icon` one of the sprite's."""

    tone: str
    icon: str
    word: str


class Step(NamedTuple):
    """One step of an act: `look` is done, now, stop or nothing."""

    word: str
    icon: str
    look: str


SPANS = (
    (86400, "%(n)d day", "%(n)d days"),
    (3600, "%(n)d hour", "%(n)d hours"),
    (60, "%(n)d minute", "%(n)d minutes"),
    (1, "%(n)d second", "%(n)d seconds"),
)
# Said once more for the collector of messages, which reads literals only.
_COLLECTED = (
    ngettext_lazy("%(n)d day", "%(n)d days", "n"),
    ngettext_lazy("%(n)d hour", "%(n)d hours", "n"),
    ngettext_lazy("%(n)d minute", "%(n)d minutes", "n"),
    ngettext_lazy("%(n)d second", "%(n)d seconds", "n"),
)

ROLE_NAMES = {
    Role.NONE: gettext_noop("Not admitted yet"),
    Role.REGULATOR: gettext_noop("Regulator"),
    Role.TRUSTEE: gettext_noop("Trustee"),
    Role.OPERATOR: gettext_noop("Operator"),
    Role.ISSUER: gettext_noop("Issuer"),
    Role.INVESTOR: gettext_noop("Investor"),
}

CLASS_NAMES = {
    InvestorClass.NONE: gettext_noop("Without a class"),
    InvestorClass.RETAIL: gettext_noop("Retail"),
    InvestorClass.ANGEL: gettext_noop("Angel"),
    InvestorClass.SOPHISTICATED: gettext_noop("Sophisticated"),
}

GOOD, GOING, WAITS, STOPPED, QUIET = "success", "primary", "warning", "danger", "secondary"

STATES: dict[str, Look] = {
    # acts
    "prepared": Look(WAITS, "writing-sign", gettext_noop("To be signed")),
    "proposed": Look(WAITS, "hourglass", gettext_noop("Proposed")),
    "queued": Look(GOING, "clock", gettext_noop("Queued")),
    "sent": Look(GOING, "send", gettext_noop("Sent")),
    "mined": Look(GOING, "link", gettext_noop("Recorded")),
    "final": Look(GOOD, "lock", gettext_noop("Final")),
    "refused": Look(STOPPED, "circle-x", gettext_noop("Refused")),
    "rejected": Look(STOPPED, "circle-x", gettext_noop("Rejected")),
    "expired": Look(QUIET, "hourglass", gettext_noop("Expired")),
    # participants
    "active": Look(GOOD, "circle-check", gettext_noop("Active")),
    "suspended": Look(WAITS, "player-pause", gettext_noop("Suspended")),
    "revoked": Look(STOPPED, "ban", gettext_noop("Revoked")),
    "frozen": Look(WAITS, "snowflake", gettext_noop("Frozen")),
    "offered-by-trustee": Look(WAITS, "hourglass", gettext_noop("Offered by the trustee")),
    "offered-by-operator": Look(WAITS, "hourglass", gettext_noop("Offered by the operator")),
    # orders of the regulator
    "activated": Look(GOOD, "circle-check", gettext_noop("In force")),
    "superseded": Look(QUIET, "refresh", gettext_noop("No longer in force")),
    "replaced": Look(QUIET, "refresh", gettext_noop("Replaced")),
    "announced": Look(WAITS, "gavel", gettext_noop("Announced")),
    "executed": Look(STOPPED, "gavel", gettext_noop("Carried out")),
    # records
    "draft": Look(QUIET, "pencil", gettext_noop("Draft")),
    "returned": Look(WAITS, "arrow-back-up", gettext_noop("Please fix")),
    "approved": Look(GOOD, "circle-check", gettext_noop("Approved")),
    "waiting": Look(WAITS, "hourglass", gettext_noop("Waiting")),
    "todo": Look(QUIET, "clipboard-list", gettext_noop("To do")),
    "done": Look(GOOD, "circle-check", gettext_noop("Done")),
    "confirmed": Look(GOOD, "user-check", gettext_noop("Confirmed")),
    "admitted": Look(GOOD, "shield-check", gettext_noop("Admitted")),
    "match": Look(GOOD, "shield-check", gettext_noop("Matches the record")),
    "mismatch": Look(STOPPED, "alert-triangle", gettext_noop("Does not match the record")),
    "not anchored": Look(QUIET, "clock", gettext_noop("Not in the record yet")),
    "in-force": Look(GOOD, "circle-check", gettext_noop("In force")),
    "ended": Look(QUIET, "clock", gettext_noop("Ended")),
    # campaigns
    "ready": Look(GOING, "check", gettext_noop("Ready")),
    "live": Look(GOOD, "activity", gettext_noop("Live")),
    "due": Look(WAITS, "clock", gettext_noop("Due to close")),
    "cooling-off": Look(GOING, "clock", gettext_noop("Cooling off")),
    "closed": Look(QUIET, "lock", gettext_noop("Closed")),
    "settling": Look(GOING, "loader", gettext_noop("Settling")),
    "settled": Look(GOOD, "certificate", gettext_noop("Settled")),
    "failed": Look(STOPPED, "circle-x", gettext_noop("Not reached")),
    "refunded": Look(QUIET, "arrow-back-up", gettext_noop("Refunded")),
    "cancelled": Look(QUIET, "x", gettext_noop("Cancelled")),
    "withdrawn": Look(QUIET, "arrow-back-up", gettext_noop("Withdrawn")),
    "standing": Look(GOOD, "check", gettext_noop("Pledged")),
    "delivered": Look(GOOD, "certificate", gettext_noop("Delivered")),
    # market and money
    "entered": Look(WAITS, "receipt", gettext_noop("Entered")),
    "minted": Look(GOOD, "coins", gettext_noop("Credited")),
    "burned": Look(GOOD, "building-bank", gettext_noop("Paid out")),
    "withdrawal-returned": Look(QUIET, "arrow-back-up", gettext_noop("Given back")),
    "sent-back": Look(QUIET, "building-bank", gettext_noop("Sent back by the bank")),
    "dismissed": Look(QUIET, "x", gettext_noop("Dismissed")),
    "open": Look(GOOD, "activity", gettext_noop("Open")),
    "paying": Look(GOING, "loader", gettext_noop("Being paid")),
    "lapsed": Look(QUIET, "hourglass", gettext_noop("Void")),
    "held": Look(WAITS, "snowflake", gettext_noop("Waits for the holder")),
    "parked": Look(WAITS, "player-pause", gettext_noop("Lost its place")),
    "filled": Look(GOOD, "arrows-exchange", gettext_noop("Filled")),
    "moved": Look(QUIET, "arrow-right", gettext_noop("Under another number")),
    "accepted": Look(GOOD, "arrows-exchange", gettext_noop("Taken")),
    "trading": Look(GOOD, "activity", gettext_noop("Trading")),
    "taking-orders": Look(GOING, "clock", gettext_noop("Taking orders")),
    "out-of-session": Look(QUIET, "clock", gettext_noop("Out of session")),
    "in-auction": Look(GOING, "gavel", gettext_noop("In auction")),
    "halted": Look(STOPPED, "player-pause", gettext_noop("Halted")),
    "market-closed": Look(QUIET, "lock", gettext_noop("Market closed")),
    "credited": Look(GOOD, "coins", gettext_noop("Credited")),
    "paid": Look(GOOD, "building-bank", gettext_noop("Paid out")),
    "posted": Look(WAITS, "hourglass", gettext_noop("To be signed by a colleague")),
    "signed": Look(GOOD, "shield-check", gettext_noop("Signed")),
    "dropped": Look(QUIET, "x", gettext_noop("Dropped")),
    "made": Look(WAITS, "hourglass", gettext_noop("To be released by a colleague")),
    "released": Look(GOING, "check", gettext_noop("Released")),
    "payout-failed": Look(STOPPED, "circle-x", gettext_noop("Not paid")),
}

PROGRESS = {
    ActState.PREPARED: gettext_noop("Waiting for your signature."),
    ActState.PROPOSED: gettext_noop("Waiting for a colleague to approve it."),
    ActState.QUEUED: gettext_noop("Accepted. It goes out in a moment."),
    ActState.SENT: gettext_noop("On its way to the record."),
    ActState.MINED: gettext_noop("In the record. A few seconds more, and nothing can change it."),
    ActState.FINAL: gettext_noop("Done. It is part of the record for good."),
    ActState.REFUSED: gettext_noop("The market refused this. Nothing was changed."),
    ActState.REJECTED: gettext_noop("A colleague rejected this. Nothing was sent."),
    ActState.EXPIRED: gettext_noop("This was not sent in time. Nothing was changed; you can do it again."),
}

_WAY = (ActState.QUEUED, ActState.SENT, ActState.MINED, ActState.FINAL)
_BEFORE_STOP = {
    ActState.REFUSED: (ActState.QUEUED, ActState.SENT),
    ActState.REJECTED: (ActState.PROPOSED,),
    ActState.EXPIRED: (ActState.QUEUED,),
}


def state(word: str) -> Look:
    """The look of a state; a word that the table does not know is shown as it is."""
    known = STATES.get(word.lower())
    if known is None:
        return Look(QUIET, "info-circle", word.replace("-", " ").replace("_", " ").capitalize())
    return known._replace(word=gettext(known.word))


def investor_class(of: InvestorClass) -> str:
    """A class of investors in words."""
    return gettext(CLASS_NAMES[of])


def progress(reached: ActState) -> str:
    """Where an act is, in one translated sentence."""
    return gettext(PROGRESS[reached])


def steps(reached: ActState, *, proposed: bool) -> list[Step]:
    """The steps of an act on its way to `reached`. `proposed`: a colleague's approval comes first."""
    if reached in _BEFORE_STOP:
        return [*(_step(each, "done") for each in _BEFORE_STOP[reached]), _step(reached, "stop")]
    way = (ActState.PROPOSED, *_WAY) if proposed else _WAY
    at = way.index(reached) if reached in way else -1
    return [_step(each, _look(index, at, last=len(way) - 1)) for index, each in enumerate(way)]


def _look(index: int, at: int, *, last: int) -> str:
    if index < at or at == last:
        return "done"
    return "now" if index == at else ""


def _step(each: ActState, look: str) -> Step:
    shown = state(each.value)
    return Step(shown.word, {"done": "check", "now": "loader"}.get(look, shown.icon), look)
