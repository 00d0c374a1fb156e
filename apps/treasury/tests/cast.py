"""Doors and events of the money that the tests move, and the people who look at it."""

from __future__ import annotations

from typing import Any

from apps.ledger.testing import event
from apps.vocabulary.types import ZERO_ADDRESS, Address, Role

REGULATOR, TRUSTEE, OPERATOR, ISSUER, IVAN, SAM, TOKEN, MASTER, CAMPAIGN, OTHER_OPERATOR, OTHER_TRUSTEE = (
    Address(f"0x{number:040d}") for number in range(11, 22)
)
WORD = "0x" + "ab" * 32
THEN = 1_700_000_000


def word(text: str) -> str:
    """A short text as the contracts keep it."""
    return "0x" + text.encode().ljust(32, b"\0").hex()


def admitted(door: Address, role: Role, name: str, *, parent: str = ZERO_ADDRESS, trustee: str = "") -> Any:
    """The kernel's event of an admission."""
    arguments = {
        "door": door,
        "role": int(role),
        "parent": parent,
        "trustee": trustee or ZERO_ADDRESS,
        "name": word(name),
        "person": "0x" + "00" * 32,
        "class": 1 if role is Role.INVESTOR else 0,
        "validUntil": 0,
    }
    # Each admission has a place of its own, as its line in the feeds has.
    return event("Admitted", "MarketMaster", arguments, index=int(door, 16))


def market() -> list[Any]:
    """A market with one trustee and its money, two operators (one linked), an issuer, Ivan and Sam."""
    return [
        admitted(REGULATOR, Role.REGULATOR, "Commission"),
        admitted(TRUSTEE, Role.TRUSTEE, "Tan Trustees", parent=REGULATOR),
        admitted(OPERATOR, Role.OPERATOR, "Omar Markets", parent=REGULATOR),
        admitted(OTHER_OPERATOR, Role.OPERATOR, "Otto Markets", parent=REGULATOR),
        event("Linked", "MarketMaster", {"trustee": TRUSTEE, "operator": OPERATOR, "link": 3}),
        admitted(ISSUER, Role.ISSUER, "Ida Kopi", parent=OPERATOR, trustee=TRUSTEE),
        admitted(IVAN, Role.INVESTOR, "", parent=OPERATOR, trustee=TRUSTEE),
        admitted(SAM, Role.INVESTOR, "", parent=OTHER_OPERATOR, trustee=TRUSTEE),
        face(),
    ]


def face(kind: int = 1) -> Any:
    """The kernel's event of a new face; 1 is money."""
    arguments = {
        "face": TOKEN,
        "kind": kind,
        "trustee": TRUSTEE,
        "issuer": ZERO_ADDRESS,
        "name": word("Tan Ringgit"),
        "symbol": word("MYR-T"),
    }
    return event("FaceCreated", "MarketMaster", arguments)


def moved(frm: str, to: str, amount: int, *, index: int, at: int = THEN, block: int = 2) -> Any:
    """The money face's standard event."""
    arguments = {"from": frm, "to": to, "value": amount}
    return event("Transfer", "MoneyToken", arguments, source=TOKEN, index=index, at=at, block=block)


def minted(to: str, amount: int, *, index: int = 0, ref: str = WORD, at: int = THEN) -> list[Any]:
    """What a mint announces."""
    arguments = {
        "token": TOKEN,
        "to": to,
        "ref": ref,
        "amount": amount,
        "creditedAt": at - 60,
        "supply": amount,
    }
    first = event("MoneyMinted", "MarketMaster", arguments, source=MASTER, block=2, index=index, at=at)
    return [first, moved(ZERO_ADDRESS, to, amount, index=index + 1, at=at)]


def requested(door: str, amount: int, *, id: int = 1, index: int = 10, at: int = THEN) -> list[Any]:
    """What a request to withdraw announces."""
    arguments = {"id": id, "door": door, "token": TOKEN, "amount": amount}
    first = event(
        "WithdrawalRequested", "MarketMaster", arguments, source=MASTER, block=2, index=index, at=at
    )
    return [first, moved(door, MASTER, amount, index=index + 1, at=at)]


def burned(door: str, amount: int, *, id: int = 1, index: int = 20) -> list[Any]:
    """What a burn announces."""
    arguments = {"id": id, "door": door, "token": TOKEN, "amount": amount, "ref": WORD, "supply": 0}
    first = event("MoneyBurned", "MarketMaster", arguments, source=MASTER, block=2, index=index, at=THEN + 60)
    return [first, moved(MASTER, ZERO_ADDRESS, amount, index=index + 1, at=THEN + 60)]


def given_back(door: str, amount: int, *, id: int = 1, index: int = 20) -> list[Any]:
    """What the return of a withdrawal announces."""
    arguments = {"id": id, "door": door, "token": TOKEN, "amount": amount, "reason": word("Account closed")}
    first = event("WithdrawalReturned", "MarketMaster", arguments, source=MASTER, block=2, index=index)
    return [first, moved(MASTER, door, amount, index=index + 1)]
