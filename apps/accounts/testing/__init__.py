"""Signed-in people for the tests of every app: the cast comes in by the front door."""

from __future__ import annotations

from datetime import UTC, datetime

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client
from eth_account import Account as Keys
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from apps.accounts import hierarchy, second_factor
from apps.accounts.clock import wall
from apps.accounts.models import Account
from apps.accounts.queries import viewer_of
from apps.accounts.services import accept_terms
from apps.accounts.sessions import BACKEND, SIGNER_KEY
from apps.accounts.types import Document, Kind
from apps.ledger.services import assign_staff_key
from apps.vocabulary.types import Address, Role, Viewer

THEN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def key_of(name: str) -> LocalAccount:
    """A key for a member of the cast, the same each time, without the cost of a derivation."""
    key: LocalAccount = Keys.from_key(keccak(text=f"castor test {name}"))
    return key


def client_account(
    name: str = "ivan",
    role: Role = Role.INVESTOR,
    *,
    door: Address | None = None,
    applies_to: Address | None = None,
    pk: int | None = None,
) -> Account:
    """A client's account, opened with `key_of(name)`, that accepted what is in force."""
    account = Account(
        pk=pk,
        username=name,
        kind=Kind.CLIENT.value,
        role=role.value,
        address=key_of(name).address,
        door=door,
        applies_to=applies_to,
        created_at=THEN,
    )
    account.set_unusable_password()
    account.save()
    accept_terms(actor=viewer_of(account), documents=list(Document))
    return account


def consenting(viewer: Viewer) -> Viewer:
    """A client of the stage, with an account behind it that accepted what is in force."""
    if viewer.account and not Account.objects.filter(pk=viewer.account).exists():
        client_account(f"client.{viewer.account}", viewer.role, door=viewer.door, pk=viewer.account)
    return viewer


def staff_account(
    name: str,
    role: Role,
    organisation: Address,
    *,
    maker: bool = True,
    checker: bool = True,
    password: str = "correct horse battery staple",
) -> Account:
    """An account of staff with password, code generator and a signer `key_of(name)`."""
    account = Account(
        username=name,
        kind=Kind.STAFF.value,
        role=role.value,
        organisation=organisation,
        maker=maker,
        checker=checker,
        created_at=THEN,
    )
    account.set_password(password)
    account.save()
    second_factor.enrol(account)
    assign_staff_key(account=account.pk, door=organisation, address=Address(key_of(name).address))
    return account


def signed_in(client: Client, account: Account) -> Client:
    """The test client with a session of `account`: second factor included for staff; for a client by a signer
    of its door, where the read model knows one.
    """
    client.force_login(account, backend=BACKEND)
    session = client.session
    if account.is_staff:
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "mfa", "at": int(wall().timestamp()), "type": "totp"}
        ]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.pk)
    else:
        session[SIGNER_KEY] = _signer(account)
    session.save()
    return client


def _signer(account: Account) -> str | None:
    known = hierarchy.signers(Address(account.door)) if account.door else []
    return known[0] if known else account.address
