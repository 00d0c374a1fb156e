"""How a document is found again: the sorted sets that it stands in. Pure, and the same in Redis and memory.

A collection keeps one sorted set per order, and one per order and value of each facet. Members (see
`members`) have score 0, so that sets sort by bytes: exactly (no double rounds a uint256), and in one and the
same way under equal values. A member is therefore a cursor.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from apps.ledger.members import END_OF_VALUE, Scalar, encoded, shortened
from apps.ledger.packing import Document, packed

_in_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Shape:
    """What a collection sorts, filters and counts by: the names of fields of its documents.

    `narrow` are orders that not every facet or tag filters, with those that do.
    """

    kind: str
    orders: tuple[str, ...]
    facets: tuple[str, ...]
    tags: tuple[str, ...]
    counted: tuple[str, ...] = ()
    narrow: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __hash__(self) -> int:
        # Each set's name is remembered by its shape: the hash of all fields would take longer than the rest.
        return hash(self.kind)

    def filters(self, order: str, facet: str) -> bool:
        """Whether rows in this order can be filtered by this facet or tag."""
        return all(facet in allowed for narrow, allowed in self.narrow if narrow == order)

    def alike(self, one: Document, other: Document) -> bool:
        """Whether two documents surely stand in the same places: what they are found by is the very same."""
        fields = self.orders + self.facets + self.tags
        return all(one.get(name) is other.get(name) for name in fields)


def index_name(kind: str, order: str, facet: str = "", value: Scalar = None) -> str:
    """The name of a sorted set: all documents of a kind in one order, or those with one value of a facet."""
    whole = f"by:{kind}:{order}"
    return f"{whole}:{facet}={_as_json(value)}" if facet else whole


def values_name(kind: str, facet: str) -> str:
    """The name of the sorted set that holds a facet's values, scored by how many documents have each."""
    return f"values:{kind}:{facet}"


@lru_cache(maxsize=20_000, typed=True)
def _as_json(value: Scalar) -> str:
    return _in_json(value)


@lru_cache(maxsize=20_000, typed=True)
def _names(shape: Shape, facet: str, value: Scalar) -> tuple[tuple[str, int], ...]:
    """The sets of one value, each with the number of its order."""
    return tuple(
        (index_name(shape.kind, order, facet, value), i)
        for i, order in enumerate(shape.orders)
        if not facet or shape.filters(order, facet)
    )


def _places(shape: Shape, key: str, document: Document | None) -> dict[str, bytes]:
    """The document's member in each sorted set, by the set's name: none for what it has no value of."""
    if document is None:
        return {}
    end = END_OF_VALUE + shortened(key)
    places = [encoded(document.get(order)) + end for order in shape.orders]
    found = {name: places[i] for name, i in _names(shape, "", None)}
    for facet in shape.facets:
        if (value := document.get(facet)) is not None:
            for name, i in _names(shape, facet, value):
                found[name] = places[i]
    for tag in shape.tags:
        for value in document.get(tag) or ():
            for name, i in _names(shape, tag, value):
                found[name] = places[i]
    return found


Change = tuple[Shape, str, Document | None, Document | None]
"""A document's shape and key, what it was, and what it shall be."""


@dataclass(slots=True)
class Changeset:
    """All that a storage must write for some documents: themselves (packed), their places in sorted sets,
    their counts.
    """

    documents: dict[str, dict[str, bytes | None]] = field(default_factory=dict)
    entered: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    left: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    counted: dict[str, dict[str, int]] = field(default_factory=dict)


def changeset(changes: Iterable[Change]) -> Changeset:
    """What these changes mean for the sorted sets: nothing that stays is written again."""
    found = Changeset()
    for shape, key, old, new in changes:
        documents = found.documents.setdefault(shape.kind, {})
        documents[key] = packed(new) if new is not None else None
        if old is not None and new is not None and shape.alike(old, new):
            continue
        _move(found, shape, key, old, new)
    return found


def _move(found: Changeset, shape: Shape, key: str, old: Document | None, new: Document | None) -> None:
    was, becomes = _places(shape, key, old), _places(shape, key, new)
    for name, place in becomes.items():
        if was.get(name) != place:
            found.entered[name].append(place)
    for name, place in was.items():
        if becomes.get(name) != place:
            found.left[name].append(place)
    for facet in shape.counted:
        had, has = _values(shape, facet, old), _values(shape, facet, new)
        if had != has:
            counts = found.counted.setdefault(values_name(shape.kind, facet), {})
            for value in had - has:
                counts[value] = counts.get(value, 0) - 1
            for value in has - had:
                counts[value] = counts.get(value, 0) + 1


def _values(shape: Shape, facet: str, document: Document | None) -> set[str]:
    """A document's values of a facet or a tag, as JSON."""
    value = document.get(facet) if document is not None else None
    if facet in shape.tags:
        return {_as_json(each) for each in value or ()}
    return set() if value is None else {_as_json(value)}
