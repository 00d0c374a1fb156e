"""On the real chain: a second signer comes only once operator and trustee announce it, and counts as long as
they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client as Browser

from apps.accounts.errors import SignersNotAnnounced
from apps.accounts.testing import client_account, key_of, signed_in
from apps.accounts.types import Kind
from apps.kyc import services as kyc
from apps.ledger import services as outbox
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Client, Staff, Stage
from apps.participants import queries as participants
from apps.portal import services
from apps.vocabulary.types import Role

SECOND = key_of("ivan's second key").address


@dataclass
class Names:
    """The zone file in the DNS's place."""

    folder: Path
    settings: Any
    written: int = 0

    def say(self, ivan: Client, **signers: list[str]) -> None:
        """What `omar.example` and `tan.example` announce of Ivan's account from now on."""
        self.written += 1
        path = self.folder / f"zone.{self.written}"
        lines = [
            f'{name}.example. 60 IN TXT "dnkey-castor-account={ivan.door}/{",".join(keys)}"'
            for name, keys in signers.items()
        ]
        path.write_text("\n".join([*lines, 'else.example. 60 IN TXT "nothing"', ""]))
        self.settings.CASTOR_DNKEY_ZONE = str(path)


@pytest.fixture
def people(stage: Stage) -> tuple[Staff, Staff, Client]:
    tan, omar = stage.admit(Role.TRUSTEE, "Tan Trustees"), stage.admit(Role.OPERATOR, "Omar Markets")
    stage.link(tan, omar)
    ivan = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"ivan")
    catch_up()
    client_account("ivan", door=ivan.door, pk=ivan.viewer.account)
    return tan, omar, ivan


def page_of(omar: Staff, ivan: Client) -> str:
    """Ivan's page, as Omar's maker reads it."""
    account = get_user_model().objects.create(
        username="omar",
        kind=Kind.STAFF.value,
        role=Role.OPERATOR.value,
        organisation=omar.door,
        maker=True,
        created_at="2026-01-05T01:00:00Z",
    )
    return signed_in(Browser(), account).get(f"/participants/{ivan.door}/").content.decode()


def test_first_they_announce_then_he_signs(
    stage: Stage, people: tuple[Staff, Staff, Client], settings: Any, tmp_path: Path
) -> None:
    tan, omar, ivan = people
    settings.CASTOR_DNKEY_NAMES = {omar.door: "omar.example", tan.door: "tan.example"}
    names, both = Names(tmp_path, settings), [str(ivan.key.address), SECOND]
    for said in ({}, {"omar": both}, {"omar": both, "tan": both[:1]}):
        names.say(ivan, **said)
        with pytest.raises(SignersNotAnnounced):
            services.prepare_add_signer(actor=ivan.viewer, key=SECOND)
    names.say(ivan, omar=both, tan=both)
    prepared = services.prepare_add_signer(actor=ivan.viewer, key=SECOND).prepared
    outbox.submit(
        actor=ivan.viewer,
        prepared=prepared.id,
        signature=ivan.key.sign(bytes.fromhex(prepared.digest[2:])),
        signer=bytes.fromhex(ivan.key.address[2:]),
    )
    stage.run()
    catch_up()
    assert {str(each.key) for each in participants.signers_of(ivan.door)} == set(both)
    kyc.require_known(actor=ivan.viewer)
    names.say(ivan, omar=both, tan=[both[0]])
    with pytest.raises(SignersNotAnnounced):
        kyc.require_known(actor=ivan.viewer)
    page = page_of(omar, ivan)
    assert "announces these keys" in page
    assert "announces other keys" in page
    assert f"dnkey-castor-account={ivan.door}/" in page
    services.prepare_remove_signer(actor=ivan.viewer, key=SECOND)
