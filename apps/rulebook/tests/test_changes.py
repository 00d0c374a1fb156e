"""Change in the open: what is announced, who activates it, how it differs; who may do what about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from eth_hash.auto import keccak

from apps.accounts.testing import signed_in, staff_account
from apps.ledger import queries as ledger
from apps.ledger.events import Event
from apps.ledger.testing import MemoryWrite, event
from apps.rulebook import queries, rules
from apps.rulebook.projections import NO_CEILING
from apps.rulebook.queries import changing as asked
from apps.rulebook.tests.test_figures import DAY, THEN, rule_set, word
from apps.rulebook.types import ChangeState
from apps.vocabulary.types import Address, Role

RANIA, TAN = Address("0x" + "00" * 19 + "01"), Address("0x" + "00" * 19 + "02")
FIRST, SECOND, THIRD = (Address("0x" + "00" * 19 + each) for each in ("11", "12", "13"))
MARKET = "a5" * 20


def announced(code: str, *, at: int, its_hash: str = "0x" + "77" * 32, name: str = "money") -> Event:
    arguments = {
        "name": word(name),
        "code": code,
        "codeHash": its_hash,
        "earliest": at + 7 * DAY,
        "template": False,
        "activator": int(Role.TRUSTEE),
    }
    return event("ModuleAnnounced", "MarketMaster", arguments, at=at, block=at)


def activated(code: str, *, at: int, name: str = "money") -> Event:
    arguments = {"name": word(name), "code": code, "template": False}
    return event("ModuleActivated", "MarketMaster", arguments, at=at, block=at)


def withdrawn(code: str, *, at: int) -> Event:
    arguments = {"name": word("money"), "code": code, "reason": word("a flaw")}
    return event("AnnouncementWithdrawn", "MarketMaster", arguments, at=at, block=at)


@pytest.fixture
def market() -> Iterator[MemoryWrite]:
    write = MemoryWrite()
    write.play(activated(FIRST, at=THEN))
    write.stand(at=THEN + 1)
    with write.reading():
        yield write


def on_chain(contract: str) -> bytes:
    """A contract's runtime code as a market has it: its immutables are the market's own."""
    artifact = json.loads(Path(asked.VERSIONS.parent / f"{contract}.sol" / f"{contract}.json").read_text())
    code = bytearray.fromhex(artifact["deployedBytecode"]["object"][2:])
    for places in artifact["deployedBytecode"]["immutableReferences"].values():
        for place in places:
            code[place["start"] : place["start"] + 32] = bytes.fromhex(MARKET).rjust(32, b"\0")
    return bytes(code)


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the node has at each address."""
    codes: dict[str, bytes] = {
        FIRST: on_chain("MoneyFactory"),
        SECOND: on_chain("MoneyFactoryV2"),
        THIRD: b"\x60\x00",
    }
    monkeypatch.setattr(ledger, "code", lambda address: codes[address])
    cache.clear()
    return codes


def its_hash(code: bytes) -> str:
    return "0x" + keccak(code).hex()


def test_an_announcement_waits_and_ends_once(market: MemoryWrite) -> None:
    market.play(announced(SECOND, at=THEN + 5))
    (found,) = queries.pending()
    assert (found.name, found.code, found.before, found.activator) == ("money", SECOND, FIRST, Role.TRUSTEE)
    assert found.earliest == THEN + 5 + 7 * DAY
    market.play(announced(THIRD, at=THEN + 6))
    assert [each.code for each in queries.pending()] == [THIRD]
    assert queries.change(found.id).state is ChangeState.REPLACED
    market.play(withdrawn(THIRD, at=THEN + 7))
    assert queries.pending() == []
    (latest, _), following = queries.changes()
    assert (latest.state, latest.reason, latest.ended_at) == (ChangeState.WITHDRAWN, "a flaw", THEN + 7)
    assert following is None
    market.play(announced(SECOND, at=THEN + 8), activated(SECOND, at=THEN + 8 * DAY))
    (found, *_), _ = queries.changes(state="activated")
    assert found.code == SECOND
    (logic,) = queries.logic()
    assert (logic.code, logic.since) == (SECOND, THEN + 8 * DAY)


@pytest.mark.django_db
def test_what_another_followed_is_no_longer_in_force(market: MemoryWrite, client: Client) -> None:
    at = THEN + 8 * DAY
    market.play(announced(SECOND, at=THEN + 8), activated(SECOND, at=at))
    page = "/rulebook/changes/?state=activated"
    assert "No longer in force" not in client.get(page).text
    market.play(announced(FIRST, at=at + 1), activated(FIRST, at=at + 8 * DAY))
    told = client.get(page).text
    assert (told.count("No longer in force"), told.count("In force</span>")) == (1, 1)


def test_code_is_recognised_and_compared_with_what_it_replaces(
    market: MemoryWrite, node: dict[str, bytes]
) -> None:
    market.play(announced(SECOND, at=THEN + 5, its_hash=its_hash(node[SECOND])))
    found = queries.difference(queries.pending()[0])
    assert found.genuine
    assert found.before is not None
    assert found.after is not None
    assert (found.before.contract, found.after.contract) == ("MoneyFactory", "MoneyFactoryV2")
    said = {(each.came, each.signature) for each in found.said}
    assert (True, "setCeiling(most)") in said
    assert (True, "MoneyAboveCeiling(door, amount, ceiling)") in said
    assert not [each for each in found.said if not each.came]
    own = found.files[0]
    assert (own.before, own.after) == ("", "src/versions/MoneyFactoryV2.sol")
    assert any(kind == "add" and "function setCeiling" in line for kind, line in own.lines)
    assert any(
        kind == "add" and "contract MoneyFactoryV2 is MoneyFactory" in line for kind, line in own.lines
    )
    assert not any(kind == "del" for kind, _ in own.lines)
    assert not any("+++" in line for _, line in own.lines)


def test_code_that_was_exchanged_or_that_nobody_has_the_source_of(
    market: MemoryWrite, node: dict[str, bytes]
) -> None:
    market.play(announced(THIRD, at=THEN + 5))
    found = queries.difference(queries.pending()[0])
    assert (found.genuine, found.after, found.files) == (False, None, ())
    altered = bytearray(node[SECOND])
    altered[100] ^= 1
    versions = json.loads(asked.VERSIONS.read_text())["contracts"]
    assert rules.recognised(bytes(altered), versions) is None


def test_everybody_reads_and_each_does_its_own_part(
    db: None, client: Client, market: MemoryWrite, node: dict[str, bytes]
) -> None:
    market.play(announced(SECOND, at=THEN, its_hash=its_hash(node[SECOND])))
    market.play(rule_set("R10", 6, at=THEN), rule_set("R10", 8, at=THEN + 1, since=THEN + 30 * DAY))
    id = queries.pending()[0].id
    page = client.get("/rulebook/changes/").text
    assert f"/rulebook/changes/{id}/" in page
    assert "8 business days" in page
    page = client.get(f"/rulebook/changes/{id}/").text
    assert "setCeiling(most)" in page
    assert "<ins>+" in page
    assert "Propose to" not in page
    found = client.get(f"/api/v1/rulebook/changes/{id}/difference").json()
    assert (found["after"], found["genuine"]) == ("MoneyFactoryV2", True)
    assert client.get("/rulebook/changes/none-such/").status_code == 404
    rania = signed_in(Client(), staff_account("rania", Role.REGULATOR, RANIA))
    tan = signed_in(Client(), staff_account("tan", Role.TRUSTEE, TAN))
    assert "Propose to withdraw" in rania.get(f"/rulebook/changes/{id}/").text
    assert tan.get("/rulebook/changes/announce/").status_code == 403
    assert tan.post(f"/rulebook/changes/{id}/withdraw/", {"reason": "no"}).status_code == 403
    assert rania.post(f"/rulebook/changes/{id}/activate/").status_code == 403
    assert rania.get("/rulebook/changes/announce/").status_code == 200
    assert tan.post(f"/rulebook/changes/{id}/activate/").status_code == 409  # the notice is not over
    assert "Propose to activate" not in tan.get(f"/rulebook/changes/{id}/").text
    market.stand(at=THEN + 7 * DAY)
    assert "Propose to activate" in tan.get(f"/rulebook/changes/{id}/").text


def test_what_second_versions_say_is_told_to_whom_it_concerns(market: MemoryWrite) -> None:
    ceiling = {"door": TAN, "most": 500, "before": NO_CEILING, "from": THEN}
    market.play(event("CeilingSet", "MoneyFactory", ceiling, block=7))
    market.play(event("CeilingSet", "MoneyFactory", {**ceiling, "most": NO_CEILING}, block=8))
    closed = {"face": FIRST, "from": THEN, "until": THEN + DAY}
    market.play(event("PeriodClosed", "EquityFactory", closed, block=9))
    told = {each["sentence"] for each in ledger.feed(None).rows}
    assert told >= {"PeriodClosed", "CeilingLifted", "CeilingSet"}
    assert {each["sentence"] for each in ledger.feed(TAN).rows} == {"CeilingLifted", "CeilingSet"}
