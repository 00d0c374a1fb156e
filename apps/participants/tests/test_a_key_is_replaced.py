"""The page of a lost key, on the real chain: started by each of the three, vetoed, put into force."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client as Browser
from eth_account.messages import _hash_eip191_message, encode_typed_data

from apps.accounts.testing import client_account, key_of, signed_in
from apps.accounts.types import Kind
from apps.ledger import services as outbox
from apps.ledger.errors import Refused
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Client, Staff, Stage
from apps.participants import queries, tasks
from apps.participants.types import RecoveryStanding
from apps.vocabulary.types import Role, Viewer

NEW = key_of("ivan's new key").address
DELAY = 48 * 3600


@dataclass
class People:
    """Tan, Omar and Ivan at their browsers."""

    stage: Stage
    tan: Staff
    omar: Staff
    ivan: Client

    def page(self, viewer: Viewer) -> Browser:
        """Somebody's browser, signed in."""
        account = get_user_model().objects.filter(pk=viewer.account or 0).first()
        if account is None:
            account = get_user_model().objects.create(
                pk=viewer.account,
                username=f"staff.{viewer.account}",
                kind=Kind.STAFF.value,
                role=viewer.role.value,
                organisation=viewer.door,
                maker=viewer.maker,
                checker=viewer.checker,
                created_at="2026-01-05T01:00:00Z",
            )
        return signed_in(Browser(), account)

    @property
    def address(self) -> str:
        return f"/participants/{self.ivan.door}/recovery/"

    def standing(self, viewer: Viewer) -> RecoveryStanding:
        return queries.recovery_of(viewer, self.ivan.door)

    def proposes(self, staff: Staff, path: str = "", **body: str) -> None:
        """A guardian's maker posts on the page, its checker approves."""
        answer = self.page(staff.maker).post(self.address + path, body or {"key": NEW})
        assert answer.status_code == 302, answer.content.decode()
        outbox.approve(actor=staff.checker, act=UUID(answer["Location"].rstrip("/").rpartition("/")[2]))
        self.goes_on()

    def signs(self, path: str, **body: str) -> None:
        """Ivan signs what the page prepared."""
        page = self.page(self.ivan.viewer).post(path, body).content.decode()
        found = re.search(r'<script[^>]*type="application/json">(.*?)</script>', page, re.DOTALL)
        assert found, page
        prepared = json.loads(found[1])
        digest = _hash_eip191_message(encode_typed_data(full_message=prepared["typed_data"]))
        outbox.submit(
            actor=self.ivan.viewer,
            prepared=UUID(prepared["id"]),
            signature=self.ivan.key.sign(digest),
            signer=bytes.fromhex(self.ivan.key.address[2:]),
        )
        self.goes_on()

    def goes_on(self, seconds: int = 0) -> None:
        if seconds:
            self.stage.node.call("evm_increaseTime", seconds)
            self.stage.node.call("evm_mine")
        else:
            self.stage.run()
        catch_up()


@pytest.fixture
def people(stage: Stage) -> People:
    tan, omar = stage.admit(Role.TRUSTEE, "Tan Trustees"), stage.admit(Role.OPERATOR, "Omar Markets")
    stage.link(tan, omar)
    ivan = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"ivan")
    catch_up()
    client_account("ivan", door=ivan.door, pk=ivan.viewer.account)
    return People(stage, tan, omar, ivan)


def asked_by_omar(people: People) -> None:
    people.proposes(people.omar)


def asked_by_tan(people: People) -> None:
    people.proposes(people.tan)


def asked_by_ivan(people: People) -> None:
    people.signs(people.address, key=NEW)


@pytest.mark.parametrize(
    ("first", "second"),
    [(asked_by_omar, asked_by_tan), (asked_by_tan, asked_by_ivan), (asked_by_ivan, asked_by_omar)],
    ids=["operator and trustee", "trustee and client", "client and operator"],
)
def test_any_two_replace_the_key_and_the_portal_puts_it_into_force(
    first: Callable[[People], None], second: Callable[[People], None], people: People
) -> None:
    ivan = people.page(people.ivan.viewer)
    first(people)
    shown = ivan.get(people.address).content.decode()
    assert "Nothing can leave your account" in shown
    assert "A second one of the three must want the same key" in shown
    assert (
        people.page(people.omar.maker).get("/participants/recoveries/").content.decode().count(people.address)
        == 1
    )
    second(people)
    assert "The client can veto until" in ivan.get(people.address).content.decode()
    tasks.complete_recoveries()
    people.goes_on()
    assert people.standing(people.omar.maker).recovery is not None, "not before the 48 hours are over"
    people.goes_on(DELAY + 1)
    tasks.complete_recoveries()
    people.goes_on()
    assert people.standing(people.omar.maker).recovery is None
    assert [str(each.key) for each in queries.signers_of(people.ivan.door)] == [NEW]
    assert (queries.due_recoveries(), queries.recoveries(people.omar.maker)) == ([], [])
    with pytest.raises(Refused):
        people.signs(people.address, key=key_of("another").address)


def test_one_alone_cannot_and_takes_it_back(people: People) -> None:
    people.proposes(people.omar)
    standing = people.standing(people.omar.maker)
    assert (standing.may, standing.withdraw) == ("", True)
    again = people.page(people.omar.maker).post(people.address, {"key": NEW})
    assert again.status_code >= 400
    people.proposes(people.omar, "withdraw/", really="yes")
    standing = people.standing(people.omar.maker)
    assert (standing.may, standing.recovery, standing.client.vetoes) == ("ask", None, 0)


def test_after_two_vetoes_the_regulator_decides(people: People) -> None:
    rania = people.stage.regulator
    for guardian in (people.omar, people.tan):
        assert people.standing(rania.maker).may == ""
        people.proposes(guardian)
        people.signs("/security/sign/", change="veto")
    page = people.page(people.omar.maker).get(people.address).content.decode()
    assert "the regulator decides" in page
    assert "Propose the new key" not in page
    assert people.page(people.omar.maker).post(people.address, {"key": NEW}).status_code >= 400
    people.proposes(rania)
    assert people.standing(people.tan.maker).may == "agree"
    people.proposes(people.tan)
    assert "Veto</button>" not in people.page(people.ivan.viewer).get(people.address).content.decode()
    people.goes_on(DELAY + 1)
    tasks.complete_recoveries()
    people.goes_on()
    assert [str(each.key) for each in queries.signers_of(people.ivan.door)] == [NEW]
