"""Clients of the portal, as many at once as there are connections: sessions made beforehand, requests over
keep-alive connections.
"""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client as Browser

from apps.accounts.models import Account
from apps.accounts.sessions import BACKEND, SIGNER_KEY
from apps.accounts.testing import signed_in
from apps.accounts.types import Kind
from apps.ledger.testing.stage import Client, Staff
from apps.vocabulary.types import Role


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it goes out."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Load:
    """What came of many requests: the seconds that each took, its status, and the last answers."""

    seconds: float
    each: list[float]
    statuses: list[int]
    answers: list[bytes]

    def refused(self) -> list[bytes]:
        """What was answered to requests that failed."""
        return [answer for status, answer in zip(self.statuses, self.answers, strict=True) if status >= 400]


def sign_in(clients: Sequence[Client]) -> list[str]:
    """A session for each client, written as a sign-in writes it; returns their keys."""
    now = datetime.now(UTC)
    accounts = []
    for client in clients:
        account = Account(
            pk=client.viewer.account,
            username=f"bench-{client.viewer.account}",
            kind=Kind.CLIENT.value,
            role=Role.INVESTOR.value,
            address=client.key.address,
            door=client.door,
            created_at=now,
        )
        account.set_unusable_password()
        accounts.append(account)
    Account.objects.bulk_create(accounts)
    sessions = []
    for account in accounts:
        said = {
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: account.get_session_auth_hash(),
            SIGNER_KEY: str(account.address),
        }
        sessions.append(
            Session(
                session_key=secrets.token_hex(16),
                session_data=SessionStore().encode(said),
                expire_date=now + timedelta(days=1),
            )
        )
    Session.objects.bulk_create(sessions)
    return [each.session_key for each in sessions]


def headers(session: str = "") -> dict[str, str]:
    """What a signed-in program sends along."""
    token = secrets.token_hex(16)
    cookies = f"csrftoken={token}" + (f"; sessionid={session}" if session else "")
    return {"Content-Type": "application/json", "Cookie": cookies, "X-CSRFToken": token}


def post(path: str, body: Any, session: str) -> Asked:
    """A POST to the API."""
    return Asked("POST", path, json.dumps(body).encode(), headers(session))


def ask(port: int, requests: Sequence[Asked], *, connections: int) -> Load:
    """Sends them all, each connection one after the other."""
    each, statuses, answers = [0.0] * len(requests), [0] * len(requests), [b""] * len(requests)

    def work(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for i in range(first, len(requests), connections):
            asked, began = requests[i], time.perf_counter()
            connection.request(asked.method, asked.path, asked.body, asked.headers)
            answer = connection.getresponse()
            answers[i], statuses[i] = answer.read(), answer.status
            each[i] = time.perf_counter() - began
        connection.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        for done in [pool.submit(work, i) for i in range(connections)]:
            done.result()
    return Load(time.perf_counter() - began, each, statuses, answers)


def staff_session(staff: Staff, role: Role) -> str:
    """A session of an organisation's maker, second factor included."""
    account = Account(
        pk=staff.maker.account,
        username=f"bench-{staff.maker.account}",
        kind=Kind.STAFF.value,
        role=role.value,
        organisation=staff.door,
        maker=True,
        created_at=datetime.now(UTC),
    )
    account.set_unusable_password()
    account.save()
    return str(signed_in(Browser(), account).cookies["sessionid"].value)
