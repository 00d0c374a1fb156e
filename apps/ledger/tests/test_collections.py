"""Lists: each row once in every order and page, exact filters and counts, alike in Redis and in memory."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.ledger import store
from apps.ledger.commits import MOST_WORDS, Commit
from apps.ledger.indexes import changeset
from apps.ledger.members import encoded
from apps.ledger.packing import unpacked
from apps.ledger.readmodel import Collection, Page
from apps.ledger.storage import reading_from
from apps.ledger.store import Epoch
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.errors import Malformed
from castor_web.stack.valkey import Valkey

OFFERS = Collection(
    "test_offer",
    orders=("price", "name"),
    facets=("state", "operator"),
    tags=("holders",),
    counted=("state", "operator", "holders"),
)

ROWS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.fixed_dictionaries(
        {
            "price": st.none() | st.integers(-3, 3) | st.integers(0, 2**256 - 1),
            "name": st.text("aAé\x01 ", max_size=2),
            "state": st.sampled_from(["live", "closed"]),
            "operator": st.none() | st.sampled_from(["omar", "oda"]),
            "holders": st.lists(st.sampled_from(["ivan", "ida", "sam"]), unique=True),
        }
    ),
    max_size=25,
)
WHERES = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["live", "closed", "never", ["live", "closed"]]),
        "operator": st.sampled_from(["omar", None, [], ["omar", "oda"], [None, "oda"]]),
        "holders": st.sampled_from(["ivan", ["ivan", "ida"]]),
    },
)


def filled(rows: dict[str, dict[str, Any]]) -> MemoryWrite:
    """A read model in memory with these offers."""
    write = MemoryWrite()
    for key, row in rows.items():
        write.put(OFFERS, key, row)
    write.flush()
    return write


def matches(row: dict[str, Any], where: dict[str, Any]) -> bool:
    """What a filter means, said without any index."""
    for facet, asked in where.items():
        wanted = asked if isinstance(asked, list) else [asked]
        has = row[facet] if facet == "holders" else [row[facet]]
        if not (set(wanted) & set(has)) - {None}:
            return False
    return True


def paged(limit: int, **how: Any) -> list[Page]:
    """All pages of a list."""
    pages = [OFFERS.page(limit=limit, **how)]
    while pages[-1].next is not None:
        pages.append(OFFERS.page(limit=limit, after=pages[-1].next, **how))
    return pages


def rank(value: Any) -> tuple[int, Any]:
    return (0, 0) if value is None else (1, value) if isinstance(value, int) else (2, value.encode())


@given(ROWS, WHERES, st.sampled_from(["price", "name"]), st.booleans(), st.integers(1, 4))
def test_paging_sees_each_matching_row_once_and_in_order(
    rows: dict[str, Any], where: dict[str, Any], order: str, descending: bool, limit: int
) -> None:
    with filled(rows).reading():
        pages = paged(limit, order=order, where=where, descending=descending)
        seen = [key for page in pages for key in page.keys]
        wanted = [key for key, row in rows.items() if matches(row, where)]
        wanted.sort(key=lambda key: (rank(rows[key][order]), key), reverse=descending)
        assert seen == wanted
        assert all(len(page.rows) == limit for page in pages[:-1])
        assert OFFERS.count(where) == len(wanted)


@given(ROWS, WHERES)
def test_counts_are_those_of_the_rows(rows: dict[str, Any], where: dict[str, Any]) -> None:
    with filled(rows).reading():
        for facet in {"state", "operator", "holders"} - where.keys():
            wanted: dict[Any, int] = {}
            for row in rows.values():
                for value in row[facet] if facet == "holders" else [row[facet]]:
                    if value is not None and matches(row, where):
                        wanted[value] = wanted.get(value, 0) + 1
            assert OFFERS.counts(facet, where) == wanted


@given(ROWS, st.integers(-3, 3), st.integers(-3, 3))
def test_bounds_are_included_and_leave_out_rows_without_a_value(
    rows: dict[str, Any], low: int, high: int
) -> None:
    with filled(rows).reading():
        between = OFFERS.page(order="price", low=low, high=high, limit=100).keys
        assert sorted(between) == sorted(
            key for key, row in rows.items() if row["price"] is not None and low <= row["price"] <= high
        )
        below = OFFERS.page(order="price", high=high, limit=100).keys
        assert sorted(below) == sorted(
            key for key, row in rows.items() if row["price"] is not None and row["price"] <= high
        )


@given(st.lists(st.integers(-(2**300), 2**300) | st.none(), min_size=2, max_size=2))
def test_encoded_values_sort_as_the_values_do(pair: list[int | None]) -> None:
    a, b = pair
    assert (encoded(a) < encoded(b)) == (rank(a) < rank(b))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, ROWS, WHERES, st.booleans())
def test_redis_answers_as_memory_does(
    valkey_server: Valkey,
    before: dict[str, Any],
    after: dict[str, Any],
    where: dict[str, Any],
    descending: bool,
) -> None:
    valkey_server.empty()
    epoch, memory = Epoch("777:1"), filled(before)
    write_into(epoch, {}, memory)
    old = dict(memory.storage.kinds.get("test_offer", {}))
    for key in before:
        memory.delete(OFFERS, key)
    for key, row in after.items():
        memory.put(OFFERS, key, row)
    memory.flush()
    write_into(epoch, old, memory)
    with memory.reading():
        wanted = answers(where, descending)
    with reading_from(epoch):
        assert answers(where, descending) == wanted


def answers(where: dict[str, Any], descending: bool) -> list[Any]:
    lists = [paged(2, order=order, where=where, descending=descending) for order in ("price", "name")]
    bounded = paged(2, order="price", low=-1, high=2, where=where, descending=descending)
    return [*lists, bounded, OFFERS.count(where), OFFERS.counts("operator"), OFFERS.counts("holders", where)]


def write_into(epoch: Epoch, old: dict[str, bytes], memory: MemoryWrite) -> None:
    """Brings a Redis epoch to where the memory stands."""
    new = memory.storage.kinds.get("test_offer", {})

    def told(raw: bytes | None) -> dict[str, Any] | None:
        return None if raw is None else unpacked(raw)

    changes = changeset(
        (OFFERS.shape, key, told(old.get(key)), told(new.get(key)))
        for key in {*old, *new}
        if old.get(key) != new.get(key)
    )
    epoch.commit(Commit(epoch.checkpoint(), b"{}", changes), live=False)


def test_more_than_one_command_may_carry_is_written_at_once(valkey: Valkey) -> None:
    epoch, memory = Epoch("777:1"), filled({f"{n:05}": row(price=1) for n in range(MOST_WORDS)})
    write_into(epoch, {}, memory)
    with reading_from(epoch):
        assert OFFERS.count() == OFFERS.counts("state")["live"] == MOST_WORDS
        assert len(list(OFFERS.walk())) == MOST_WORDS


def test_a_row_that_comes_or_goes_between_pages_moves_no_other() -> None:
    write = filled({key: row(price=1) for key in "abcdef"})
    with write.reading():
        first = OFFERS.page(order="price", limit=3)
        write.delete(OFFERS, "b")
        write.put(OFFERS, "aa", row(price=1))
        write.flush()
        second = OFFERS.page(order="price", limit=3, after=first.next)
    assert (first.keys, second.keys) == (["a", "b", "c"], ["d", "e", "f"])


def test_a_cursor_that_no_page_gave_is_refused() -> None:
    with MemoryWrite().reading(), pytest.raises(Malformed):
        OFFERS.page(after="not a cursor")


def test_an_unknown_order_or_facet_is_a_mistake_of_ours() -> None:
    with MemoryWrite().reading():
        with pytest.raises(KeyError):
            OFFERS.page(order="colour")
        with pytest.raises(KeyError):
            OFFERS.count({"colour": "red"})


def test_documents_keep_integers_of_any_size_and_refuse_floats() -> None:
    write = filled({"a": row(price=2**255 + 1)})
    with write.reading():
        found = OFFERS.get("a")
        assert found is not None
        assert found["price"] == 2**255 + 1
    with pytest.raises(TypeError):
        write.put(OFFERS, "b", row(price=1.5))


def test_one_kind_has_one_shape() -> None:
    with pytest.raises(ValueError, match="test_offer"):
        Collection("test_offer", orders=("price",))


def test_an_empty_read_model_answers_empty(valkey: Valkey) -> None:
    assert store.live().name == store.NO_EPOCH
    assert OFFERS.get("a") is None
    assert OFFERS.page().rows == []
    assert OFFERS.count() == 0
    assert OFFERS.counts("state") == {}


def row(*, price: Any) -> dict[str, Any]:
    return {"price": price, "name": "", "state": "live", "operator": None, "holders": []}


def test_a_narrow_order_is_filtered_by_what_it_names_alone() -> None:
    wide = Collection(
        "test_wide", orders=("at", "name"), facets=("state", "owner"), narrow={"name": ("state",)}
    )
    write = MemoryWrite()
    write.put(wide, "b", {"at": 1, "name": "B", "state": "open", "owner": "x"})
    write.flush()
    with write.reading():
        assert wide.page(order="at", where={"owner": "x", "state": "open"}).keys == ["b"]
        assert wide.page(order="name", where={"state": "open"}).keys == ["b"]
        assert wide.page(order="name").keys == ["b"]
        with pytest.raises(KeyError, match="by 'name' is not filtered by 'owner'"):
            wide.page(order="name", where={"owner": "x"})
