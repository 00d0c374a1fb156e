"""The market's written promises, held against the read model after every block. No I/O.

Each compares figures that come from different events, so that a lost or doubled event shows. A promise gives
what it looked at and the subjects that break it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apps.supervision.types.facts import BookFacts, ClassFacts, EscrowFacts, Ledgered, SupplyFacts
from apps.vocabulary.messages import gettext_noop

ENTERED: Final = ("ready", "cooling-off")
"""Campaigns whose escrow is what is pledged, whatever else waits in it for a door."""
OVER: Final = ("settled", "rejected", "cancelled")
"""Campaigns that hold nothing but what waits for a door."""


@dataclass(frozen=True, slots=True)
class Held:
    """How one promise stands: how many subjects were looked at, and which break it."""

    key: str
    looked_at: int
    broken: tuple[str, ...]


def supply_is_minted_less_burned(each: SupplyFacts) -> bool:
    """Money grows by a mint and shrinks by a burn, and by nothing else (kernel promise 1)."""
    return each.supply == each.minted - each.burned


def supply_is_what_is_held(each: SupplyFacts) -> bool:
    """The sum over all holders is the supply (kernel promise 3). From the Transfers, against the mints."""
    return each.supply == each.holdings


def withdrawals_lie_with_the_kernel(each: SupplyFacts) -> bool:
    """What is asked for and not paid out yet is in the withdrawal escrow, to the sen."""
    return each.withdrawing == each.in_escrow


def balances_add_up(each: SupplyFacts) -> bool:
    """The running sum is what a count of every balance gives; uncounted, nothing is said."""
    return each.counted is None or each.counted == each.holdings


def units_add_up(each: ClassFacts) -> bool:
    """A class's units are those of its certificates, and those of its holders' lines (kernel promise 3)."""
    return each.units == each.in_certificates == each.held


def offered_is_owned(each: ClassFacts) -> bool:
    """No certificate has more units encumbered than are in it, and none is without units."""
    return not each.overdrawn


def pledges_add_up(each: EscrowFacts) -> bool:
    """What a running campaign has raised is what its standing pledges add up to."""
    return each.state not in ENTERED or each.raised == each.pledged


def escrow_is_what_was_pledged(each: EscrowFacts) -> bool:
    """A campaign's money is what is pledged and what waits for a door; ended, the second alone. While it
    settles or pays back, the two meet in between and nothing is said.
    """
    if each.state in ENTERED:
        return each.balance == each.raised + each.owed
    if each.state in OVER:
        return each.balance == each.owed
    return True


def within_its_maximum(each: EscrowFacts) -> bool:
    """R14: first come, no campaign takes more than its maximum."""
    return each.pro_rata or each.units <= each.maximum


def book_holds_its_bids(each: BookFacts) -> bool:
    """A book's money is what its standing bids cost with their fees, and the operator's own, to the sen."""
    return each.balance == each.owed


def book_holds_its_asks(each: BookFacts) -> bool:
    """What is encumbered to a book is what its asks and open deals offer, to the unit."""
    return each.encumbered == each.offered


Promise = Callable[[Ledgered], Sequence[tuple[str, bool]]]


def _of_supplies(holds: Callable[[SupplyFacts], bool]) -> Promise:
    return lambda facts: [(each.token, holds(each)) for each in facts.supplies]


def _of_classes(holds: Callable[[ClassFacts], bool]) -> Promise:
    return lambda facts: [(each.face, holds(each)) for each in facts.classes]


def _of_escrows(holds: Callable[[EscrowFacts], bool]) -> Promise:
    return lambda facts: [(each.campaign, holds(each)) for each in facts.escrows]


def _of_books(holds: Callable[[BookFacts], bool]) -> Promise:
    return lambda facts: [(each.market, holds(each)) for each in facts.books]


INVARIANTS: Final[Mapping[str, tuple[str, Promise]]] = {
    "minted": (
        gettext_noop("Each trustee’s ringgit is what it minted, less what it burned."),
        _of_supplies(supply_is_minted_less_burned),
    ),
    "held": (
        gettext_noop("What all participants hold of it adds up to its supply."),
        _of_supplies(supply_is_what_is_held),
    ),
    "counted": (
        gettext_noop("Every balance, counted one by one, gives the same sum."),
        _of_supplies(balances_add_up),
    ),
    "withdrawing": (
        gettext_noop("What was asked for and not yet paid out lies in the withdrawal escrow."),
        _of_supplies(withdrawals_lie_with_the_kernel),
    ),
    "units": (
        gettext_noop("A class’s units are those of its certificates, and those of its holders."),
        _of_classes(units_add_up),
    ),
    "offered": (
        gettext_noop("Nobody offers more units of a certificate than are in it."),
        _of_classes(offered_is_owned),
    ),
    "pledged": (
        gettext_noop("What a campaign has raised is what its pledges add up to."),
        _of_escrows(pledges_add_up),
    ),
    "escrow": (
        gettext_noop("A campaign’s escrow holds what is pledged and what waits for somebody, to the sen."),
        _of_escrows(escrow_is_what_was_pledged),
    ),
    "maximum": (
        gettext_noop("No campaign has taken more than its maximum."),
        _of_escrows(within_its_maximum),
    ),
    "bids": (
        gettext_noop("An order book holds what its bids cost, and the fees in it, to the sen."),
        _of_books(book_holds_its_bids),
    ),
    "asks": (
        gettext_noop("The units that lie with an order book are those that are offered in it."),
        _of_books(book_holds_its_asks),
    ),
}
"""By key: the promise as people read it, and how it is asked."""


def checked(facts: Ledgered) -> list[Held]:
    """Every promise against these facts."""
    return [_held(key, ask(facts)) for key, (_, ask) in INVARIANTS.items()]


def _held(key: str, answers: Iterable[tuple[str, bool]]) -> Held:
    every = list(answers)
    return Held(key, len(every), tuple(subject for subject, holds in every if not holds))
