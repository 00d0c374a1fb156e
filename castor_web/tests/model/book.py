"""The market on paper: what a campaign, its investors and their trustee may do, and who has what then.

Written from the rules (R4, R4b, R8, R10, R14, R16, late money, allocation) and from nothing else: no contract
was read into it.
Money in sen, units whole, times in chain seconds. What is refused raises `No` and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

PARTS = 1_000_000
DAY = 86_400
LATEST = 90 * DAY
"""A campaign that has not settled so long after its close fails."""


class No(Exception):
    """The rules do not allow it."""


class State(Enum):
    """Where the campaign stands; what only time decides is asked of the clock."""

    OPEN = "open"
    COOLING_OFF = "cooling off"
    SETTLING = "settling"
    SETTLED = "settled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Rules:
    """The figures that bind: a retail investor's ceilings in sen, cooling-off and the grace for late money in
    seconds, the fee in parts per million.
    """

    per_issuer: int
    per_year: int
    cooling_off: int
    grace: int
    fee: int


@dataclass
class Campaign:
    """One campaign; `pledges` in the order of each investor's first, in units.

    Pro rata, `asked` is the demand: fixed at the close, and what is withdrawn later stays in it.
    """

    price: int
    minimum: int
    maximum: int
    opens_at: int
    closes_at: int
    grace_ends_at: int
    cooling_off_ends_at: int
    pro_rata: bool = False
    state: State = State.OPEN
    closed_at: int = 0
    pledges: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    intended: set[tuple[str, int, int]] = field(default_factory=set)
    showed: set[str] = field(default_factory=set)
    counted: int = 0
    allocated: bool = False
    done: int = 0
    raised: int = 0

    @property
    def pledged(self) -> int:
        """Units in escrow."""
        return sum(self.pledges.values())

    @property
    def is_cut(self) -> bool:
        """Whether more was asked for at the close than there is."""
        return self.pro_rata and self.closed_at != 0 and sum(self.asked.values()) > self.maximum

    @property
    def is_shared_out(self) -> bool:
        """Whether what each gets is settled, and all excess went back."""
        return not self.is_cut or (self.allocated and self.done == len(self.pledges))

    def remainder(self, who: str) -> int:
        """What rounding down takes from one, in parts of the demand."""
        return self.asked[who] * self.maximum % sum(self.asked.values())

    def luckiest(self, doors: Mapping[str, int]) -> list[str]:
        """Who has a unit more than rounded down, the largest remainder first, ties by door."""
        demand = sum(self.asked.values())
        left = self.maximum - sum(units * self.maximum // demand for units in self.asked.values())
        return sorted(self.asked, key=lambda who: (-self.remainder(who), doors[who]))[:left]


@dataclass
class Book:
    """Everybody's money and units. `persons` says which retail person stands behind an investor; who is
    none has no ceiling; `doors` is their addresses; `stamps` the bank's time of each one's last credit.
    """

    rules: Rules
    campaign: Campaign
    persons: dict[str, str | None]
    doors: dict[str, int]
    money: dict[str, int]
    stamps: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    asked_out: dict[int, tuple[str, int]] = field(default_factory=dict)
    minted: int = 0
    burned: int = 0
    now: int = 0

    # -- money

    def deposit(self, who: str, amount: int) -> None:
        """The trustee mints what the bank got."""
        if amount == 0:
            raise No
        self.money[who] += amount
        self.minted += amount

    def credit(self, who: str, amount: int, stamp: int) -> None:
        """The same with the bank's own time of the credit: a day in the future at most."""
        if stamp > self.now + DAY:
            raise No
        self.deposit(who, amount)
        self.stamps[who] = stamp

    def withdraw(self, who: str, amount: int) -> None:
        """The investor asks for money: it waits in escrow."""
        if not 0 < amount <= self.money[who]:
            raise No
        self.money[who] -= amount
        self.asked_out[len(self.asked_out) + 1] = (who, amount)

    def answer(self, number: int, paid: bool) -> None:
        """The trustee paid at the bank and burns, or gives the money back."""
        who, amount = self.asked_out.get(number, ("", 0))
        if not amount:
            raise No
        self.asked_out[number] = (who, 0)
        if paid:
            self.burned += amount
        else:
            self.money[who] += amount

    # -- pledges

    def intend(self, who: str, units: int, least: int) -> None:
        """While live: a pledge is signed, and its money may come late. It reserves nothing."""
        c = self.campaign
        if c.state is not State.OPEN or not c.opens_at <= self.now < c.closes_at:
            raise No
        c.intended.add((who, units, least))

    def show(self, who: str) -> None:
        """This investor's last credit was stamped before the close."""
        if self.stamps.get(who, self.campaign.closes_at) >= self.campaign.closes_at:
            raise No
        self.campaign.showed.add(who)

    def pledge(self, who: str, units: int, least: int) -> None:
        """So many units; first come, what is left of them if that is not below the least."""
        c, wish = self.campaign, (who, units, least)
        live = c.opens_at <= self.now < c.closes_at
        late = c.closes_at <= self.now < c.grace_ends_at and wish in c.intended and who in c.showed
        if c.state is not State.OPEN or not (live or late):
            raise No
        if c.pro_rata:
            if least > 1 or c.pledges.get(who):
                raise No
        else:
            units = min(units, c.maximum - c.pledged)
        amount = units * c.price
        if units < least or units == 0 or amount > self.money[who]:
            raise No
        self._require_below_ceilings(who, amount)
        if late:
            c.intended.remove(wish)
        self.money[who] -= amount
        c.pledges[who] = c.asked[who] = c.pledges.get(who, 0) + units
        if c.pledged == c.maximum and not c.pro_rata:
            self._close(self.now + self.rules.cooling_off)

    def _require_below_ceilings(self, who: str, amount: int) -> None:
        person = self.persons[who]
        if person is None:
            return
        doors = [each for each, its in self.persons.items() if its == person]
        used = sum(self.campaign.pledges.get(each, 0) for each in doors) * self.campaign.price
        if used + amount > min(self.rules.per_issuer, self.rules.per_year):
            raise No

    def take_back(self, who: str) -> None:
        """The whole pledge, until cooling-off ends."""
        c = self.campaign
        open_ = c.state is State.OPEN and self.now >= c.opens_at
        if (
            not (open_ or c.state is State.COOLING_OFF)
            or self.now >= c.cooling_off_ends_at
            or not c.pledges.get(who)
        ):
            raise No
        self.money[who] += c.pledges[who] * c.price
        c.pledges[who] = 0
        if c.state is State.OPEN:
            c.asked[who] = 0

    # -- steps that anyone may push

    def close(self) -> None:
        """After the deadline and its grace: the minimum is there, or it failed."""
        c = self.campaign
        if c.state is not State.OPEN or self.now < c.grace_ends_at:
            raise No
        if c.pledged < c.minimum:
            c.state = State.FAILED
        else:
            self._close(c.cooling_off_ends_at)

    def _close(self, cooling_off_ends_at: int) -> None:
        c = self.campaign
        c.state, c.closed_at, c.cooling_off_ends_at = State.COOLING_OFF, self.now, cooling_off_ends_at

    def allocate(self, n: int) -> None:
        """More was asked for than there is: the next n are counted; with the last, all units are fixed."""
        c = self.campaign
        if c.state is not State.COOLING_OFF or not c.is_cut or c.allocated:
            raise No
        c.counted = min(c.counted + n, len(c.pledges))
        c.allocated = c.counted == len(c.pledges)

    def return_excess(self, n: int) -> None:
        """Then the next n have their money back for what they do not get."""
        c = self.campaign
        if c.state is not State.COOLING_OFF or not c.allocated or c.is_shared_out:
            raise No
        for who in self._next(n):
            excess = max(c.pledges[who] - self.share(who), 0)
            self.money[who] += excess * c.price
            c.pledges[who] -= excess

    def share(self, who: str) -> int:
        """What the allocation gives one: by largest remainder."""
        c = self.campaign
        down = c.asked[who] * c.maximum // sum(c.asked.values())
        return down + (who in c.luckiest(self.doors))

    def settle(self, n: int) -> None:
        """Deliver to the next n investors; with the last, the issuer and the operator are paid."""
        c = self.campaign
        if c.state is State.COOLING_OFF:
            if self.now < c.cooling_off_ends_at or not c.is_shared_out or c.pledged < c.minimum:
                raise No
            c.state, c.raised, c.done = State.SETTLING, c.pledged * c.price, 0
        if c.state is not State.SETTLING:
            raise No
        for who in self._next(n):
            self.units[who] = self.units.get(who, 0) + c.pledges[who]
            c.pledges[who] = 0
        if c.done == len(c.pledges):
            c.state = State.SETTLED
            fee = c.raised * self.rules.fee // PARTS
            self.money["operator"] += fee
            self.money["issuer"] += c.raised - fee

    def fail(self) -> None:
        """What can no longer succeed."""
        c = self.campaign
        late = self.now > c.closed_at + LATEST
        short = self.now >= c.cooling_off_ends_at and c.is_shared_out and c.pledged < c.minimum
        if c.state is not State.COOLING_OFF or not (late or short):
            raise No
        c.state, c.done = State.FAILED, 0

    def refund(self, n: int) -> None:
        """Pay back the next n investors of a failed campaign."""
        c = self.campaign
        if c.state is not State.FAILED:
            raise No
        for who in self._next(n):
            self.money[who] += c.pledges[who] * c.price
            c.pledges[who] = 0

    def collect(self, who: str) -> None:
        """One investor's own due, out of turn."""
        c = self.campaign
        if not c.pledges.get(who) or c.state not in (State.FAILED, State.SETTLING):
            raise No
        if c.state is State.FAILED:
            self.money[who] += c.pledges[who] * c.price
        else:
            self.units[who] = self.units.get(who, 0) + c.pledges[who]
        c.pledges[who] = 0

    def _next(self, n: int) -> list[str]:
        c = self.campaign
        batch = list(c.pledges)[c.done : c.done + n]
        c.done += len(batch)
        return batch
