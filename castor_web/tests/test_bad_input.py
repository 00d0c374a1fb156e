"""Every operation of the API, asked wrongly by everybody: never a fault of ours, always a problem document
with a code and a sentence.

The operations are those of the API's own description, so a new one is asked without a line here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger.testing.stage import Stage, deployed, stage
from apps.trading.tests.floor import Floor, build
from apps.vocabulary.types import Role
from castor_web.apischema import described

__all__ = ["deployed", "stage"]

NOBODY = "0x00000000000000000000000000000000000000aa"
NOTHING = "11111111-2222-4333-8444-555555555555"
METHODS = ("get", "post", "put", "patch", "delete")
HUGE = 3 * 1024 * 1024
NO_JSON = (b"", b"{", b"\xff\xfe", b"nan", b"[" * 5_000)
NO_OBJECT: tuple[object, ...] = ([], None, "text", 7, [[1]])


@dataclass(frozen=True, slots=True)
class Operation:
    """A method at a path; `body` is its request's schema, if it has one."""

    method: str
    path: str
    parameters: tuple[Mapping[str, Any], ...]
    body: Mapping[str, Any] | None


def operations() -> list[Operation]:
    """All that the API's description has, references in bodies resolved."""
    description = described()
    found = []
    for path, methods in description["paths"].items():
        for method, each in methods.items():
            content = each.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            body = None if schema is None else resolved(schema, description)
            found.append(Operation(method, path, tuple(each.get("parameters", ())), body))
    return found


def resolved(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema with what it refers to in its place."""
    if "$ref" in schema:
        return resolved(whole["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], whole)
    shape = dict(schema)
    if "properties" in shape:
        shape["properties"] = {name: resolved(each, whole) for name, each in shape["properties"].items()}
    if "items" in shape:
        shape["items"] = resolved(shape["items"], whole)
    return shape


def plausible(schema: Mapping[str, Any]) -> Any:
    """A value of the right shape that names nobody and nothing."""
    if "enum" in schema:
        return schema["enum"][0]
    kind, form = schema.get("type"), schema.get("format")
    if kind == "object" or "properties" in schema:
        return {name: plausible(each) for name, each in schema.get("properties", {}).items()}
    if kind == "array":
        return [plausible(schema.get("items", {}))]
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if kind == "boolean":
        return True
    words = {"uuid": NOTHING, "date": "2026-01-05", "date-time": "2026-01-05T01:00:00Z"}
    return words.get(form or "", NOBODY[: schema.get("maxLength", 42)])


def with_each(schema: Mapping[str, Any], value: object) -> Any:
    """The plausible body with one value in every field."""
    return dict.fromkeys(schema.get("properties", {}), value)


def bodies(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Wrong types, over every limit, signs that a database refuses, ids of nobody."""
    wrong: tuple[object, ...] = ("", "\x00", "x" * 10_000, "\ud800", -1, 2**300, None, [{"a": []}])
    for value in wrong:
        yield with_each(schema, value)
    right = plausible(schema)
    yield right
    if isinstance(right, dict):
        for name in right:
            yield {**right, name: 2**64}


def path_of(operation: Operation, known: Mapping[str, str], *, foreign: bool) -> str:
    """The path with ids that are somebody's, or nobody's."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        shapes = [each["schema"] for each in operation.parameters if each["name"] == name]
        schema: Mapping[str, Any] = shapes[0] if shapes else {}
        if not foreign and name in known:
            return known[name]
        if schema.get("format") == "uuid":
            return NOTHING
        return "7" if schema.get("type") == "integer" else NOBODY

    return re.sub(r"\{(\w+)\}", value, operation.path)


def fault(answer: Any) -> str:
    """What is wrong with an answer: a fault of ours, or a refusal in other words than ours."""
    if answer.status_code < 400:
        return ""
    if answer.status_code >= 500 and answer.status_code != 503:
        return str(answer.status_code)
    if not answer.headers["Content-Type"].startswith("application/problem+json"):
        return f"{answer.status_code} {answer.headers['Content-Type']}"
    found = answer.json()
    whole = found["code"] and found["detail"] and found["status"] == answer.status_code
    return "" if whole else str(found)


def ask(browser: Client, operation: Operation, known: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Asks one operation in every wrong way; yields what was asked, and the answer."""

    def send(path: str, body: bytes = b"") -> tuple[str, Any]:
        answer = browser.generic(operation.method.upper(), path, body, "application/json")
        return f"{operation.method} {path} {body[:120]!r}", answer

    path, foreign = (path_of(operation, known, foreign=each) for each in (False, True))
    if operation.body is None:
        yield send(foreign)
        yield send(path)
        yield send(f"{path}?after=%00!&limit=-1&since=x&state=x&role=x")
        return
    yield send(foreign, json.dumps(plausible(operation.body)).encode())
    for body in bodies(operation.body):
        yield send(path, json.dumps(body).encode())


def browser(account: Any = None) -> Client:
    """One to which a fault of ours is an answer, as it is to a real one; signed in, or a visitor's."""
    found = Client(raise_request_exception=False)
    if account is None:
        return found
    account.refresh_from_db()  # who signed out everywhere has other sessions now
    return signed_in(found, account)


@pytest.fixture
def cast(stage: Stage) -> tuple[Floor, dict[str, Any]]:
    """A visitor, and an account of each role."""
    floor = build(stage)
    accounts = {
        "visitor": None,
        "ivan": client_account("ivan", door=floor.ivan.door),
        "ida": client_account("ida", Role.ISSUER, door=floor.ida.door),
        "sam": client_account("sam"),
        "omar": staff_account("omar", Role.OPERATOR, floor.omar.door),
        "tan": staff_account("tan", Role.TRUSTEE, floor.tan.door),
        "rania": staff_account("rania", Role.REGULATOR, floor.stage.regulator.door),
    }
    return floor, accounts


@pytest.mark.slow
def test_nobody_breaks_an_operation(cast: tuple[Floor, dict[str, Any]]) -> None:
    floor, accounts = cast
    known = {"market": floor.market, "face": floor.face, "door": floor.ivan.door, "number": "1"}
    found = operations()
    assert len(found) > 50
    faults = [
        f"{who}: {asked} → {wrong}"
        for who, account in accounts.items()
        for operation in found  # each at a browser of its own, for some sign out
        for asked, answer in ask(browser(account), operation, known)
        if (wrong := fault(answer))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_a_body_that_is_too_large_is_not_read(db: None) -> None:
    sam = browser(client_account("sam"))
    body = json.dumps({"reason": "x" * HUGE}).encode()
    for operation in operations():
        if operation.body is not None:
            path = path_of(operation, {}, foreign=True)
            answer = sam.generic(operation.method.upper(), path, body, "application/json")
            assert (answer.status_code >= 400, fault(answer)) == (True, ""), path


@pytest.mark.django_db
def test_a_body_that_is_no_json_or_no_object(db: None) -> None:
    sam = browser(client_account("sam"))
    for operation in operations():
        if operation.body is not None:
            path = path_of(operation, {}, foreign=True)
            for body in (*NO_JSON, *(json.dumps(each).encode() for each in NO_OBJECT)):
                answer = sam.generic(operation.method.upper(), path, body, "application/json")
                assert (answer.status_code >= 400, fault(answer)) == (True, ""), (path, body[:20])


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["trace", "put", "delete"])
def test_a_method_that_an_address_does_not_answer(db: None, method: str) -> None:
    sam = browser(client_account("sam"))
    assert not fault(sam.generic(method.upper(), "/api/v1/acts"))
