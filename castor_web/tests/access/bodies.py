"""What is sent to every address that changes something: each field that any form or serializer reads, rightly
filled where that can be, and the fields by which somebody would make themselves more than they are.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from apps.campaigns.tests.cast import WORDS
from castor_web.tests.access.world import World

PAPER = re.compile(r"/api/v1/campaigns/.+/(documents|papers)/\w+")
KEY = "0x" + "5f" * 20
NOBODY = "11111111-2222-4333-8444-555555555555"
YEAR = 365 * 86_400


def fields(world: World, *, api: bool) -> dict[str, Any]:
    """Every field there is, once. Amounts are sen and integers for programs, ringgit and text for pages."""
    objects, now = world.objects, world.floor.now()
    moments = {
        "opens_at": now + 3_600, "closes_at": now + 90_000, "expires_at": now + 90_000, "until": now + 90_000,
        "valid_until": now + YEAR, "effective_from": now + YEAR, "credited_at": now,
        "record_at": now + 3_600, "payable_at": now + 90_000, "matures_at": now + YEAR,
    }  # fmt: skip
    day = "2031-01-01T10:00"
    return {
        **WORDS,
        "answers": {"phone": "+60 12-345 6789"}, "words": WORDS, "notes": {"phone": "again"},
        "holidays": [], "consents": ["terms"], "documents": "terms",
        "amount": 60_000 if api else "600", "price": 300 if api else "3.00", "units": 10, "least": 10,
        "minimum": 100, "maximum": 200, "days": 10, "value": 1, "word": 1, "number": "514012345678",
        **(moments if api else dict.fromkeys(moments, day)),
        "face": objects["face"], "money": world.floor.money, "token": world.floor.money,
        "certificate": objects["certificate"], "trustee": objects["tan-door"],
        "draft": str(objects["draft"]), "other": objects["olga-door"], "to": objects["ivan-door"],
        "reason": "A test of who may" if api else "A test", "why": "A test of who may", "text": "ida",
        "key": KEY, "signer": KEY, "maker_signer": KEY, "checker_signer": "0x" + "6f" * 20,
        "challenge": NOBODY, "signature": "0x" + "11" * 65, "id": NOBODY, "address": KEY, "element": "0x00",
        "person": "0x" + "77" * 32, "symbol": "TWO", "rule": "R4", "investor_class": "retail" if api else "1",
        "standing": "suspended", "change": "suspend", "decision": "approve", "slot": "financials",
        "bank": "Maybank", "holder": "Somebody", "bank_reference": "FT 9", "reference": "", "payer": "X",
        "content": "account,date,amount,balance,bank_reference\n7001234567,2020-01-01,,0.00,\n",
        "side": "ask", "form": "auction", "tick": 10 if api else "0.10",
        "start_price": 300 if api else "3.00", "buyer": objects["iris-door"], "watched": "yes",
        "settles": "line:x", "fields_shown": ["name"], "document": "{}", "verdict": "false",
        "rate": 5 if api else "0.05", "payments": 2, "resolution": "ordinary", "quorum": 50, "choice": "for",
        "sure": "on", "section": "team", "allocation": "first-come",
        "note": "", "name": "Nobody", "theme": "dark", "language": "en", "risk": "on", "code": "000000",
        "password": "not this one", "confirm": objects["ivan-door"][-6:],
        # What nobody may say of themselves. A few are read somewhere, where they name somebody else.
        "role": "operator", "door": objects["olga-door"], "organisation": objects["olga-door"],
        "owner": objects["sam-door"], "operator": objects["olga-door"], "issuer": objects["ivy-door"],
        "parent": objects["olga-door"], "account": world.accounts["sam"].pk, "kind": "staff",
        "is_staff": True, "is_superuser": True, "is_active": True, "state": "approved",
        "maker": KEY, "checker": "0x" + "6f" * 20, "threshold": 1, "nonce": 0, "asset": world.floor.money,
    }  # fmt: skip


def send(browser: Browser, method: str, path: str, body: dict[str, Any] | None, **extra: Any) -> Any:
    """A request as a program or as a page makes it."""
    takes_a_file = (
        path.startswith(("/api/v1/kyc/application/slots/", "/api/v1/kyc/lists"))
        or PAPER.fullmatch(path) is not None
    )
    if path.startswith("/api/") and not (takes_a_file and method == "POST"):
        data = b"" if body is None else json.dumps(body).encode()
        return browser.generic(method, path, data, "application/json", **extra)
    if path.startswith("/api/"):
        paper = SimpleUploadedFile("paper.pdf", b"%PDF-1.7 a paper", "application/pdf")
        return browser.post(path, {"file": paper}, **extra)
    flat = {name: value for name, value in (body or {}).items() if not isinstance(value, (dict, list))}
    if method == "POST":
        return browser.post(path, flat, **extra)
    return browser.generic(method, path, **extra)
