"""A record's root says what the record says, hides what is not shown, and proves one field at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.records import merkle
from apps.records.types import Json

TAGS = st.text(min_size=1, max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abcdef", min_size=1, max_size=4), inner, max_size=3)
    ),
    max_leaves=5,
)
RECORDS = st.dictionaries(TAGS, VALUES, min_size=1, max_size=9)


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, {"é": 1}, b"bytes", [2.0], {"a": {"b": 0.1}}])
def test_a_value_without_one_canonical_form_is_refused(value: Json) -> None:
    with pytest.raises(ValueError, match=r"fractions|integer|ASCII|cannot hold"):
        merkle.canonical(value)


def test_an_empty_record_has_no_root() -> None:
    with pytest.raises(ValueError, match="no root"):
        merkle.root({}, {})


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        merkle.leaf("name", b"short", "Ivan")


@given(RECORDS)
def test_the_root_does_not_depend_on_the_order(values: dict[str, Json]) -> None:
    salts = merkle.fresh_salts(values)
    backwards = dict(reversed(values.items()))
    assert merkle.root(backwards, salts) == merkle.root(values, salts)


@given(RECORDS)
def test_every_field_is_proven_alone(values: dict[str, Json]) -> None:
    salts = merkle.fresh_salts(values)
    for tag in values:
        assert merkle.prove(values, salts, tag).root() == merkle.root(values, salts)


@given(RECORDS, st.data())
def test_a_changed_field_changes_the_root(values: dict[str, Json], data: st.DataObject) -> None:
    salts = merkle.fresh_salts(values)
    tag = data.draw(st.sampled_from(sorted(values)))
    before = merkle.root(values, salts)
    assert merkle.root(values | {tag: "something that hypothesis does not write"}, salts) != before


@given(RECORDS)
def test_two_versions_of_one_record_share_no_root(values: dict[str, Json]) -> None:
    assert merkle.root(values, merkle.fresh_salts(values)) != merkle.root(values, merkle.fresh_salts(values))


def test_equal_values_give_unequal_leaves() -> None:
    salts = merkle.fresh_salts({"first": "Ivan", "second": "Ivan"})
    assert merkle.leaf("name", salts["first"], "Ivan") != merkle.leaf("name", salts["second"], "Ivan")


def test_a_tag_cannot_run_over_into_its_salt() -> None:
    salt = bytes(32)
    assert merkle.leaf("ab", salt, "x") != merkle.leaf("a", b"b" + salt[1:], "x")


def test_a_lone_leaf_is_not_counted_twice() -> None:
    three: dict[str, Json] = {"a": 1, "b": 2, "c": 3}
    salts = merkle.fresh_salts(three)
    leaves = [merkle.leaf(tag, salts[tag], three[tag]) for tag in three]
    assert merkle.root(three, salts) == merkle.node(merkle.node(leaves[0], leaves[1]), leaves[2])
