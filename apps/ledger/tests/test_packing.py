"""Documents between projections and Redis: packed, kept, copied."""

from __future__ import annotations

import json

import pytest

from apps.ledger.indexes import deflated, duplicate, inflated, packed, unpacked
from apps.ledger.readmodel import Collection

DOCUMENT = {"b": 2**300, "a": 'é "quoted"\n', "none": None, "list": [1, "x"], "deep": {"z": [1], "y": True}}


def test_a_document_comes_back_as_it_was() -> None:
    assert unpacked(inflated(deflated(packed(DOCUMENT)))) == DOCUMENT


def test_equal_documents_are_equal_bytes() -> None:
    turned = dict(reversed(DOCUMENT.items()))
    assert packed(turned) == packed(DOCUMENT)
    whole = json.dumps(DOCUMENT, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert packed(DOCUMENT) == whole.encode()


def test_what_somebody_else_wrote_is_given_as_it_is() -> None:
    assert inflated(b'{"held":0}') == b'{"held":0}'


def test_a_copy_shares_nothing() -> None:
    first = {"a": 1, "list": ["x"]}
    copied = duplicate(first)
    assert copied == first
    first["list"].append("y")  # type: ignore[attr-defined]  # a list
    assert copied == {"a": 1, "list": ["x"]}


@pytest.mark.parametrize("document", [{"deep": {"z": 1}}, {"list": [[1]]}, {"pair": (1, 2)}])
def test_what_is_deeper_is_not_copied(document: dict[str, object]) -> None:
    assert duplicate(document) is None


def test_a_collection_counts_by_what_it_says_alone() -> None:
    things = Collection("thing_counted", facets=("colour", "size"), counted=("size",))
    with pytest.raises(KeyError, match="does not count by 'colour'"):
        things.counts("colour")
    with pytest.raises(ValueError, match="does not filter by"):
        Collection("thing_miscounted", counted=("size",))
