"""Acts as EIP-712 typed data, built from the type strings that are registered on the chain. Pure.

Each type begins with target, asset and most, goes on with the call's arguments in order, and ends with
nonce and deadline; all fields are static words, so that the struct hash is the hash of the type hash and
the words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from eth_hash.auto import keccak

from apps.ledger.abi import address, read_word, word
from apps.ledger.errors import WrongArguments
from apps.ledger.types import DoorAct
from apps.vocabulary.types import Address

DOMAIN_NAME = "Castor"
DOMAIN_VERSION = "1"
DOMAIN_FIELDS = (
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
)
_DOMAIN_TYPE = keccak(
    ("EIP712Domain(" + ",".join(f"{kind} {name}" for name, kind in DOMAIN_FIELDS) + ")").encode()
)
_NAME_AND_VERSION = keccak(DOMAIN_NAME.encode()) + keccak(DOMAIN_VERSION.encode())
_FIRST, _LAST = 3, 2


@dataclass(frozen=True, slots=True)
class Struct:
    """A type string, read: the struct's name, its fields as (name, type), and the EIP-712 type hash."""

    name: str
    fields: tuple[tuple[str, str], ...]
    type_hash: bytes

    @property
    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The fields that are the call's own arguments."""
        return self.fields[_FIRST:-_LAST]


@cache
def struct(definition: str) -> Struct:
    """Reads a registered type such as `Pledge(address campaign,…,uint256 deadline)`.

    Raises ValueError when it is not of the form that every act has.
    """
    name, _, rest = definition.partition("(")
    pairs = [each.partition(" ") for each in rest.removesuffix(")").split(",")]
    fields = tuple((field, kind) for kind, _, field in pairs)
    frame = (*(kind for _, kind in fields[:_FIRST]), *fields[-_LAST:])
    wanted = ("address", "address", "uint256", ("nonce", "uint256"), ("deadline", "uint256"))
    if not rest.endswith(")") or len(fields) < _FIRST + _LAST or frame != wanted:
        raise ValueError(f"not an act's type: {definition}")
    return Struct(name, fields, keccak(definition.encode()))


def call(definition: str, selector: str, arguments: Mapping[str, Any]) -> bytes:
    """The call that a type stands for: the selector and one word for each of its arguments.

    Raises WrongArguments when a name is missing or too many, or a value is not of its type.
    """
    wanted = struct(definition).arguments
    if set(arguments) != {name for name, _ in wanted}:
        raise WrongArguments(
            f"{struct(definition).name} takes: " + (", ".join(name for name, _ in wanted) or "no arguments")
        )
    return bytes.fromhex(selector[2:]) + b"".join(word(kind, arguments[name]) for name, kind in wanted)


def arguments_of(definition: str, data: bytes) -> dict[str, Any]:
    """A call's arguments by name, JSON-ready: what `call` was given."""
    wanted = struct(definition).arguments
    return {name: read_word(kind, data[4 + 32 * i : 36 + 32 * i]) for i, (name, kind) in enumerate(wanted)}


@lru_cache(maxsize=10_000)
def domain_separator(chain_id: int, door: Address) -> bytes:
    """The EIP-712 domain separator of a door."""
    return keccak(_DOMAIN_TYPE + _NAME_AND_VERSION + chain_id.to_bytes(32, "big") + word("address", door))


def digest(definition: str, act: DoorAct, *, chain_id: int, door: Address) -> bytes:
    """The 32 bytes that the door's signers sign."""
    return keccak(preimage(definition, act, chain_id=chain_id, door=door))


def preimage(definition: str, act: DoorAct, *, chain_id: int, door: Address) -> bytes:
    """The bytes whose keccak-256 is the digest (EIP-712): prefix, domain, struct."""
    content = keccak(
        struct(definition).type_hash
        + word("address", act.target)
        + word("address", act.asset)
        + act.most.to_bytes(32, "big")
        + act.call[4:]
        + act.nonce.to_bytes(32, "big")
        + act.deadline.to_bytes(32, "big")
    )
    return b"\x19\x01" + domain_separator(chain_id, door) + content


def typed_data(definition: str, act: DoorAct, *, chain_id: int, door: Address) -> dict[str, Any]:
    """The act as `eth_signTypedData_v4` takes it; integers stand as decimal text, which no browser rounds."""
    shape = struct(definition)
    values: Sequence[Any] = (
        act.target,
        act.asset,
        act.most,
        *arguments_of(definition, act.call).values(),
        act.nonce,
        act.deadline,
    )
    return {
        "types": {
            "EIP712Domain": _listed(DOMAIN_FIELDS),
            shape.name: _listed(shape.fields),
        },
        "primaryType": shape.name,
        "domain": {
            "name": DOMAIN_NAME,
            "version": DOMAIN_VERSION,
            "chainId": chain_id,
            "verifyingContract": address(door),
        },
        "message": {
            name: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
            for (name, _), value in zip(shape.fields, values, strict=True)
        },
    }


def _listed(fields: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name, kind in fields]
