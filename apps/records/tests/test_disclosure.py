"""Single fields are shown to others, with a proof that anybody checks against the chain, and no more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apps.ledger.testing import MemoryWrite
from apps.records import disclosure, queries, services
from apps.records.errors import DisclosureWrong, NotDisclosable, ReasonNeeded
from apps.records.models import Record
from apps.records.tests.cast import IVAN, OMAR, RANIA, SAM, written
from apps.records.tests.test_tampering import anchor
from apps.records.types import Deed, Standing
from apps.vocabulary.errors import NotFound

pytestmark = pytest.mark.usefixtures("keystore")


def disclosed(chain_says: MemoryWrite) -> dict[str, Any]:
    record = written().id
    anchor(chain_says, Record.objects.get(pk=record))
    return services.disclose(actor=IVAN, record=record, fields=("name",))


def test_nothing_is_proven_before_it_is_anchored(chain_says: MemoryWrite) -> None:
    with pytest.raises(NotDisclosable):
        services.disclose(actor=IVAN, record=written().id, fields=("name",))


def test_another_s_record_and_an_unknown_field_are_not_there(chain_says: MemoryWrite) -> None:
    record = written().id
    anchor(chain_says, Record.objects.get(pk=record))
    for actor, fields in ((SAM, ("name",)), (IVAN, ("salary",)), (IVAN, ())):
        with pytest.raises(NotFound):
            services.disclose(actor=actor, record=record, fields=fields)


def test_staff_say_why_and_the_log_has_it(chain_says: MemoryWrite) -> None:
    record = written().id
    anchor(chain_says, Record.objects.get(pk=record))
    with pytest.raises(ReasonNeeded):
        services.disclose(actor=OMAR, record=record, fields=("name",))
    services.disclose(actor=OMAR, record=record, fields=("name",), reason="a court asked")
    assert [(line.deed, line.reason) for line in queries.log(RANIA)] == [(Deed.DISCLOSED, "a court asked")]


def test_it_shows_the_field_and_nothing_else(chain_says: MemoryWrite) -> None:
    document = disclosed(chain_says)
    found, standing = queries.disclosed(json.dumps(document))
    assert (found.fields, standing) == ({"name": "Ivan bin Ismail"}, Standing.ON_THE_CHAIN)
    assert "900101" not in json.dumps(document)


def test_an_amended_record_says_so(chain_says: MemoryWrite) -> None:
    record = written().id
    anchor(chain_says, Record.objects.get(pk=record))
    services.amend(actor=IVAN, record=record, fields={"text": "second"})
    document = services.disclose(actor=IVAN, record=record, fields=("text",))
    found, standing = queries.disclosed(json.dumps(document))
    assert (found.fields, standing) == ({"text": "first"}, Standing.ON_THE_CHAIN)
    assert queries.standing(found, found.version + 1, b"\x01" * 32) is Standing.AMENDED_SINCE


@pytest.mark.parametrize("changed", ["value", "tag", "salt", "path", "root"])
def test_a_changed_document_proves_nothing(changed: str, chain_says: MemoryWrite) -> None:
    document = disclosed(chain_says)
    field = document["fields"][0]
    match changed:
        case "value":
            field["value"] = "Somebody Else"
        case "tag":
            field["tag"] = "field:text"
        case "salt":
            field["salt"] = "0x" + "00" * 32
        case "path":
            field["path"] = field["path"][1:]
        case "root":
            document["root"] = "0x" + "00" * 32
    with pytest.raises(DisclosureWrong):
        disclosure.verified(json.dumps(document))


def test_another_s_root_is_not_what_the_chain_has(chain_says: MemoryWrite) -> None:
    first, second = disclosed(chain_says), disclosed(chain_says)
    found, standing = queries.disclosed(json.dumps(first | {"record": second["record"]}))
    assert (found.fields["name"], standing) == ("Ivan bin Ismail", Standing.WRONG)
    assert queries.disclosed(json.dumps(first | {"record": "0x" + "05" * 32}))[1] is Standing.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        "1" * 300_000,
        '{"format": "castor-disclosure/1"}',
        "[" * 50_000,
        '{"format": 1}',
    ],
)
def test_what_is_no_disclosure_is_refused(text: str) -> None:
    with pytest.raises(DisclosureWrong):
        disclosure.verified(text)
