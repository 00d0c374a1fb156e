"""What import-linter cannot say: who owns tables, how large files and functions are, who imports what."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from castor_web.stack.places import ROOT

LONGEST_FILE = 400
LONGEST_FUNCTION = 50

TABLES = {
    # -- accounts: who signs in
    "accounts_account": "a sign-in account; a client's has no password",
    "accounts_attempt": "guesses counted against an account; a Redis flush must not forget them",
    "accounts_challenge": "sign-in challenges that the server wrote and compares byte for byte",
    "accounts_knownsigner": "what a client calls its signers, a passkey's id, a secret's version",
    "accounts_lostkey": "a request for a new key, until the guardians decide on-chain",
    "accounts_consent": "terms and risk warnings accepted, with version and time",
    # -- records (kyc's too): what is off-chain by law, encrypted
    "records_keywrap": "a record's key, wrapped to each organisation that may read it",
    "records_organisationkey": "the public keys to which records are wrapped",
    "records_record": "a record's kind, owner, state, dates and anchor",
    "records_recordfile": "a record's documents, encrypted",
    "records_recordread": "the audit log: who opened, disclosed, erased which record, and why",
    "records_recordversion": "a record's encrypted fields, a row per version",
    "records_searchword": "keyed hashes by which records are found, erased with them",
    "kyc_application": "a case on its way through review: who, which state, since when",
    "kyc_tagrequest": "each use of the person-tag service, which is logged and rate-limited",
    # -- ledger: transactions on their way
    "ledger_act": "an act from its proposal to its end",
    "ledger_attempt": "the raw bytes of each broadcast, committed before it",
    "ledger_intervention": "what people asked to be done about a stuck transaction, by whom and why",
    "ledger_lane": "one sending key and the nonce it is at, locked by row",
    "ledger_market": "which chain (genesis) and which market this database belongs to",
    "ledger_nonce": "the acts' nonces handed out per door",
    "ledger_sending": "one transaction, carrying many acts",
    "ledger_staffkey": "which signer a member of staff has; the key itself is in the keystore",
    # -- Django, allauth, axes
    "account_emailaddress": "allauth: staff's e-mail addresses",
    "account_emailconfirmation": "allauth: e-mail addresses to be confirmed",
    "auth_group": "Django: needed by its permissions",
    "auth_group_permissions": "Django: needed by its permissions",
    "auth_permission": "Django: who may use the admin for what",
    "axes_accessattempt": "axes: failed staff sign-ins, for lock-outs",
    "axes_accessattemptexpiration": "axes: when a lock-out ends",
    "axes_accessfailurelog": "axes: failed staff sign-ins, as a log",
    "axes_accesslog": "axes: staff sign-ins, as a log",
    "django_admin_log": "Django: what staff did in the admin, by id",
    "django_content_type": "Django: needed by its permissions",
    "django_session": "Django: sessions, which a Redis flush must not end",
    "mfa_authenticator": "allauth: staff's second factors",
}
"""Every table with its reason. No balance, holding, pledge or order is ever in one: those are the chain's."""

FACES = {"services", "queries", "types", "errors"}
"""Where apps meet."""

WIDER_FACES = {
    # The board reads every feed; every API and every form is built of the ledger's parts.
    "ledger": FACES | {"registry", "readmodel", "testing", "feeds", "api", "forms"},
    "records": FACES | {"documents"},  # sent, listed and saved alike in every app
    # kyc's person tags come from the same function; an app's desks are pages of the one admin.
    "accounts": FACES | {"oprf", "staffsite"},
}

OUTSIDERS = {"web3": {"ledger"}, "redis": {"ledger"}}
"""Packages that only these apps import."""


def sources(*, tests: bool = True) -> Iterator[Path]:
    """Every Python file of ours, without migrations (written by a program)."""
    for folder in ("apps", "castor_web"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and (tests or "tests" not in path.parts):
                yield path


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module that `path` imports, also inside functions, and `module.name` for what it takes."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def app_of(path: Path) -> str | None:
    """The app whose file this is; None for one outside `apps`."""
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "apps" and len(parts) > 2 else None


def place(path: Path) -> str:
    """The path as a person writes it."""
    return str(path.relative_to(ROOT))


def test_every_table_has_its_reason() -> None:
    there = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert sorted(there - TABLES.keys()) == [], "a new table: is it not the chain's, or a record?"
    assert sorted(TABLES.keys() - there) == [], "these tables are gone; take them off the list"


@pytest.mark.django_db
def test_every_change_of_a_table_has_its_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_no_file_is_too_long() -> None:
    lengths = {place(path): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    long = {}
    for path in sources():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{place(path)}:{node.lineno} {node.name}"] = length
    assert long == {}


@pytest.mark.parametrize("package", sorted(OUTSIDERS))
def test_only_the_ledger_speaks_to_the_chain_and_to_redis(package: str) -> None:
    found = [
        place(path)
        for path in sources(tests=False)
        if app_of(path) not in OUTSIDERS[package]
        and any(name.split(".")[0] == package for name in imports(path))
    ]
    assert found == []


def test_apps_meet_only_at_services_queries_types_and_errors() -> None:
    found = []
    for path in sources(tests=False):
        here = app_of(path)
        for name in imports(path):
            parts = name.split(".")
            if here is None or parts[0] != "apps" or len(parts) < 3 or parts[1] in (here, "vocabulary"):
                continue
            if parts[2] not in WIDER_FACES.get(parts[1], FACES):
                found.append(f"{place(path)} imports {name}")
    assert found == []


def test_models_are_private_to_their_app() -> None:
    """Also in tests and in castor_web: rows are reached through services and queries."""
    found = [
        f"{place(path)} imports {name}"
        for path in sources()
        for name in imports(path)
        if name.startswith("apps.")
        and name.split(".")[2:3] == ["models"]
        and app_of(path) != name.split(".")[1]
    ]
    assert found == []


def test_contracts_are_tested_as_they_are_deployed() -> None:
    """A test that imports a contract compiles it the quick way, over the artifact that is deployed, and then
    weighs and prices another code. Interfaces and libraries are nobody's code.
    """
    imported = re.compile(r'from "(?:\.\./)+src/(?!interfaces/|libraries/)\w+/(\w+)\.sol"')
    tests = sorted((ROOT / "contracts" / "test").rglob("*.sol"))
    found = {(each.name, name) for each in tests for name in imported.findall(each.read_text("utf-8"))}
    assert [each for each in sorted(found) if not re.match(r"I[A-Z]", each[1])] == []
