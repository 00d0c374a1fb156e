"""What a list of money is narrowed to: from one moment to another, from one amount to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from apps.ledger.readmodel import Collection, Page, Where

_ROUNDS: Final = 8
"""How many pages of the collection are looked through for one page of the list."""


@dataclass(frozen=True, slots=True)
class Span:
    """Moments in chain seconds, amounts in sen whatever their sign; both ends are included, None is open."""

    since: int | None = None
    until: int | None = None
    least: int | None = None
    most: int | None = None

    def page(
        self,
        collection: Collection,
        time: str,
        *,
        where: Where,
        order: str = "",
        after: str | None = None,
        limit: int,
        descending: bool = False,
    ) -> Page:
        """A page of what lies in it, by the field `time` or another order. It may be short of rows, and have
        a following page all the same.
        """
        rows, keys, order = list[dict[str, Any]](), list[str](), order or time
        low, high = (self.least, self.most) if order == "amount" else (self.since, self.until)
        for _ in range(_ROUNDS):
            found = collection.page(
                order=order,
                where=where,
                after=after,
                limit=limit - len(rows),
                descending=descending,
                low=low,
                high=high,
            )
            kept = [
                (row, key) for row, key in zip(found.rows, found.keys, strict=True) if self.has(row, time)
            ]
            rows += [row for row, _ in kept]
            keys += [key for _, key in kept]
            after = found.next
            if after is None or len(rows) == limit:
                break
        return Page(rows, keys, after)

    def walk(self, collection: Collection, time: str, *, where: Where) -> Iterator[Mapping[str, Any]]:
        """All of it, the oldest first."""
        found = collection.walk(order=time, where=where, low=self.since, high=self.until)
        return (each for each in found if self.has(each, time))

    def has(self, row: Mapping[str, Any], time: str) -> bool:
        """Whether a document lies in it."""
        return _within(row[time], self.since, self.until) and _within(
            abs(row["amount"]), self.least, self.most
        )


EVERYTHING: Final = Span()


def _within(value: int, low: int | None, high: int | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)
