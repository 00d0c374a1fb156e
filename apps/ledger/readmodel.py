"""The read model: collections of documents that projections of chain events keep, and that queries read.

A collection is declared once, in the app whose projections write it:

    CAMPAIGNS = Collection("campaign", orders=("closes_at", "name"), facets=("state", "operator"))
    CAMPAIGNS.page(order="closes_at", where={"state": "live"}, limit=20)

Documents are JSON: integers of any size (sen, units, chain seconds), text, lists, dictionaries; never a
float. Only projections write, through `registry.Write`. Nothing here waits for the chain's node.
"""

from __future__ import annotations

import base64
import binascii
import heapq
import itertools
import json
from collections.abc import Collection as Several
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from apps.ledger.heads import Head, Lag, head, lag
from apps.ledger.indexes import Shape, index_name, values_name
from apps.ledger.members import NOTHING, Scalar, encoded, key_of
from apps.ledger.packing import Document, unpacked
from apps.ledger.storage import Storage, afresh, current, one_sight
from apps.vocabulary.errors import Malformed
from apps.vocabulary.messages import gettext_noop

__all__ = [
    "PAGE",
    "Collection",
    "Document",
    "Head",
    "Lag",
    "Page",
    "Where",
    "afresh",
    "collection_of",
    "head",
    "lag",
    "one_sight",
    "shape_of",
    "shapes",
]

Where = Mapping[str, Scalar | Several[Scalar]]
"""What rows must have: a facet's value, or several of which any will do. A tag's: the list contains it. Rows
that have no value of a facet (None) are not found by it.
"""

PAGE = 50
_CHUNK = 1000
_FIRST, _PAST_LAST, _ANY_VALUE = NOTHING, b"\xff", b"1"


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list: `rows` with their `keys`; `next` is the `after` of the following page, None at the
    end.
    """

    rows: list[Document]
    keys: list[str]
    next: str | None


class Collection:
    """Documents of one kind, found by key, by order and by facet.

    `orders` are fields to sort by (integers, text or nothing; equal values fall back to the key). The first
    is the default; a collection that names none is in the order of its keys. `facets` are fields with one
    value to filter by; `tags` are fields with a list of values; `counted` are those of both whose values
    `counts` can list. An order in `narrow` is filtered by the facets and tags named there alone: never the
    first. `kind` is unique in the portal.
    """

    def __init__(
        self,
        kind: str,
        *,
        orders: Sequence[str] = (),
        facets: Sequence[str] = (),
        tags: Sequence[str] = (),
        counted: Sequence[str] = (),
        narrow: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self.kind = kind
        few = tuple((order, tuple(allowed)) for order, allowed in narrow.items())
        self.shape = Shape(kind, tuple(orders) or ("key",), tuple(facets), tuple(tags), tuple(counted), few)
        if not {*counted} <= {*facets, *tags}:
            raise ValueError(f"{kind!r} counts what it does not filter by")
        known = _kinds.setdefault(kind, self)
        if known.shape != self.shape:
            raise ValueError(f"there is another collection of kind {kind!r}")

    def get(self, key: str) -> Document | None:
        """One document, or None."""
        return self.many([key])[0]

    def many(self, keys: Sequence[str]) -> list[Document | None]:
        """Several documents in one round trip, pairwise with the keys."""
        if not keys:
            return []
        return [None if raw is None else unpacked(raw) for raw in current().documents(self.kind, keys)]

    def page(
        self,
        *,
        order: str | None = None,
        where: Where | None = None,
        after: str | None = None,
        limit: int = PAGE,
        descending: bool = False,
        low: Scalar = None,
        high: Scalar = None,
    ) -> Page:
        """A page of the list in an order.

        `low` and `high` bound the order's own value, both included; with either, rows without a value are
        left out. Paging sees each row once that is there throughout, however many have equal values.
        Raises Malformed for an `after` that no page gave.
        """
        storage = current()
        order = self._order(order)
        span = _span(low, high, after, descending=descending)
        found = list(
            itertools.islice(
                _walk(storage, self._groups(order, where), span, size=limit + 1, descending=descending),
                limit + 1,
            )
        )
        keys = [key_of(each) for each in found[:limit]]
        raws = storage.documents(self.kind, keys) if keys else []
        # A document may have gone between the two reads; it is then simply not on the page.
        there = [(key, unpacked(raw)) for key, raw in zip(keys, raws, strict=True) if raw]
        following = _cursor(found[limit - 1]) if len(found) > limit else None
        return Page([row for _, row in there], [key for key, _ in there], following)

    def walk(
        self,
        *,
        order: str | None = None,
        where: Where | None = None,
        descending: bool = False,
        low: Scalar = None,
        high: Scalar = None,
    ) -> Iterator[Document]:
        """Every row of the list, page by page: for exports and tasks, not for a page that a person waits
        for.
        """
        after: str | None = None
        while True:
            page = self.page(
                order=order,
                where=where,
                after=after,
                limit=_CHUNK,
                descending=descending,
                low=low,
                high=high,
            )
            yield from page.rows
            if page.next is None:
                return
            after = page.next

    def count(self, where: Where | None = None) -> int:
        """How many rows there are."""
        storage = current()
        groups = self._groups(self.shape.orders[0], where)
        if any(len(names) > 1 and tag in self.shape.tags for tag, names in groups):
            # A document may have several of a tag's values, and is counted once.
            return sum(1 for _ in _walk(storage, groups, (_FIRST, _PAST_LAST), size=_CHUNK))
        return sum(storage.common(each) for each in itertools.product(*(names for _, names in groups)))

    def counts(self, facet: str, where: Where | None = None) -> dict[Scalar, int]:
        """How many rows have each value of a counted facet (or tag), of those that match; none: left out."""
        if facet not in self.shape.counted:
            raise KeyError(f"{self.kind} does not count by {facet!r}")
        storage = current()
        found = {json.loads(value): n for value, n in storage.values(values_name(self.kind, facet)).items()}
        if where:
            found = {value: self.count({**where, facet: value}) for value in found}
        return {value: n for value, n in sorted(found.items(), key=lambda each: str(each[0])) if n}

    def _order(self, order: str | None) -> str:
        if order is None:
            return self.shape.orders[0]
        if order not in self.shape.orders:
            raise KeyError(f"{self.kind} has no order {order!r}")
        return order

    def _known(self, facet: str, order: str) -> None:
        if facet not in self.shape.facets + self.shape.tags:
            raise KeyError(f"{self.kind} has no facet {facet!r}")
        if not self.shape.filters(order, facet):
            raise KeyError(f"{self.kind} by {order!r} is not filtered by {facet!r}")

    def _groups(self, order: str, where: Where | None) -> list[tuple[str, list[str]]]:
        """For each facet asked for, the sets of which a row must stand in one."""
        groups: list[tuple[str, list[str]]] = []
        for facet, asked in (where or {}).items():
            self._known(facet, order)
            values = [asked] if asked is None or isinstance(asked, str | int) else dict.fromkeys(asked)
            groups.append((facet, [index_name(self.kind, order, facet, value) for value in values]))
        return groups or [("", [index_name(self.kind, order)])]


_kinds: dict[str, Collection] = {}


def collection_of(kind: str) -> Collection:
    """The collection of a kind, for who may not import the app that declares it. Raises KeyError where none
    does.
    """
    return _kinds[kind]


def shape_of(kind: str) -> Shape:
    """The shape of the collection of a kind. Raises KeyError where no installed app declares it."""
    return _kinds[kind].shape


def shapes() -> list[Shape]:
    """The shapes of all collections, by kind."""
    return [_kinds[kind].shape for kind in sorted(_kinds)]


def _span(low: Scalar, high: Scalar, after: str | None, *, descending: bool) -> tuple[bytes, bytes]:
    """The half-open range of members that a page is cut from."""
    bounded = low is not None or high is not None
    first = encoded(low) if low is not None else _ANY_VALUE if bounded else _FIRST
    # 0x01 sorts after every member of the value itself (they go on with 0x00), and before any longer text.
    last = encoded(high) + b"\x01" if high is not None else _PAST_LAST
    if after is None:
        return first, last
    place = _place(after)
    return (first, min(last, place)) if descending else (max(first, place + b"\x00"), last)


def _walk(
    storage: Storage,
    groups: Sequence[tuple[str, list[str]]],
    span: tuple[bytes, bytes],
    *,
    size: int,
    descending: bool = False,
) -> Iterator[bytes]:
    """The members that stand in one set of every group: the smallest group is read, the others are asked."""
    ranked = [names for _, names in groups]
    if len(ranked) > 1:
        ranked.sort(key=lambda names: sum(storage.sizes(names)))
    driver, rest = ranked[0], ranked[1:]
    low, high = span
    while low < high:
        chunk = _merged(storage, driver, low, high, size=size, descending=descending)
        kept = chunk
        for names in rest:
            kept = _in_any(storage, names, kept)
        yield from kept
        if len(chunk) < size:
            return
        low, high = (low, chunk[-1]) if descending else (chunk[-1] + b"\x00", high)
        size = min(2 * size, _CHUNK)


def _merged(
    storage: Storage, names: Iterable[str], low: bytes, high: bytes, *, size: int, descending: bool
) -> list[bytes]:
    """The first `size` different members of the union of sets."""
    runs = [storage.members(name, low, high, limit=size, descending=descending) for name in names]
    if len(runs) == 1:
        return runs[0]
    union = (each for each, _ in itertools.groupby(heapq.merge(*runs, reverse=descending)))
    return list(itertools.islice(union, size))


def _in_any(storage: Storage, names: Iterable[str], members: list[bytes]) -> list[bytes]:
    if not members:
        return []
    held = [storage.holds(name, members) for name in names]
    return (
        [each for each, found in zip(members, zip(*held, strict=True), strict=True) if any(found)]
        if held
        else []
    )


def _cursor(place: bytes) -> str:
    return base64.urlsafe_b64encode(place).decode().rstrip("=")


def _place(after: str) -> bytes:
    try:
        return base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as failure:
        raise Malformed(gettext_noop("This page of the list is not known.")) from failure
