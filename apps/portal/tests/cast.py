"""The cast at their browsers, and acts of theirs in each state."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.apps import apps
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.test import Client

from apps.ledger.types import ActState
from apps.vocabulary.types import ZERO_ADDRESS, Role

IVAN_DOOR = "0x1111111111111111111111111111111111111111"
SAM_DOOR = "0x2222222222222222222222222222222222222222"
TRUSTEE_DOOR = "0x3333333333333333333333333333333333333333"


def client(name: str, door: str, role: Role = Role.INVESTOR) -> tuple[Client, Any]:
    """A client who is signed in, and the account."""
    account = get_user_model().objects.create(
        username=name,
        kind="client",
        role=role.value,
        address=door.replace("0x", "0xa")[:42],
        door=door,
        created_at=datetime.now(UTC),
    )
    browser = Client()
    browser.force_login(account)
    return browser, account


def staff(
    name: str, *, role: Role = Role.TRUSTEE, door: str = TRUSTEE_DOOR, **duties: bool
) -> tuple[Client, Any]:
    """A member of staff who signed in with a second factor, and the account."""
    account = get_user_model().objects.create(
        username=name,
        kind="staff",
        role=role.value,
        organisation=door,
        created_at=datetime.now(UTC),
        **duties,
    )
    browser = Client()
    browser.force_login(account)
    request = HttpRequest()
    request.session = browser.session
    record_authentication(request, account, method="mfa", type="totp")
    request.session.save()
    return browser, account


def act(door: str, state: ActState, **more: Any) -> Any:
    """A row of the outbox."""
    return apps.get_model("ledger", "Act").objects.create(
        state=state.value,
        door=door,
        name="Pledge",
        target=ZERO_ADDRESS,
        asset=ZERO_ADDRESS,
        call=b"",
        arguments={"units": 500, "least": 500},
        gas=100_000,
        lot=0,
        deadline=1_800_000_000,
        **more,
    )
