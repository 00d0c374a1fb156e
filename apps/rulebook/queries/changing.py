"""What is announced to change: modules, templates, figures; in words, and in the source that was compiled.

All of it is public: whoever is bound by the rules may read what becomes of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.core.cache import cache as kept
from eth_hash.auto import keccak

from apps.ledger import queries as ledger
from apps.ledger.readmodel import PAGE
from apps.rulebook import rules
from apps.rulebook.projections import CHANGES, LOGIC
from apps.rulebook.queries.figures import figures
from apps.rulebook.types import (
    Change,
    ChangeState,
    Difference,
    FigureInForce,
    Known,
    Logic,
)
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import ZERO_ADDRESS, Address, Role

VERSIONS: Final = Path(__file__).resolve().parents[3] / "contracts" / "out" / "versions.json"
"""What `contracts/build.py` keeps of the code that can be announced: see its `versions`."""
CHANGE_STATES: Final = tuple(ChangeState)
_CODE_SECONDS: Final = 60
"""How long the node's answer is believed: code on the chain all but never changes."""


def pending() -> list[Change]:
    """What was announced and is neither in force nor withdrawn, the first due first."""
    found = CHANGES.page(order="earliest", where={"state": ChangeState.ANNOUNCED.value}, limit=PAGE)
    return [_change(row) for row in found.rows]


def pending_figures() -> list[FigureInForce]:
    """Figures of the rulebook that are signed and not in force yet."""
    return [each for each in figures() if each.announced is not None]


def changes(
    *, state: str | None = None, limit: int = PAGE, after: str | None = None
) -> tuple[list[Change], str | None]:
    """Everything that was ever announced, the latest first; and the following page's `after`."""
    where = {"state": state} if state else {}
    found = CHANGES.page(order="announced_at", where=where, after=after, limit=limit, descending=True)
    return [_change(row) for row in found.rows], found.next


def change(place: str) -> Change:
    """One of them, by its id: its place in the chain. Raises NotFound."""
    found = CHANGES.get(place)
    if found is None:
        raise NotFound
    return _change(found)


def logic() -> list[Logic]:
    """What is in force under each name, by name."""
    return [
        Logic(each["name"], Address(each["code"]), each["template"], each["since"]) for each in LOGIC.walk()
    ]


def difference(announced: Change) -> Difference:
    """How what is announced differs from what it replaces, as far as this build has the sources of both.

    The code is read from the node: it must still be what was announced. Raises NodeAway.
    """
    code = _code(announced.code)
    after = _known(code)
    before = _known(_code(announced.before)) if announced.before else None
    return Difference(
        before=before,
        after=after,
        genuine="0x" + keccak(code).hex() == announced.code_hash,
        said=rules.said_anew(before, after) if after else (),
        files=rules.files_anew(before, after) if after else (),
    )


def _change(found: Mapping[str, Any]) -> Change:
    return Change(
        id=found["id"],
        name=found["name"],
        code=Address(found["code"]),
        code_hash=found["hash"],
        template=found["template"],
        activator=Role(found["activator"]),
        announced_at=found["announced_at"],
        announced_in=found["announced_in"],
        earliest=found["earliest"],
        state=ChangeState(found["state"]),
        ended_at=found["ended_at"],
        before=Address(found["before"]) if found["before"] else None,
        reason=found["reason"],
    )


def _code(address: Address) -> bytes:
    if address == ZERO_ADDRESS:
        return b""
    key = f"rulebook:code:{address}"
    found: bytes | None = kept.get(key)
    if found is None:
        found = ledger.code(address)
        kept.set(key, found, _CODE_SECONDS)
    return found


def _known(code: bytes) -> Known | None:
    """The contract of this build that compiles to this code; None where none does."""
    versions = _versions()
    name = rules.recognised(code, versions["contracts"]) if code else None
    if name is None:
        return None
    found = versions["contracts"][name]
    texts = {each: versions["texts"][each] for each in found["sources"]}
    return Known(name, found["source"], found["compiler"], found["words"], texts)


@cache
def _versions() -> Mapping[str, Any]:
    """The build's own; empty where the contracts were never compiled here."""
    if not VERSIONS.exists():
        return {"contracts": {}, "texts": {}}
    found: Mapping[str, Any] = json.loads(VERSIONS.read_text("utf-8"))
    return found
