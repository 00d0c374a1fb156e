"""Split, merge, another trustee, a conversion, an order: from the first act to the end, on the contracts."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client as Browser
from openpyxl import load_workbook

from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger import queries as ledger
from apps.ledger import services as outbox
from apps.ledger.errors import Refused
from apps.ledger.testing.stage import Staff
from apps.ledger.types import ActView
from apps.participants import services as hierarchy
from apps.securities import queries, services
from apps.securities.errors import NothingToConvert, RatioNotPlain
from apps.securities.types import CERTIFICATES
from apps.trading.tests.floor import Floor
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Role

WEEK = 7 * 86_400


def do(floor: Floor, staff: Staff, proposed: ActView) -> None:
    """The checker approves, a worker carries it."""
    outbox.approve(actor=staff.checker, act=proposed.id)
    carry(floor, proposed)


def carry(floor: Floor, act: ActView) -> None:
    floor.stage.run()
    floor.stage.index()
    assert ledger.act(act.id).state in ("mined", "final"), ledger.act(act.id)


def owned(floor: Floor) -> dict[int, int]:
    """Ivan's certificates, and the units in each."""
    (holding,) = queries.portfolio(floor.ivan.viewer)
    return {each.number: each.units for each in holding.certificates}


def test_a_holder_splits_and_merges_and_the_lineage_goes_back_to_the_issue(floor: Floor) -> None:
    ivan, face = floor.ivan, floor.face
    with pytest.raises(NotFound):
        services.prepare_split(actor=floor.iris.viewer, face=face, number=2, units=1)
    split = services.prepare_split(actor=ivan.viewer, face=face, number=2, units=250)
    assert floor.sign(ivan, split).state == "mined"
    part = max(owned(floor))
    assert owned(floor) == {2: 350, part: 250}
    story = [each.what for each in queries.certificate(ivan.viewer, face, part).moves]
    assert story == ["moved", "moved", "minted"]
    merge = services.prepare_merge(actor=ivan.viewer, face=face, number=part, into=2)
    assert floor.sign(ivan, merge).state == "mined"
    assert owned(floor) == {2: 600}
    found = queries.certificate(ivan.viewer, face, 2)
    assert [each.what for each in found.moves] == ["merged", "moved", "moved", "minted"]
    assert queries.proof(face, 2).block == found.moves[0].block


def test_issuer_and_regulator_name_another_trustee(floor: Floor) -> None:
    rania, face = floor.stage.regulator, floor.face
    with pytest.raises(NotFound):
        services.confirm_trustee(actor=rania.maker, face=face)
    asked = services.prepare_ask_trustee(actor=floor.ida.viewer, face=face, trustee=floor.tara.door)
    assert floor.sign(floor.ida, asked).state == "mined"
    with pytest.raises(Refused) as early:
        services.confirm_trustee(actor=rania.maker, face=face)
    assert early.value.name == "MasterTooEarly"
    floor.warp(WEEK)
    do(floor, rania, services.confirm_trustee(actor=rania.maker, face=face))
    found = queries.share_class(face)
    assert (found.trustee, found.next_trustee) == (floor.tara.door, None)


def test_a_conversion_is_asked_confirmed_and_carried_through(floor: Floor) -> None:
    face, tan = floor.face, floor.tan
    with pytest.raises(RatioNotPlain):
        services.prepare_ask_conversion(actor=floor.ida.viewer, face=face, numerator=1, denominator=0)
    before = queries.register(floor.ida.viewer, face)
    asked = services.prepare_ask_conversion(actor=floor.ida.viewer, face=face, numerator=5, denominator=7)
    assert floor.sign(floor.ida, asked).state == "mined"
    with pytest.raises(NothingToConvert):
        services.push_conversion(actor=floor.ivan.viewer, face=face)
    floor.warp(WEEK)
    do(floor, tan, services.confirm_conversion(actor=tan.maker, face=face))
    (holding,) = queries.portfolio(floor.ivan.viewer)
    assert [each.unconverted for each in holding.certificates] == [True]
    assert "Not converted yet" in _browser(floor, "ivan").get("/securities/portfolio/").text
    prepared = services.prepare_split(actor=floor.ivan.viewer, face=face, number=2, units=1)
    with pytest.raises(Refused) as stuck:
        floor.sign(floor.ivan, prepared)
    assert stuck.value.name == "MasterUnconverted"
    assert queries.progress(face).due == (1, 2)
    assert services.convert_due() == 1
    floor.stage.run()
    floor.stage.index()
    found = queries.share_class(face)
    assert (found.conversion, found.units) == (None, 1000 * 5 // 7)
    assert owned(floor) == {2: 600 * 5 // 7}
    after = queries.register(floor.ida.viewer, face)
    assert after.units == found.units
    assert {each.holder: each.units for each in before.members} == {
        floor.ivan.door: 600,
        floor.iris.door: 400,
    }
    assert {each.holder for each in after.members} >= {floor.ivan.door, floor.iris.door, floor.ida.door}


def test_an_ordered_certificate_is_frozen_and_goes(floor: Floor) -> None:
    rania, face = floor.stage.regulator, floor.face
    proposed = hierarchy.order(
        actor=rania.maker, face=face, holder=floor.ivan.door, to=floor.iris.door, value=2, reason="court 7"
    )
    do(floor, rania, proposed)
    (holding,) = queries.portfolio(floor.ivan.viewer)
    assert [each.order for each in holding.certificates] == [1]
    assert "Frozen by an order" in _browser(floor, "ivan").get("/securities/portfolio/").text
    answers = queries.answers(face, account=floor.ivan.door, to=floor.iris.door, number=2)
    assert (answers.can_send, answers.frozen, answers.can_transfer) == (True, True, False)
    floor.warp(WEEK)
    assert hierarchy.execute_due() == 1
    floor.stage.run()
    floor.stage.index()
    assert queries.portfolio(floor.ivan.viewer) == []
    found = queries.certificate(floor.iris.viewer, face, 2).certificate
    assert (found.owner, found.order, found.units) == (floor.iris.door, None, 600)
    register = queries.register(floor.ida.viewer, face)
    assert [each.holder for each in register.former] == [floor.ivan.door]


def test_pages_and_files(floor: Floor) -> None:
    face = floor.face
    ivan, ida, sam = _browser(floor, "ivan"), _browser(floor, "ida"), Browser()
    page = ivan.get(f"/securities/classes/{face}/certificates/2/").text
    assert "Split" in page
    assert "Merge" not in page
    pdf = ivan.get(f"/securities/classes/{face}/certificates/2/certificate.pdf")
    assert pdf.content.startswith(b"%PDF")
    proof = sam.get(f"/securities/proof/{face}/2/")
    assert proof.status_code == 200
    assert floor.ivan.door in proof.text
    assert sam.get(f"/securities/proof/{face}/99/").status_code == 404
    assert sam.get(f"/api/v1/classes/{face}/certificates/2/proof").json()["units"] == 600
    register = f"/securities/classes/{face}/register/"
    assert ivan.get(register).status_code == 404
    assert "Register of members" in ida.get(register).text
    assert "Nobody held units" in ida.get(register, {"on": "2001-01-01"}).text
    assert ida.get(register, {"on": "yesterday"}).status_code == 400
    assert ida.get(register, {"as": "pdf"}).content.startswith(b"%PDF")
    sheet = load_workbook(BytesIO(ida.get(register, {"as": "xlsx"}).content)).active
    assert sheet is not None
    assert [row[3] for row in sheet.iter_rows(values_only=True)][1:3] == [600, 400]
    assert ida.get(register, {"as": "csv"}).text.splitlines()[1].startswith("KOPI,0x")
    asked: dict[str, str | int] = {"account": floor.ivan.door, "to": floor.iris.door, "number": 2}
    assert "answered by the class" in ivan.get(f"/securities/classes/{face}/state/", asked).text
    said = ivan.get(f"/api/v1/classes/{face}/answers", asked).json()
    assert (said["can_send"], said["frozen"]) == (True, False)
    assert ivan.get(f"/securities/classes/{face}/certificates/2/split/").status_code == 200
    assert ida.get(f"/securities/classes/{face}/conversion/").status_code == 200
    assert _browser(floor, "tan").get(f"/securities/classes/{face}/state/").status_code == 200


def _browser(floor: Floor, who: str) -> Browser:
    if who == "tan":
        return signed_in(Browser(), staff_account(who, Role.TRUSTEE, floor.tan.door))
    role, client = {"ivan": (Role.INVESTOR, floor.ivan), "ida": (Role.ISSUER, floor.ida)}[who]
    return signed_in(Browser(), client_account(who, role, door=client.door))


def test_certificates_know_the_conversion_they_are_of(floor: Floor) -> None:
    assert {each["epoch"] for each in CERTIFICATES.walk(where={"face": floor.face})} == {0}
