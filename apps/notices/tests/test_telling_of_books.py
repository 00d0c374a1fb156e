"""A halt, its end and a closing are told to who holds the class and to who has something in the book; that a
session opens is told to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account
from apps.ledger.heads import Head
from apps.ledger.testing import MemoryWrite
from apps.ledger.types import Hash
from apps.notices import queries, services
from apps.notices.tests.conftest import words
from apps.participants.tests.cast import IDA, IRIS, IVAN, LATER, OMAR, RANIA, SAM, TAN, word
from apps.records import services as records
from apps.trading.tests.cast import DAY, MARKET, moved, paper, placed, traded
from apps.vocabulary.types import Address, Role, Viewer

pytestmark = pytest.mark.django_db

BID = 1


@pytest.fixture
def book(settings: Any, tmp_path: Any) -> Iterator[MemoryWrite]:
    """Ivan holds units; Iris gave hers to him, and bids for some; Sam has nothing here."""
    settings.CASTOR_KEYSTORE = str(tmp_path / "keys")
    settings.CASTOR_KEYSTORE_PASSWORD_FILE = ""
    for door in (RANIA, OMAR, TAN):
        records.prepare_reader(door)
    write = paper()
    write.play(moved(3, 2, IRIS, IVAN, 400), placed(1, BID, 20, owner=IRIS))
    with write.reading():
        yield write


def client(name: str, door: Address, role: Role = Role.INVESTOR) -> Viewer:
    return accounts.viewer_of(client_account(name, role, door=door))


def tell(write: MemoryWrite, *events: Any) -> None:
    """What happened becomes final, and is told."""
    write.play(*(replace(each, block=8) for each in events))
    blank = Hash("0x" + "11" * 32)
    write.storage.head = Head(number=9, hash=blank, parent=blank, timestamp=LATER, final=9).pack()
    services.tell()


def test_a_halt_reaches_holders_and_who_has_orders_and_nobody_else(book: MemoryWrite) -> None:
    ivan, iris, sam = client("ivan", IVAN), client("iris", IRIS), client("sam", SAM)
    ida = client("ida", IDA, Role.ISSUER)
    tell(book, traded("BookHalted", reason=word("Merger talks")))
    for each in (ivan, iris, ida):
        assert words(each)[-1] == "BookHalted"
    assert "BookHalted" not in words(sam)
    line = queries.inbox(iris).notices[0]
    assert line.text.startswith("Trading in Kopi ordinary is halted (Merger talks).")
    assert line.url == f"/market/{MARKET}/"

    tell(
        book,
        traded("BookResumed", reason=word("It is off")),
        traded("BookClosing", closesAt=LATER + 7 * DAY, reason=word("A new one")),
    )
    assert words(iris)[-2:] == words(ivan)[-2:] == ["BookResumed", "BookClosing"]
    before = words(iris)
    services.tell()
    assert words(iris) == before
