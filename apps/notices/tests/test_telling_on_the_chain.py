"""What the chain really says is told, and what it refuses with its own reason."""

from __future__ import annotations

import pytest

from apps.accounts.testing import client_account
from apps.ledger import services as ledger
from apps.ledger.testing.stage import deployed, stage
from apps.notices import queries, services
from apps.notices.tests.conftest import words
from apps.treasury import queries as treasury
from apps.treasury import services as money
from apps.treasury.tests.test_bank_lines import Office, office
from apps.vocabulary.types import Role, Viewer

__all__ = ["deployed", "office", "stage"]


@pytest.fixture
def ivan(office: Office) -> Viewer:
    """Ivan, with an account."""
    account = client_account("ivan", Role.INVESTOR, door=office.ivan.door)
    return Viewer(role=Role.INVESTOR, door=office.ivan.door, account=account.pk)


def test_a_credit_and_a_refusal_are_told_once_they_are_final(office: Office, ivan: Viewer) -> None:
    office.mint(office.credit())
    token = treasury.pockets(ivan)[0].token
    # Both pass the simulation one by one; together they are more than there is.
    for _ in range(2):
        signable = money.prepare_withdrawal(actor=office.ivan.viewer, token=token, amount=600_00)
        ledger.submit(
            actor=office.ivan.viewer,
            prepared=signable.prepared.id,
            signature=office.ivan.key.sign(bytes.fromhex(signable.prepared.digest[2:])),
            signer=bytes.fromhex(office.ivan.key.address[2:]),
        )
    office.follow()
    services.tell()
    assert "ActRefused" not in words(ivan)
    office.stage.node.call("anvil_mine", hex(100))
    office.follow()
    services.tell()
    told = words(ivan)
    assert sorted(told) == ["ActRefused", "Admitted", "MoneyMinted", "WithdrawalRequested"]
    (refused,) = [each for each in queries.inbox(ivan).notices if each.word == "ActRefused"]
    assert "(Request withdrawal)" in refused.text
    assert "400.00" in refused.text
    services.tell()
    assert words(ivan) == told
