"""A market on a real chain, for everything that is about delivery."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from apps.ledger.models import Act, Attempt, Sending
from apps.ledger.testing.stage import Client, Staff, Stage, deployed, stage
from apps.ledger.types import ActState, ActView
from apps.vocabulary.types import Address, Role

__all__ = ["deployed", "stage"]


@dataclass(frozen=True, slots=True)
class Cast:
    """Trustee Tan, operator Omar, investor Ivan with RM 1,000, and another, Iris, with none."""

    tan: Staff
    omar: Staff
    ivan: Client
    iris: Client
    money: Address


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """The cast, admitted and linked through the outbox."""
    tan, omar = stage.admit(Role.TRUSTEE, "Tan"), stage.admit(Role.OPERATOR, "Omar")
    stage.link(tan, omar)
    ivan = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"ivan")
    iris = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"iris")
    money = Address(stage.call("MarketMaster", "tokenOf", tan.door))
    now = stage.gateway.head().timestamp
    minted = stage.act(tan, "Mint", tan.door, to=ivan.door, amount=100_000, ref=b"\1" * 32, creditedAt=now)
    assert minted.state is ActState.MINED
    return Cast(tan, omar, ivan, iris, money)


def withdraw(stage: Stage, client: Client, money: Address, sen: int) -> ActView:
    """The client's act that asks for so many sen back; submitted, not carried."""
    return stage.submit(
        client, "RequestWithdrawal", client.door, asset=money, most=sen, token=money, amount=sen
    )


def newest_sending() -> Sending:
    """What was sent last."""
    return Sending.objects.order_by("-id")[0]


def raw_of(sending: Sending) -> bytes:
    """The bytes that were signed first for a sending."""
    return bytes(Attempt.objects.filter(sending=sending).order_by("id")[0].raw)


def row(view: ActView) -> Act:
    """The act's row, as it is now."""
    return Act.objects.get(uid=view.id)
