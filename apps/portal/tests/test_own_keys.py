"""A client's own keys: it adds one, ends one, and vetoes a recovery, each by an act that it signs."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from apps.accounts.testing import client_account, consenting, key_of, signed_in
from apps.ledger import services as ledger
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Client, Staff, Stage
from apps.ledger.types import Signable
from apps.participants import queries as participants
from apps.participants import services as hierarchy
from apps.portal import queries, services
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import VISITOR, Role


@pytest.fixture
def people(stage: Stage) -> tuple[Staff, Staff, Client]:
    """Tan, Omar and Ivan, admitted."""
    tan, omar = stage.admit(Role.TRUSTEE, "Tan Trustees"), stage.admit(Role.OPERATOR, "Omar Markets")
    stage.link(tan, omar)
    ivan = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"ivan")
    catch_up()
    consenting(ivan.viewer)
    return tan, omar, ivan


def signed(stage: Stage, client: Client, signable: Signable) -> None:
    ledger.submit(
        actor=client.viewer,
        prepared=signable.prepared.id,
        signature=client.key.sign(bytes.fromhex(signable.prepared.digest[2:])),
        signer=bytes.fromhex(client.key.address[2:]),
    )
    stage.run()
    catch_up()


def test_a_key_comes_and_goes(stage: Stage, people: tuple[Staff, Staff, Client]) -> None:
    _, _, ivan = people
    wallet = key_of("ivan's wallet").address
    with pytest.raises(NotFound):
        services.prepare_remove_signer(actor=ivan.viewer, key=wallet)
    added = services.prepare_add_signer(actor=ivan.viewer, key=wallet.lower())
    assert wallet in added.sentence
    signed(stage, ivan, added)
    assert {each.key for each in queries.security(ivan.viewer).signers} == {ivan.key.address, wallet}
    signed(stage, ivan, services.prepare_remove_signer(actor=ivan.viewer, key=wallet))
    assert [each.key for each in participants.signers_of(ivan.door)] == [ivan.key.address]


def test_a_recovery_is_seen_and_vetoed(stage: Stage, people: tuple[Staff, Staff, Client]) -> None:
    _, omar, ivan = people
    asked = hierarchy.recover(actor=omar.maker, client=ivan.door, key=key_of("sam").address)
    ledger.approve(actor=omar.checker, act=asked.id)
    stage.run()
    catch_up()
    seen = queries.security(ivan.viewer)
    assert seen.recovery is not None
    assert seen.asked_by == "Omar Markets"
    signed(stage, ivan, hierarchy.prepare_veto(actor=ivan.viewer))
    assert queries.security(ivan.viewer).recovery is None


def test_the_page_asks_for_a_signature(stage: Stage, people: tuple[Staff, Staff, Client]) -> None:
    _, _, ivan = people
    browser = signed_in(Browser(), client_account("ivan", door=ivan.door))
    assert browser.post("/security/sign/", {"change": "add", "key": "0x12"}).status_code == 400
    answer = browser.post("/security/sign/", {"change": "add", "key": key_of("new").address})
    assert answer.status_code == 200
    assert 'data-key-form="act"' in answer.content.decode()


def test_the_api_prepares_the_same(stage: Stage, people: tuple[Staff, Staff, Client]) -> None:
    _, _, ivan = people
    browser = signed_in(Browser(), client_account("ivan", door=ivan.door))
    assert [each["key"] for each in browser.get("/api/v1/keys").json()] == [ivan.key.address]
    to_sign = browser.post("/api/v1/keys", {"key": key_of("new").address}, content_type="application/json")
    assert to_sign.json()["typed_data"]["primaryType"] == "AddSigner"
    for address, body in (("keys", {"key": "0x12"}), ("keys", {}), ("keys/removal", {"key": 5})):
        answer = browser.post(f"/api/v1/{address}", body, content_type="application/json")
        assert answer.status_code == 400
    foreign = browser.post(
        "/api/v1/keys/removal", {"key": key_of("new").address}, content_type="application/json"
    )
    assert foreign.status_code == 404


def test_staff_and_visitors_have_no_such_page(stage: Stage, people: tuple[Staff, Staff, Client]) -> None:
    _, omar, _ = people
    with pytest.raises(NotAllowed):
        queries.security(omar.maker)
    with pytest.raises(NotAllowed):
        services.prepare_add_signer(actor=omar.maker, key=key_of("x").address)
    with pytest.raises(SignInNeeded):
        services.prepare_remove_signer(actor=VISITOR, key=key_of("x").address)
