"""Doors, answers and documents of the applications that the tests write."""

from __future__ import annotations

from typing import Any

from apps.kyc import services
from apps.kyc.types import ApplicationView
from apps.ledger.testing import event
from apps.vocabulary.types import ZERO_ADDRESS, Address, Role, Viewer

REGULATOR, TRUSTEE, OPERATOR, OTHER_OPERATOR, IVAN_DOOR, ELSEWHERE = (
    Address(f"0x{number:040d}") for number in (11, 12, 13, 14, 15, 16)
)
PDF = b"%PDF-1.7 an identity document"
WHY = "Answers and documents agree."
IDENTITY: dict[str, object] = {
    "name": "Ivan bin Ismail",
    "identity_type": "mykad",
    "identity_number": "900101-14-5671",
    "born": "1990-01-01",
    "nationality": "MYS",
}
ANSWERS: dict[str, dict[str, object]] = {
    "identity": IDENTITY,
    "contact": {
        "address": "12 Jalan Ampang, 50450 Kuala Lumpur",
        "phone": "+60 12-345 6789",
        "email": "Ivan@Example.com",
    },
    "category": {"investor_class": "retail"},
    "declaration": {"source_of_funds": "employment", "pep": False, "truthful": True},
}
COMPANY_ANSWERS: dict[str, dict[str, object]] = {
    "company": {
        "company_name": "Ida Kopi Sdn. Bhd.",
        "registration_number": "202001000012",
        "address": "3 Jalan Kopi, 50450 Kuala Lumpur",
        "business": "Roasts coffee and sells it",
    },
    "directors": {"directors": [{"name": "Ida binti Idris", "identity_number": "850505-10-1234"}]},
    "owners": {
        "owners": [{"name": "Ida binti Idris", "identity_number": "850505-10-1234", "share": 60}],
        "owners_none": False,
    },
    "contact": {"contact_name": "Ida", "phone": "0312345678", "email": "ida@example.com"},
    "declaration": {"truthful": True},
}
PRIVATE = (
    "ismail",
    "900101-14",
    "14-5671",
    "900101145671",
    "1990-01-01",
    "jalan",
    "ampang",
    "123456789",
    "345 6789",
    "ivan@example",
)
"""What of Ivan's answers must be in no log."""


def admitted(door: Address, role: Role, *, parent: Address = ZERO_ADDRESS, person: bytes = bytes(32)) -> Any:
    """The kernel's event of a participant's admission."""
    arguments = {
        "door": door,
        "role": int(role),
        "parent": parent,
        "trustee": ZERO_ADDRESS,
        "name": "0x" + role.word.encode().ljust(32, b"\0").hex(),
        "person": "0x" + person.hex(),
        "class": 0,
        "validUntil": 0,
    }
    return event("Admitted", "MarketMaster", arguments)


def linked(trustee: Address, operator: Address, link: int = 3) -> Any:
    """The kernel's event of a link; 3 is active, 4 suspended."""
    return event("Linked", "MarketMaster", {"trustee": trustee, "operator": operator, "link": link})


def filled(client: Viewer) -> ApplicationView:
    """A client's application with every step done."""
    found = services.start(actor=client)
    company = found.heading.kind == "company-application"
    for step, answers in (COMPANY_ANSWERS if company else ANSWERS).items():
        services.save_step(actor=client, step=step, answers=answers)
    slot = "registration_certificate" if company else "identity_front"
    services.attach(actor=client, slot=slot, name="card.pdf", data=PDF)
    return services.start(actor=client)


def sent(client: Viewer) -> ApplicationView:
    """A client's application on its way to the operator."""
    filled(client)
    return services.send(actor=client)
