"""The audit log tells who did what and why, and notices when somebody writes it anew."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from apps.ledger.testing import MemoryWrite, event
from apps.records import queries, services
from apps.records.models import Record, RecordRead
from apps.records.tests.cast import OMAR, RANIA, REGULATOR, written
from apps.records.types import AUDIT_HEAD, Deed, Readers
from apps.vocabulary.errors import NotAllowed

pytestmark = pytest.mark.usefixtures("keystore", "chain_says")


def three_lines() -> None:
    record = written().id
    for reason in ("yearly review", "a complaint", "the bank asked"):
        services.read(actor=OMAR, record=record, reason=reason)


def test_each_full_read_is_a_line() -> None:
    three_lines()
    found = queries.log(RANIA)
    assert [(line.place, line.deed, line.account, line.reason) for line in found] == [
        (3, Deed.READ, OMAR.account, "the bank asked"),
        (2, Deed.READ, OMAR.account, "a complaint"),
        (1, Deed.READ, OMAR.account, "yearly review"),
    ]
    assert queries.check_log().sound


def test_it_is_the_regulators_to_read() -> None:
    with pytest.raises(NotAllowed):
        queries.log(OMAR)
    with pytest.raises(NotAllowed):
        queries.check_log(OMAR)


@pytest.mark.parametrize(
    ("how", "line"),
    [
        ("reason", 2),
        ("account", 2),
        ("moment", 2),
        ("left out", 2),
        ("first left out", 1),
        ("moved", 2),
    ],
)
def test_a_line_that_was_tampered_with_is_named(how: str, line: int) -> None:
    three_lines()
    second = RecordRead.objects.filter(number=2)
    match how:
        case "reason":
            second.update(reason="nothing to see here")
        case "account":
            second.update(account=99)
        case "moment":
            second.update(read_at=F("read_at") + dt.timedelta(microseconds=1))
        case "left out":
            second.delete()
        case "first left out":
            RecordRead.objects.filter(number=1).delete()
        case "moved":
            second.update(number=20)
    assert queries.check_log().broken_at == line
    with pytest.raises(CommandError, match=f"line {line}"):
        call_command("check_audit_log")


def test_what_is_cut_off_the_end_is_noticed_by_the_head_that_was_kept(chain_says: MemoryWrite) -> None:
    three_lines()
    last = queries.last_entry()
    assert last is not None
    head = services.create(
        actor=RANIA,
        kind=AUDIT_HEAD,
        fields={"lines": last.place, "head": last.digest.hex()},
        readers=Readers(regulator=REGULATOR),
        owner=REGULATOR,
        state="kept",
    )
    row = Record.objects.get(pk=head.id)
    words = ["0x" + word.hex() for word in services.locator(row)]
    record, root = ("0x" + bytes(each).hex() for each in (row.anchor_id, row.root))
    said = {"door": REGULATOR, "record": record, "version": 1, "root": root, "locator": words}
    chain_says.play(event("Anchored", "Records", said))
    assert queries.check_log().anchored == 3
    services.read(actor=OMAR, record=written().id, reason="one line more")
    assert queries.check_log().sound
    RecordRead.objects.filter(number__gte=3).delete()
    assert queries.check_log().problem == "cut off before the anchored head"
