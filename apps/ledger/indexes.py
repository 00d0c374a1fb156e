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
    """What a collection sorts, filters and counts by: the names of fields of its documents."""

    kind: str
    orders: tuple[str, ...]
    facets: tuple[str, ...]
    tags: tuple[str, ...]
    counted: tuple[str, ...] = ()

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


def facet_values(facets: Iterable[str], tags: Iterable[str], document: Document) -> set[tuple[str, str]]:
    """Each (facet, value as JSON) that the document is found by: not by what it has no value of."""
    found = {(facet, _as_json(value)) for facet in facets if (value := document.get(facet)) is not None}
    for tag in tags:
        found.update([(tag, _as_json(value)) for value in document.get(tag) or ()])
    return found


@lru_cache(maxsize=20_000, typed=True)
def _as_json(value: Scalar) -> str:
    return _in_json(value)


def _places(shape: Shape, key: str, document: Document | None) -> dict[str, bytes]:
    """The document's member in each sorted set, by the set's name."""
    if document is None:
        return {}
    found: dict[str, bytes] = {}
    facets = [f":{facet}={value}" for facet, value in facet_values(shape.facets, shape.tags, document)]
    end = END_OF_VALUE + shortened(key)
    for order in shape.orders:
        place = encoded(document.get(order)) + end
        whole = index_name(shape.kind, order)
        found[whole] = place
        for facet in facets:
            found[whole + facet] = place
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
    if shape.counted:
        had, has = _counted(shape, old), _counted(shape, new)
        _count(found, shape, had - has, -1)
        _count(found, shape, has - had, +1)


def _counted(shape: Shape, document: Document | None) -> set[tuple[str, str]]:
    facets, tags = ([each for each in some if each in shape.counted] for some in (shape.facets, shape.tags))
    return facet_values(facets, tags, document) if document is not None else set()


def _count(found: Changeset, shape: Shape, values: Iterable[tuple[str, str]], step: int) -> None:
    for facet, value in values:
        counts = found.counted.setdefault(values_name(shape.kind, facet), {})
        counts[value] = counts.get(value, 0) + step
