"""A record's fields as leaves of a Merkle tree, so that one field can be shown, and proven, without the rest.

Leaf and node are domain-separated, each leaf has a salt of its own, values are canonical JSON, and the
order of the leaves is that of their tags: the root depends on what a record says and on nothing else.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from eth_hash.auto import keccak

from apps.records.types import Json

SALT_BYTES = 32
LARGEST_INTEGER = 2**53 - 1  # RFC 8785: what every JSON reader keeps exactly


def canonical(value: Json) -> bytes:
    """A value's one JSON form (RFC 8785, without fractions). Raises ValueError for what has none."""
    _refuse_ambiguous(value)
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _refuse_ambiguous(value: Json) -> None:
    if isinstance(value, float):
        raise ValueError("a record holds no fractions")
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise ValueError("an integer of a record must be below 2^53; write a larger one as text")
    if isinstance(value, list):
        for item in value:
            _refuse_ambiguous(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            # Sorting by code point equals RFC 8785's sorting by UTF-16 only for such keys.
            if not key.isascii():
                raise ValueError("keys in a record are plain ASCII text")
            _refuse_ambiguous(item)
    elif not (value is None or isinstance(value, str | int)):
        raise ValueError(f"a record cannot hold a {type(value).__name__}")


def leaf(tag: str, salt: bytes, value: Json) -> bytes:
    """The 32-byte hash of one field: 0x00, the tag with its length (4 bytes), the salt, the canonical
    value.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    name = tag.encode()
    return keccak(b"\x00" + len(name).to_bytes(4, "big") + name + salt + canonical(value))


def node(left: bytes, right: bytes) -> bytes:
    """The 32-byte hash of two children."""
    return keccak(b"\x01" + left + right)


def fresh_salts(tags: Mapping[str, Json]) -> dict[str, bytes]:
    """A random salt for every tag; taken anew for every version, so that no two versions can be compared."""
    return {tag: secrets.token_bytes(SALT_BYTES) for tag in tags}


def root(values: Mapping[str, Json], salts: Mapping[str, bytes]) -> bytes:
    """The 32-byte Merkle root over tagged values. Raises ValueError when empty, KeyError when a salt is
    missing.
    """
    return _levels(values, salts)[-1][0]


@dataclass(frozen=True, slots=True)
class Proof:
    """One field with all that shows it to be under a root. `path` goes up: is the sibling on the left, and
    its hash.
    """

    tag: str
    salt: bytes
    value: Json
    path: tuple[tuple[bool, bytes], ...]

    def root(self) -> bytes:
        """The root that this field and its path lead to."""
        reached = leaf(self.tag, self.salt, self.value)
        for on_the_left, sibling in self.path:
            reached = node(sibling, reached) if on_the_left else node(reached, sibling)
        return reached


def prove(values: Mapping[str, Json], salts: Mapping[str, bytes], tag: str) -> Proof:
    """The proof of one field. Raises KeyError when there is no such tag."""
    value, salt = values[tag], salts[tag]
    place = sorted(values).index(tag)
    path: list[tuple[bool, bytes]] = []
    for level in _levels(values, salts)[:-1]:
        sibling = place ^ 1
        if sibling < len(level):
            path.append((sibling < place, level[sibling]))
        place //= 2
    return Proof(tag=tag, salt=salt, value=value, path=tuple(path))


def _levels(values: Mapping[str, Json], salts: Mapping[str, bytes]) -> list[list[bytes]]:
    if not values:
        raise ValueError("a record without fields has no root")
    levels = [[leaf(tag, salts[tag], values[tag]) for tag in sorted(values)]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        if len(below) % 2:
            above.append(below[-1])  # carried up alone: doubling it would let two records share a root
        levels.append(above)
    return levels
