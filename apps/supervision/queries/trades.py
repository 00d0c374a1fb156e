"""The one place where supervision knows how the secondary market keeps its trades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from apps.trading.types import MARKETS, TRADES


def trades(*, faces: Iterable[str] | None = None, low: int | None = None) -> Iterator[Mapping[str, Any]]:
    """Trades of whatever market, the oldest first: face, buyer, seller, units, price and amount (sen), at
    (chain seconds), block, transaction. Of these classes, from a moment on.
    """
    where = {"face": list(faces)} if faces is not None else None
    return iter(TRADES.walk(order="at", where=where, low=low))


def turnover() -> int:
    """What all markets have traded so far, in sen: a sum over trustees, for the eye alone."""
    return sum(each.get("traded_amount", 0) for each in MARKETS.walk())


def operator_of(market: str) -> str | None:
    """Whose market it is."""
    found = MARKETS.get(market)
    return found["operator"] if found else None
