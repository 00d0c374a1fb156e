"""What the rules find is written down once, marked by a person, and opens again when it happens again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger.testing import MemoryWrite, event
from apps.participants.tests import cast
from apps.records import services as records
from apps.records.errors import RecordChanged
from apps.supervision import queries, services
from apps.supervision.errors import NoteNeeded
from apps.supervision.queries.ledgered import ledgered
from apps.supervision.services import watching
from apps.supervision.types import AlertState
from apps.supervision.types.facts import Ledgered
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import ZERO_ADDRESS, Role, Viewer

pytestmark = pytest.mark.django_db
TOKEN = cast.address(77)


@pytest.fixture
def market(settings: Settings, tmp_path: Path, valkey: object) -> Iterator[MemoryWrite]:
    """The cast's market with Tan's ringgit, in which nothing is wrong yet."""
    settings.CASTOR_RECORD_KEYS = str(tmp_path / "keys")
    settings.CASTOR_RECORD_KEYS_PASSWORD_FILE = ""
    cache.clear()
    write = cast.market()
    word = cast.word("Tan ringgit")
    write.play(
        cast.master(
            "FaceCreated", kind=1, face=TOKEN, trustee=cast.TAN, issuer=cast.TAN, name=word, symbol=word
        )
    )
    with write.reading():
        records.prepare_reader(cast.RANIA)
        yield write
    cache.clear()


@pytest.fixture
def rania() -> Viewer:
    return accounts.viewer_of(staff_account("rania", Role.REGULATOR, cast.RANIA))


def mint(write: MemoryWrite, number: int, block: int) -> None:
    """The kernel says that money was minted, and the face says nothing of it: an event was lost."""
    word = cast.word(f"bank {number}")
    minted: dict[str, Any] = {"token": TOKEN, "to": cast.IVAN, "amount": 100, "ref": word, "creditedAt": 1}
    write.play(cast.master("MoneyMinted", **minted))
    write.stand(at=cast.LATER + block, number=block)


def test_a_sound_market_has_kept_promises_and_one_look_a_block(market: MemoryWrite, rania: Viewer) -> None:
    assert queries.watch(rania).promises == ()
    assert services.look()
    assert not services.look()
    watch = queries.watch(rania)
    assert watch.holds
    assert watch.block == watch.whole == 1
    assert {each.key: each.looked_at for each in watch.promises}["held"] == 1


def test_a_broken_promise_is_an_alert_until_somebody_has_looked(market: MemoryWrite, rania: Viewer) -> None:
    mint(market, 1, block=2)
    services.look()
    assert not queries.watch(rania).holds
    found = queries.alerts(rania)
    assert {each.rule for each in found.rows} >= {"invariant", "unbacked"}
    broken = next(each for each in found.rows if each.rule == "invariant")
    assert "does not hold" in broken.text
    services.mark(actor=rania, alert=broken.id, note="An event is missing.", seen=broken.version)
    kept = queries.alert(rania, broken.id)
    assert (kept.state, kept.marks[0].note, kept.marks[0].by) == (
        AlertState.MARKED,
        "An event is missing.",
        rania.account,
    )
    assert broken.id not in {each.id for each in queries.alerts(rania).rows}


def test_what_is_read_of_two_blocks_is_no_alert(
    market: MemoryWrite, rania: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a block comes in while figures are added up: the first count is wrong, the next one is not."""
    whole, counts = ledgered, []

    def torn(*args: Any, **more: Any) -> Ledgered:
        facts = whole(*args, **more)
        counts.append(more)
        one = replace(facts.supplies[0], minted=facts.supplies[0].minted + 1)
        return facts if len(counts) > 1 else replace(facts, supplies=(one,))

    monkeypatch.setattr(watching, "ledgered", torn)
    services.look()
    assert counts == [{}, {"counted": True}]
    assert queries.watch(rania).holds
    assert queries.alerts(rania).rows == []


def test_what_a_block_brought_is_seen_without_counting_everything(market: MemoryWrite, rania: Viewer) -> None:
    services.look()
    mint(market, 1, block=2)
    services.look()
    watch = queries.watch(rania)
    assert (watch.block, watch.whole, watch.holds) == (2, 1, False)
    said = event(
        "Transfer", "MoneyToken", {"from": ZERO_ADDRESS, "to": cast.IVAN, "value": 100}, source=TOKEN
    )
    market.play(said)
    market.stand(at=cast.LATER + 3, number=3)
    services.look()
    assert queries.watch(rania).holds
    assert "invariant" in {each.rule for each in queries.alerts(rania).rows}


def test_the_same_is_not_told_twice_and_again_is_again(market: MemoryWrite, rania: Viewer) -> None:
    mint(market, 1, block=2)
    services.look()
    (first,) = queries.alerts(rania, rule="unbacked").rows
    services.mark(actor=rania, alert=first.id, note="The bank was told.")
    cache.clear()
    services.look()
    assert queries.alerts(rania, rule="unbacked").rows == []
    mint(market, 2, block=3)
    cache.clear()
    services.look()
    (again,) = queries.alerts(rania, rule="unbacked").rows
    assert (again.id, len(again.marks)) == (first.id, 1)
    assert "RM\u00a02.00" in again.text


def test_who_marks_says_what_was_found_and_looked_at_the_latest(market: MemoryWrite, rania: Viewer) -> None:
    mint(market, 1, block=2)
    services.look()
    alert = queries.alerts(rania).rows[0]
    with pytest.raises(NoteNeeded):
        services.mark(actor=rania, alert=alert.id, note="  ok ")
    with pytest.raises(RecordChanged):
        services.mark(actor=rania, alert=alert.id, note="It is fine.", seen=alert.version + 1)


def test_alerts_are_the_regulator_s(market: MemoryWrite, rania: Viewer, client: Client) -> None:
    mint(market, 1, block=2)
    services.look()
    alert = queries.alerts(rania).rows[0]
    for viewer in (cast.TRUSTEE, cast.OPERATOR, cast.INVESTOR):
        with pytest.raises(NotAllowed):
            queries.alerts(viewer)
        with pytest.raises(NotAllowed):
            queries.watch(viewer)
        with pytest.raises(NotAllowed):
            services.mark(actor=viewer, alert=alert.id, note="Not mine to say.")
    with pytest.raises(NotFound):
        queries.alerts(rania, rule="nonsense")
    ivan = signed_in(client, client_account("ivan", door=cast.IVAN))
    assert ivan.get("/supervision/alerts/").status_code == 403


def test_the_pages(market: MemoryWrite, client: Client) -> None:
    rania = signed_in(client, staff_account("rania", Role.REGULATOR, cast.RANIA))
    assert "Nothing was looked at yet" in rania.get("/supervision/alerts/").text
    mint(market, 1, block=2)
    services.look()
    page = rania.get("/supervision/alerts/").text
    assert "Not all hold at block 2" in page
    alert = queries.alerts(accounts.viewer_named("rania"), rule="unbacked").rows[0]
    one = f"/supervision/alerts/{alert.id}/"
    opened = rania.get(one).text
    assert alert.text in opened
    assert "What happened there, the latest first" in opened
    short = rania.post(one, {"note": "ok", "seen": alert.version})
    assert (short.status_code, "at least 5" in short.text) == (200, True)
    assert rania.post(one, {"note": "Sam &= the bank", "seen": alert.version}).status_code == 302
    assert "Sam &amp;= the bank" in rania.get(one).text
    late = rania.post(one, {"note": "A second look", "seen": alert.version}, follow=True)
    assert "changed since you looked" in late.text
    assert "No alert of this kind" in rania.get("/supervision/alerts/", {"rule": "stale-report"}).text
    assert rania.get("/supervision/alerts/", {"rule": "nonsense"}).status_code == 400
    assert alert.text in rania.get("/supervision/alerts/", {"state": "marked"}).text
