"""Anybody checks a disclosure on a page; the regulator reads and checks the audit log."""

from __future__ import annotations

import io
import json

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger.testing import MemoryWrite
from apps.records import services
from apps.records.models import Record, RecordRead
from apps.records.tests.cast import FIELDS, NOTE, OMAR, OPERATOR, READERS, REGULATOR, written
from apps.records.tests.test_disclosure import disclosed
from apps.records.tests.test_tampering import anchor
from apps.vocabulary.types import Role, Viewer

pytestmark = pytest.mark.usefixtures("keystore")


def browser(viewer: Viewer) -> Client:
    return signed_in(Client(), get_user_model().objects.get(pk=viewer.account or 0))


def checked(document: object) -> str:
    file = io.BytesIO(json.dumps(document).encode())
    file.name = "disclosure.json"
    return Client().post("/records/verify", {"file": file}).content.decode()


def test_a_stranger_checks_a_disclosure(chain_says: MemoryWrite) -> None:
    document = disclosed(chain_says)
    assert "Proven: the ledger has exactly this." in checked(document)
    assert "Ivan bin Ismail" in checked(document)
    document["fields"][0]["value"] = "Somebody Else"
    assert "does not lead to the root" in checked(document)
    assert "Somebody Else" not in checked(document)
    assert "not a disclosure" in checked({"hello": "world"})


def test_a_program_checks_a_disclosure(chain_says: MemoryWrite) -> None:
    body = json.dumps({"document": json.dumps(disclosed(chain_says))})
    answer = Client().post("/api/v1/records/verify", body, "application/json").json()
    assert (answer["standing"], answer["values"]) == ("on the chain", {"name": "Ivan bin Ismail"})


def test_an_owner_saves_a_disclosure_of_what_it_chose(chain_says: MemoryWrite) -> None:
    ivan = accounts.viewer_of(client_account("ivan", applies_to=OPERATOR))
    kept = services.create(
        actor=ivan, kind=NOTE, fields=FIELDS, readers=READERS, state="draft", account=ivan.account
    )
    path = f"/records/{kept.id}/disclose"
    assert browser(ivan).post(path, {"shown": ["name"]}).status_code == 409, "not anchored yet"
    anchor(chain_says, Record.objects.get(pk=kept.id))
    assert "Number" in browser(ivan).get(path).content.decode()
    assert browser(ivan).post(path, {"shown": ["salary"]}).status_code == 400
    saved = browser(ivan).post(path, {"shown": ["name"]})
    assert saved["Content-Disposition"].startswith("attachment")
    assert "Proven: the ledger has exactly this." in checked(json.loads(saved.content))
    sam = accounts.viewer_of(client_account("sam", applies_to=OPERATOR))
    assert browser(sam).get(path).status_code == 404


def test_the_regulator_reads_the_log_and_has_it_checked(chain_says: MemoryWrite) -> None:
    rania = accounts.viewer_of(staff_account("rania", Role.REGULATOR, REGULATOR))
    omar = accounts.viewer_of(staff_account("omar", Role.OPERATOR, OPERATOR))
    services.read(actor=OMAR, record=written().id, reason="yearly review")
    assert browser(omar).get("/admin/records/log/").status_code == 403
    assert "yearly review" in browser(rania).get("/admin/records/log/").content.decode()
    assert "as it was written" in browser(rania).post("/admin/records/log/").content.decode()
    RecordRead.objects.update(reason="nothing at all")
    assert "line changed" in browser(rania).post("/admin/records/log/").content.decode()
    found = browser(rania).get("/api/v1/audit-log").json()
    assert [line["reason"] for line in found["rows"]] == ["nothing at all"]
    assert browser(rania).post("/api/v1/audit-log/check").json()["broken_at"] == 1
