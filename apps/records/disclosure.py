"""A disclosure: single fields of a record, with what proves them against the root that the chain has. Pure.

The document is JSON: `format`, `record` (its id on the chain), `version` and `root` as anchored, and for each
field its tag, value, salt and path. Whoever has it needs nothing else but the chain (docs/kyc.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from apps.records.errors import DisclosureWrong
from apps.records.merkle import SALT_BYTES, Proof
from apps.records.types import Fields, Json

FORMAT: Final = "castor-disclosure/1"
LARGEST: Final = 256 * 1024
_SIDES: Final = {True: "left", False: "right"}
_FIELD: Final = "field:"


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What a document says and proves of itself; whether the chain has that root is asked apart from it."""

    record: bytes
    version: int
    root: bytes
    fields: Fields


def document(*, record: bytes, version: int, root: bytes, proofs: Iterable[Proof]) -> dict[str, Json]:
    """The document of some fields of one anchored version."""
    return {
        "format": FORMAT,
        "record": "0x" + record.hex(),
        "version": version,
        "root": "0x" + root.hex(),
        "fields": [
            {
                "tag": proof.tag,
                "value": proof.value,
                "salt": "0x" + proof.salt.hex(),
                "path": [[_SIDES[left], "0x" + sibling.hex()] for left, sibling in proof.path],
            }
            for proof in proofs
        ],
    }


def verified(text: str | bytes) -> Disclosed:
    """What a document proves of itself: each field leads to the root. Raises DisclosureWrong."""
    if len(text) > LARGEST:
        raise DisclosureWrong(problem="too large")
    try:
        found = json.loads(text)
        if not isinstance(found, dict) or found["format"] != FORMAT:
            raise DisclosureWrong(problem="not a disclosure")
        root, fields = _word(found["root"]), {}
        for each in found["fields"]:
            proof = _proof(each)
            if proof.root() != root:
                raise DisclosureWrong(problem=f"{proof.tag} does not lead to the root")
            fields[proof.tag.removeprefix(_FIELD)] = proof.value
        version = int(found["version"])
        return Disclosed(record=_word(found["record"]), version=version, root=root, fields=fields)
    except (KeyError, TypeError, ValueError, RecursionError) as problem:
        raise DisclosureWrong(problem="not a disclosure") from problem


def _proof(each: Mapping[str, Any]) -> Proof:
    tag = each["tag"]
    if not isinstance(tag, str):
        raise DisclosureWrong(problem="not a disclosure")
    sides = {word: left for left, word in _SIDES.items()}
    path = tuple((sides[side], _word(sibling)) for side, sibling in each["path"])
    return Proof(tag=tag, salt=_word(each["salt"]), value=each["value"], path=path)


def _word(text: str) -> bytes:
    word = bytes.fromhex(text.removeprefix("0x"))
    if len(word) != SALT_BYTES:
        raise DisclosureWrong(problem="not a disclosure")
    return word
