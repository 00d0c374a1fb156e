"""A program that uses Castor as anybody's may: over HTTP, with a key of its own, by the documented API."""

from __future__ import annotations

import secrets
import threading
import time
from typing import Any

import requests
from eth_account import Account
from eth_account.messages import encode_defunct, encode_typed_data
from eth_account.signers.local import LocalAccount

from apps.accounts.derivation import derive

PATIENCE_SECONDS = 90
IDLE_SECONDS = 60
"""A connection that rested longer is not used again: the portal closes it after 75 seconds."""
POLL_SECONDS = 0.2
CONSENTS = ["terms", "risk", "privacy"]


class Declined(Exception):
    """The portal did not do what was asked; `problem` is its problem document."""

    def __init__(self, what: str, problem: dict[str, Any]) -> None:
        self.problem = problem
        details = " ".join(f"{name}={value}" for name, value in problem.get("arguments", {}).items())
        said = f"{problem.get('status')} {problem.get('code')} — {problem.get('detail')} {details}"
        super().__init__(f"{what}: {said}".strip())

    @property
    def code(self) -> str:
        """The refusal's name, such as `campaign-not-due`."""
        return str(self.problem.get("code", ""))


class Session:
    """Somebody's session with the portal. One request at a time, whoever asks."""

    def __init__(self, origin: str, name: str) -> None:
        self.origin, self.name = origin, name
        self._session = requests.Session()
        self._asked_at = time.monotonic()
        self._lock = threading.Lock()

    def get(self, path: str, **query: Any) -> Any:
        """What `/api/v1/<path>` says. Raises Declined."""
        return self._ask("GET", path, params=query)

    def post(self, path: str, body: Any = None) -> Any:
        """Does something. Raises Declined."""
        return self._ask("POST", path, json=body if body is not None else {})

    def put(self, path: str, body: Any) -> Any:
        """Writes something down. Raises Declined."""
        return self._ask("PUT", path, json=body)

    def upload(self, path: str, name: str, data: bytes) -> Any:
        """Sends a document. Raises Declined."""
        return self._ask("POST", path, files={"file": (name, data, "application/pdf")})

    def followed(self, act: str) -> dict[str, Any]:
        """The act once it is part of the record for good. Raises Declined when it ends otherwise."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            found: dict[str, Any] = self.get(f"acts/{act}")
            if found["state"] == "final":
                return found
            if found["ended"]:
                raise Declined(
                    f"{self.name}’s {found['name']}",
                    {"status": found["state"], "code": found["error"], "detail": found["sentence"],
                     "arguments": found["figures"]},
                )  # fmt: skip
            time.sleep(POLL_SECONDS)
        raise Declined(f"{self.name}’s act", {"detail": f"is still {found['state']}", "code": "slow"})

    def _ask(self, method: str, path: str, **sent: Any) -> Any:
        with self._lock:
            if time.monotonic() - self._asked_at > IDLE_SECONDS:
                self._session.close()
            self._asked_at = time.monotonic()
            token = self._session.cookies.get("csrftoken", "")
            answer = self._session.request(
                method, f"{self.origin}/api/v1/{path}", headers={"X-CSRFToken": token}, timeout=60, **sent
            )
        if answer.status_code >= 400:
            raise Declined(f"{self.name}: {method} {path}", _problem(answer))
        return answer.json() if answer.content else None


class StaffSession(Session):
    """A member of an organisation's staff."""

    def sign_in(self, password: str, code: str) -> None:
        """Password and code. Raises Declined."""
        self.post("accounts/staff/sign-in", {"name": self.name, "password": password, "code": code})


class ClientSession(Session):
    """An investor or an issuer, with the key that its passphrase gives."""

    def __init__(self, origin: str, name: str) -> None:
        super().__init__(origin, name)
        self._key: LocalAccount | None = None

    @property
    def key(self) -> LocalAccount:
        """The key. Derive it first."""
        if self._key is None:
            raise ValueError(f"{self.name}'s key is not derived yet")
        return self._key

    def derive(self, passphrase: str) -> None:
        """Derives the key, with one question to the portal. Half a second of one core."""
        self._key = derive(name=self.name, passphrase=passphrase, evaluate=self._evaluate)

    def sign_up(self, *, role: str, operator: str) -> None:
        """Opens the account at an operator, and signs in."""
        asked = {"name": self.name, "role": role, "operator": operator, "address": self.key.address}
        challenge = self.post("accounts/sign-up/challenge", asked)
        self.post("accounts/sign-up", {**self._answer(challenge), "consents": CONSENTS})

    def sign_in(self) -> None:
        """Signs in."""
        asked = {"name": self.name, "address": self.key.address}
        self.post("accounts/sign-in", self._answer(self.post("accounts/sign-in/challenge", asked)))

    def sign(self, signable: dict[str, Any]) -> str:
        """Signs a prepared act's typed data and sends the signature; the act's id, to be followed."""
        signature = self.key.sign_message(encode_typed_data(full_message=signable["typed_data"])).signature
        sent = {
            "id": signable["id"],
            "signer": self.key.address.lower(),
            "signature": "0x" + bytes(signature).hex(),
            "key": secrets.token_hex(8),
        }
        return str(self.post("acts", sent)["id"])

    def _evaluate(self, element: bytes) -> bytes:
        answer = self.post("accounts/evaluate", {"name": self.name, "element": "0x" + element.hex()})
        return bytes.fromhex(answer["element"][2:])

    def _answer(self, challenge: dict[str, Any]) -> dict[str, Any]:
        signed = Account.sign_message(encode_defunct(text=challenge["message"]), self.key.key)
        return {"challenge": challenge["id"], "signature": "0x" + bytes(signed.signature).hex()}


def _problem(answer: requests.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    return {"status": answer.status_code, "code": "no-problem-document", "detail": answer.text[:200]}
