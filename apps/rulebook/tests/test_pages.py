"""The rules in force are for everybody; changing one is the regulator's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from apps.accounts.testing import signed_in, staff_account
from apps.ledger.testing import MemoryWrite
from apps.rulebook import services
from apps.rulebook.tests.test_figures import THEN, rule_set
from apps.vocabulary.types import Address, Role

RANIA = Address("0x" + "00" * 19 + "01")


@pytest.fixture(autouse=True)
def market(db: None) -> Iterator[MemoryWrite]:
    write = MemoryWrite()
    for each in services.MALAYSIA:
        write.play(rule_set(each.rule, each.value, at=THEN, number=int(each.investor_class)))
    write.play(rule_set("R10", 8, at=THEN + 5))
    write.stand(at=THEN + 10)
    with write.reading():
        yield write


def test_anybody_reads_the_rules(client: Client) -> None:
    page = client.get("/rulebook/")
    assert page.status_code == 200
    for words in (
        "RM\u00a010,000.00",
        "8 business days",
        "6 business days",
        "183 days",
        "7\u00a0% up to RM\u00a03,000,000",
        "4\u00a0% above",
        "Presentation · Financial statements · Terms of the shares",
        "1.25\u00a0%",
        "What no figure can change",
    ):
        assert words in page.text
    assert "/rulebook/propose/" not in page.text
    figures = client.get("/api/v1/rulebook/figures").json()
    cooling = next(each for each in figures if each["rule"] == "R10")
    assert (cooling["value"], cooling["unit"], cooling["history"][0]["value"]) == (8, "business-days", 6)
    assert client.get("/api/v1/rulebook/clock").json() == {"now": THEN + 10}


def test_only_the_regulator_proposes(client: Client) -> None:
    body = {"rule": "R4", "investor_class": "retail", "value": 1}
    path = "/api/v1/rulebook/figures"
    assert client.post(path, body, content_type="application/json").status_code == 401
    tan = signed_in(Client(), staff_account("tan", Role.TRUSTEE, RANIA))
    assert tan.post(path, body, content_type="application/json").status_code == 403
    assert tan.get("/rulebook/propose/").status_code == 403
    rania = signed_in(Client(), staff_account("rania", Role.REGULATOR, RANIA))
    assert rania.get("/rulebook/propose/").status_code == 200
    assert rania.post("/rulebook/propose/", {"rule": "R4", "value": "-1"}).status_code == 400
    assert rania.post(path, {"rule": "R4"}, content_type="application/json").status_code == 400
