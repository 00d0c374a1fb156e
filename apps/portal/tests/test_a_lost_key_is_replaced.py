"""A client without key asks for a new one; its guardians agree; 48 hours later it signs, alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from eth_account.messages import encode_defunct

from apps.accounts.testing import client_account, key_of, signed_in
from apps.accounts.types import SignerKind
from apps.ledger import services as ledger
from apps.ledger.errors import Refused
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Client, Staff, Stage
from apps.participants import queries as participants
from apps.participants import services as hierarchy
from apps.portal import queries
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import VISITOR, Role

NEW = key_of("ivan's new key")
DELAY = 48 * 3600


@pytest.fixture
def people(stage: Stage) -> tuple[Staff, Staff, Client]:
    """Tan, Omar and Ivan, admitted, with his account."""
    tan, omar = stage.admit(Role.TRUSTEE, "Tan Trustees"), stage.admit(Role.OPERATOR, "Omar Markets")
    stage.link(tan, omar)
    ivan = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"ivan")
    catch_up()
    client_account("ivan", door=ivan.door, pk=ivan.viewer.account)
    return tan, omar, ivan


def ask(name: str) -> Any:
    """A stranger's browser asks for `NEW` in the name of an account."""
    browser = Browser()
    asked = browser.post(
        "/api/v1/accounts/lost-key/challenge",
        {"name": name, "address": NEW.address},
        content_type="application/json",
    ).json()
    assert "is lost" in asked["message"]
    signature = "0x" + NEW.sign_message(encode_defunct(text=asked["message"])).signature.hex()
    body = {"challenge": asked["id"], "signature": signature}
    return browser.post("/api/v1/accounts/lost-key", body, content_type="application/json")


def guard(stage: Stage, staff: Staff, ivan: Client) -> None:
    """A guardian asks for, or agrees to, the new key."""
    act = hierarchy.recover(actor=staff.maker, client=ivan.door, key=NEW.address)
    ledger.approve(actor=staff.checker, act=act.id)
    stage.run()
    catch_up()


def veto(stage: Stage, ivan: Client) -> None:
    signable = hierarchy.prepare_veto(actor=ivan.viewer)
    ledger.submit(
        actor=ivan.viewer,
        prepared=signable.prepared.id,
        signature=ivan.key.sign(bytes.fromhex(signable.prepared.digest[2:])),
        signer=bytes.fromhex(ivan.key.address[2:]),
    )
    stage.run()
    catch_up()


def later(stage: Stage) -> None:
    stage.node.call("evm_increaseTime", DELAY + 1)
    stage.node.call("evm_mine")
    catch_up()


def test_a_request_for_nobody_is_answered_alike_and_kept_nowhere(
    people: tuple[Staff, Staff, Client],
) -> None:
    _, omar, _ = people
    assert ask("nobody").status_code == ask("ivan").status_code == 202
    assert [each.name for each in queries.lost_keys(omar.maker)] == ["ivan"]


def test_only_the_guardians_see_it(stage: Stage, people: tuple[Staff, Staff, Client]) -> None:
    tan, omar, ivan = people
    olga = stage.admit(Role.OPERATOR, "Olga Markets")
    catch_up()
    ask("ivan")
    assert len(queries.lost_keys(tan.maker)) == len(queries.lost_keys(omar.maker)) == 1
    assert queries.lost_keys(olga.maker) == []
    with pytest.raises(NotAllowed):
        queries.lost_keys(ivan.viewer)


def test_the_new_key_signs_and_the_old_one_does_nothing_any_more(
    stage: Stage, people: tuple[Staff, Staff, Client]
) -> None:
    tan, omar, ivan = people
    ask("ivan")
    guard(stage, omar, ivan)
    (seen,) = queries.lost_keys(omar.maker)
    assert (seen.yours, seen.ready) == (True, False)
    guard(stage, tan, ivan)
    with pytest.raises(Refused):
        hierarchy.complete_recovery(actor=omar.maker, client=ivan.door)
    later(stage)
    (seen,) = queries.lost_keys(tan.maker)
    assert seen.ready
    hierarchy.complete_recovery(actor=omar.maker, client=ivan.door)
    stage.run()
    catch_up()
    assert {str(each.key) for each in participants.signers_of(ivan.door)} == {NEW.address}
    assert queries.lost_keys(omar.maker) == []
    (mine,) = queries.security(ivan.viewer).signers
    assert mine.kind is SignerKind.DERIVED
    with pytest.raises(Refused):
        veto(stage, ivan)


def test_after_two_vetoes_only_the_regulator_can_ask(
    stage: Stage, people: tuple[Staff, Staff, Client]
) -> None:
    tan, omar, ivan = people
    ask("ivan")
    for guardian in (omar, tan):
        guard(stage, guardian, ivan)
        veto(stage, ivan)
    (seen,) = queries.lost_keys(omar.maker)
    assert (seen.vetoes, seen.recovery) == (2, None)
    with pytest.raises(Refused):
        hierarchy.recover(actor=omar.maker, client=ivan.door, key=NEW.address)
    guard(stage, stage.regulator, ivan)
    guard(stage, omar, ivan)
    later(stage)
    assert queries.lost_keys(stage.regulator.maker)[0].ready


def test_the_pages_lead_through_it(people: tuple[Staff, Staff, Client]) -> None:
    _, _, ivan = people
    ask("ivan")
    assert "48 hours" in Browser().get("/accounts/lost-key/").content.decode()
    own = signed_in(Browser(), client_account("ivan.two", door=ivan.door))
    assert own.get("/security/").status_code == 200
    assert own.get("/security/lost-keys/").status_code == 403
    assert Browser().get("/security/lost-keys/").status_code in (302, 401)
    with pytest.raises(SignInNeeded):
        queries.lost_keys(VISITOR)
