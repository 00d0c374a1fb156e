"""Disclosures, the audit log's head and renewals, against the real contracts and the real node."""

from __future__ import annotations

import io
import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client

from apps.accounts import queries as accounts
from apps.accounts.testing import THEN
from apps.accounts.types import Kind as AccountKind
from apps.kyc import queries, services
from apps.kyc.tests.cast import ANSWERS, WHY
from apps.kyc.tests.test_admission_on_the_chain import Office, deployed, office, stage
from apps.kyc.types import State
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Stage
from apps.participants import queries as participants
from apps.records import queries as record_queries
from apps.records import services as records
from apps.records import tasks
from apps.records.types import Field, Kind, Readers, register
from apps.vocabulary.types import Address, Role

__all__ = ["deployed", "office", "stage"]

NOTE = register(
    Kind(
        name="note-of-the-regulator-s-tests",
        fields=(Field("text"),),
        writers=frozenset({Role.REGULATOR}),
        loose=frozenset({"draft"}),
    )
)

DAY = int(timedelta(days=1).total_seconds())


def admitted(office: Office) -> uuid.UUID:
    """Ivan's case, through both people, onto the chain."""
    case = office.case()
    services.approve(actor=office.operator.maker, application=case, reason=WHY)
    services.confirm(actor=office.operator.checker, application=case, reason=WHY)
    office.follow()
    assert queries.application(office.operator.maker, case).state is State.ADMITTED
    return case


def verified(file: Path, *more: str) -> str:
    """What the command says to a file. Raises CommandError."""
    said = io.StringIO()
    call_command("verify_disclosure", str(file), *more, stdout=said)
    return said.getvalue()


def page(file: Path) -> str:
    """What a stranger's page says to it."""
    with file.open("rb") as opened:
        return Client().post("/records/verify", {"file": opened}).content.decode()


def test_anybody_checks_a_disclosure_against_the_node(office: Office, tmp_path: Path) -> None:
    case, file = admitted(office), tmp_path / "disclosure.json"
    document = records.disclose(actor=office.ivan, record=case, fields=("name", "investor_class"))
    file.write_text(json.dumps(document))
    said = verified(file)
    assert f"anchored by {office.operator.door}" in said
    assert "name: Ivan bin Ismail" in said
    assert "900101" not in said
    assert said == verified(file, "--records", record_queries.module())
    assert "Proven: the ledger has exactly this." in page(file)

    wrong = json.loads(file.read_text())
    wrong["fields"][0]["value"] = "Somebody Else"
    (tmp_path / "wrong.json").write_text(json.dumps(wrong))
    with pytest.raises(CommandError, match="proves nothing"):
        verified(tmp_path / "wrong.json")
    assert "Somebody Else" not in page(tmp_path / "wrong.json")
    with pytest.raises(CommandError, match="no records module"):
        verified(file, "--records", office.operator.door)

    amended = records.disclose(actor=office.ivan, record=case, fields=("name",))
    records.amend(actor=office.operator.maker, record=case, fields={"name": "Ivan bin Idris"})
    records.anchor(actor=office.operator.maker, record=case)
    office.follow()
    file.write_text(json.dumps(amended))
    with pytest.raises(CommandError, match="amended since"):
        verified(file)
    assert "amended since" in page(file)
    file.write_text(json.dumps(records.disclose(actor=office.ivan, record=case, fields=("name",))))
    assert "version 2" in verified(file)


def _follow(stage: Stage) -> None:
    stage.run()
    catch_up()


def test_the_audit_log_s_head_is_anchored_each_day(stage: Stage) -> None:
    rania = stage.regulator
    catch_up()
    records.prepare_readers()
    get_user_model().objects.create(
        pk=rania.maker.account,
        username="rania",
        kind=AccountKind.STAFF.value,
        role=Role.REGULATOR.value,
        organisation=rania.door,
        maker=True,
        created_at=THEN,
    )
    assert records.anchor_audit_head() is None, "nothing was written yet"
    for reason in ("a first line", "a second line"):
        _line(stage, reason)
    tasks.anchor_audit_head()
    _follow(stage)
    assert record_queries.check_log().anchored == 2
    assert records.anchor_audit_head() is None, "nothing was added since"
    _line(stage, "a third line")
    tasks.anchor_audit_head()
    _follow(stage)
    found = record_queries.check_log(rania.maker)
    assert (found.sound, found.lines, found.anchored) == (True, 3, 3)
    apps.get_model("records.RecordRead").objects.filter(number=3).delete()
    with pytest.raises(CommandError, match="cut off before the anchored head"):
        call_command("check_audit_log")


def _line(stage: Stage, reason: str) -> None:
    """Somebody reads something in full."""
    rania = stage.regulator
    note = records.create(
        actor=rania.maker,
        kind=NOTE,
        fields={"text": "something"},
        readers=Readers(regulator=rania.door),
        owner=rania.door,
        state="draft",
    )
    records.read(actor=rania.maker, record=note.id, reason=reason)


def test_an_admission_is_renewed_by_two_people_and_the_chain_has_its_new_end(office: Office) -> None:
    case = admitted(office)
    door = Address(str(queries.application(office.operator.maker, case).heading.owner))
    until = participants.participant(office.operator.maker, door).valid_until
    office.stage.node.call("evm_increaseTime", until - participants.chain_time() - 20 * DAY)
    office.stage.node.call("evm_mine")
    catch_up()
    ivan = accounts.viewer_named("ivan")
    renewal = services.start(actor=ivan).heading.id
    assert renewal != case
    services.save_step(actor=ivan, step="declaration", answers=ANSWERS["declaration"])
    services.send(actor=ivan)
    services.approve(actor=office.operator.maker, application=renewal, reason=WHY)
    services.confirm(actor=office.operator.checker, application=renewal, reason=WHY)
    office.follow()
    renewed = participants.participant(office.operator.maker, door).valid_until
    assert renewed > until + 300 * DAY
    assert queries.application(office.operator.maker, renewal).state is State.ADMITTED
    office.stage.node.call("evm_increaseTime", renewed - participants.chain_time() + 1)
    office.stage.node.call("evm_mine")
    catch_up()
    assert not participants.is_active(door), "it ends by itself where nobody renews it"
