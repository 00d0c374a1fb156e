"""What a sukuk has beside a campaign's terms (see docs/sukuk.md). Times in chain seconds."""

from __future__ import annotations

from dataclasses import dataclass

from apps.vocabulary.types import Address


@dataclass(frozen=True, slots=True)
class Sukuk:
    """A sukuk's terms: `rate` in parts per million a year of the price, paid so often until it matures."""

    rate: int
    matures_at: int
    payments: int

    @property
    def percent(self) -> str:
        """The rate a year."""
        return f"{self.rate / 10_000:g}"


@dataclass(frozen=True, slots=True)
class SukukPayment:
    """A payment as the terms say it: profit by its number, and after the last one the principal.

    `rate` is what it is for a unit, in hundredths of a sen, `per_unit` the same in ringgit, as text; `amount`
    (sen) what it is for all units there are (when it was declared, were), before they are placed for the
    maximum.
    `dividend` is what it was last declared as, and `state` how far that is (a `DividendState`): None and
    empty until then. `may_declare`: its issuer can declare it now, anew where that one is void.
    """

    number: int
    principal: bool
    due_at: int
    rate: int
    per_unit: str
    amount: int
    dividend: Address | None
    state: str
    may_declare: bool
