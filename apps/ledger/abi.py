"""The contracts' vocabulary: functions, events and typed errors, read from `contracts/abi/*.json`.

Values here are JSON-ready: integers, booleans, checksum addresses, 0x-hex for bytes, lists, and
dictionaries for structs. Static words are coded by hand (fifty times faster than the general coder); what
is dynamic goes to eth_abi.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from eth_abi.abi import decode as decode_general
from eth_abi.abi import encode as encode_general
from eth_abi.exceptions import DecodingError, EncodingError
from eth_hash.auto import keccak

from apps.ledger.errors import WrongArguments
from apps.ledger.types import Hash, RawLog
from apps.vocabulary.types import Address

FOLDER = Path(__file__).resolve().parents[2] / "contracts" / "abi"
ERROR_STRING = bytes.fromhex("08c379a0")
PANIC = bytes.fromhex("4e487b71")
MOST_ADDRESSES = 20_000
"""How many addresses are remembered with their checksums."""
_LATER = re.compile(r"(V[0-9]+|OfSukuk)$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One input or output: its name, canonical ABI type, whether indexed (events), and a struct's fields."""

    name: str
    type: str
    indexed: bool = False
    fields: tuple[Parameter, ...] = ()

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Parameter:
        """From an ABI's JSON entry; a struct's type becomes its tuple of types."""
        fields = tuple(cls.read(each) for each in entry.get("components", ()))
        kind: str = entry["type"]
        if fields:
            kind = "(" + ",".join(each.type for each in fields) + ")" + kind.removeprefix("tuple")
        return cls(entry["name"], kind, bool(entry.get("indexed")), fields)

    @property
    def is_word(self) -> bool:
        """Whether a value takes exactly one 32-byte word."""
        return not self.fields and self.type[-1] != "]" and self.type not in ("bytes", "string")


@dataclass(frozen=True)
class Signature:
    """A function, event or error of a contract."""

    contract: str
    name: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...] = ()
    is_view: bool = False

    @cached_property
    def text(self) -> str:
        """The canonical signature, such as `pledge(uint256,uint256)`."""
        return f"{self.name}({','.join(each.type for each in self.inputs)})"

    @cached_property
    def topic(self) -> Hash:
        """The event's first topic."""
        return Hash("0x" + keccak(self.text.encode()).hex())

    @cached_property
    def selector(self) -> bytes:
        """The first four bytes of a call or an error."""
        return keccak(self.text.encode())[:4]

    def encode(self, *arguments: Any) -> bytes:
        """Call data. Raises WrongArguments when a value is not of its type."""
        return self.selector + encode(self.inputs, arguments)

    def decode(self, data: bytes) -> dict[str, Any]:
        """The arguments of call data or of a typed error, without the selector, by name."""
        return decode(self.inputs, data)

    def results(self, data: bytes) -> Any:
        """What a call returned: one value, or a dictionary when the function returns several."""
        found = decode(self.outputs, data)
        return next(iter(found.values())) if len(self.outputs) == 1 else found

    def read_log(self, log: RawLog) -> dict[str, Any]:
        """An event's arguments by name, in the order of its declaration.

        An indexed argument that is not a word stands as the hash that its topic holds.
        """
        topics, form = log["topics"][1:], self._form
        if form is None or len(topics) != self._indexed:
            return self._read_at_length(log)
        data = bytes.fromhex("".join([each[2:] for each in topics]) + log["data"][2:])
        if len(data) < form.size:
            raise ValueError("too little data")
        words = form.unpack_from(data)
        return {name: read(words[at]) for name, read, at in self._readers}

    @cached_property
    def _indexed(self) -> int:
        return sum(each.indexed for each in self.inputs)

    @cached_property
    def _form(self) -> struct.Struct | None:
        """Cuts an event's topics and data, one after the other, into words; None where an argument is not
        one.
        """
        plain = all(each.is_word for each in self.inputs)
        return struct.Struct("32s" * len(self.inputs)) if plain else None

    @cached_property
    def _readers(self) -> tuple[tuple[str, Callable[[bytes], Any], int], ...]:
        """An event's arguments, as declared, with how each is read and which of the words it is."""
        order = sorted(self.inputs, key=lambda each: not each.indexed)
        return tuple((each.name, reader_of(each.type), order.index(each)) for each in self.inputs)

    def _read_at_length(self, log: RawLog) -> dict[str, Any]:
        rest = iter(log["topics"][1:])
        plain = decode(
            tuple(each for each in self.inputs if not each.indexed), bytes.fromhex(log["data"][2:])
        )
        return {
            each.name: _topic_value(each, next(rest)) if each.indexed else plain[each.name]
            for each in self.inputs
        }


@dataclass(frozen=True)
class ContractAbi:
    """One contract's functions (by name), events (by first topic and by name) and errors (by selector)."""

    name: str
    functions: Mapping[str, Signature]
    events: Mapping[str, Signature]
    topics: Mapping[Hash, Signature]
    errors: Mapping[bytes, Signature]
    constructor: tuple[Parameter, ...]

    @classmethod
    def read(cls, name: str, entries: Sequence[Mapping[str, Any]]) -> ContractAbi:
        """From an ABI's JSON. An overloaded function is kept by its first declaration and by its full
        signature.
        """
        kinds: dict[str, list[Signature]] = {"function": [], "event": [], "error": []}
        constructor: tuple[Parameter, ...] = ()
        for entry in entries:
            inputs = tuple(Parameter.read(each) for each in _named(entry.get("inputs", ())))
            if entry["type"] == "constructor":
                constructor = inputs
            elif entry["type"] in kinds:
                outputs = tuple(Parameter.read(each) for each in _named(entry.get("outputs", ())))
                view = entry.get("stateMutability") in ("view", "pure")
                kinds[entry["type"]].append(Signature(name, entry["name"], inputs, outputs, view))
        functions: dict[str, Signature] = {}
        for each in kinds["function"]:
            functions.setdefault(each.name, each)
            functions[each.text] = each
        return cls(
            name=name,
            functions=functions,
            events={each.name: each for each in kinds["event"]},
            topics={each.topic: each for each in kinds["event"]},
            errors={each.selector: each for each in kinds["error"]},
            constructor=constructor,
        )


@cache
def contracts() -> Mapping[str, ContractAbi]:
    """Every contract's ABI by its name, as committed in `contracts/abi`.

    What a later version of a contract (`MoneyFactoryV2`) has beside the first, the first's ABI has too: under
    its name the events of all versions are read, whichever is in force.
    """
    entries: dict[str, list[Mapping[str, Any]]] = {}
    for path in sorted(FOLDER.glob("*.json")):
        content = json.loads(path.read_text())
        entries[content["contractName"]] = content["abi"]
    for name in sorted(entries):
        first = _LATER.sub("", name)
        if first != name and first in entries:
            entries[first] = [
                *entries[first],
                *(each for each in entries[name] if each not in entries[first]),
            ]
    return {name: ContractAbi.read(name, each) for name, each in entries.items()}


def contract(name: str) -> ContractAbi:
    """One contract's ABI. Raises KeyError where none of that name is committed."""
    return contracts()[name]


def function(contract_name: str, name: str) -> Signature:
    """One function. Raises KeyError where there is none."""
    return contracts()[contract_name].functions[name]


@cache
def errors() -> Mapping[bytes, Signature]:
    """Every typed error of every contract, by selector."""
    return {selector: each for abi in contracts().values() for selector, each in abi.errors.items()}


@dataclass(frozen=True, slots=True)
class TypedError:
    """A revert's reason: the error's name, selector and arguments.

    Plain `require` strings are `Error`, the compiler's own checks `Panic`, no data at all `Reverted`; what
    no ABI knows is `Unknown`, with the bytes as its argument.
    """

    name: str
    selector: str
    arguments: Mapping[str, Any]


def read_error(reason: bytes) -> TypedError:
    """What revert data says. Never raises: data that does not decode is `Unknown`."""
    if not reason:
        return TypedError("Reverted", "0x", {})
    selector = reason[:4]
    known = errors().get(selector)
    try:
        if known is not None:
            return TypedError(known.name, "0x" + selector.hex(), known.decode(reason[4:]))
        if selector == ERROR_STRING:
            return TypedError("Error", "0x08c379a0", {"text": decode_general(["string"], reason[4:])[0]})
        if selector == PANIC:
            return TypedError("Panic", "0x4e487b71", {"code": int.from_bytes(reason[4:36], "big")})
    except (DecodingError, ValueError, OverflowError):
        pass
    return TypedError("Unknown", "0x" + selector.hex(), {"data": "0x" + reason.hex()})


# -- words ----------------------------------------------------------------------------------------------


def encode(parameters: Sequence[Parameter], values: Sequence[Any]) -> bytes:
    """ABI-encodes values. Raises WrongArguments when one is not of its type."""
    if len(parameters) != len(values):
        raise WrongArguments
    if all(each.is_word for each in parameters):
        return b"".join(word(each.type, value) for each, value in zip(parameters, values, strict=True))
    raw = [_raw(each, value) for each, value in zip(parameters, values, strict=True)]
    try:
        return encode_general([each.type for each in parameters], raw)
    except (EncodingError, TypeError, ValueError) as failure:
        raise WrongArguments from failure


def decode(parameters: Sequence[Parameter], data: bytes) -> dict[str, Any]:
    """Decodes ABI data into JSON-ready values by name. Raises ValueError or DecodingError where it is
    too short.
    """
    if all(each.is_word for each in parameters):
        if len(data) < 32 * len(parameters):
            raise ValueError("too little data")
        return {
            each.name: read_word(each.type, data[32 * i : 32 * i + 32]) for i, each in enumerate(parameters)
        }
    found = decode_general([each.type for each in parameters], data, strict=False)
    return {each.name: _plain(each, value) for each, value in zip(parameters, found, strict=True)}


def word(kind: str, value: Any) -> bytes:
    """One static value as its 32-byte word.

    Takes integers (or booleans for `bool`), 0x-addresses, and bytes or 0x-hex for `bytesN`.
    Raises WrongArguments when the value is not of the type or out of its range.
    """
    if kind.startswith("uint"):
        if (
            isinstance(value, bool)
            or not isinstance(value, int)
            or not 0 <= value < 1 << int(kind[4:] or 256)
        ):
            raise WrongArguments
        return value.to_bytes(32, "big")
    if kind == "address":
        return bytes(12) + _bytes(value, 20)
    if kind == "bool":
        if value not in (True, False, 0, 1):
            raise WrongArguments
        return int(value).to_bytes(32, "big")
    if kind.startswith("int"):
        half = 1 << (int(kind[3:] or 256) - 1)
        if isinstance(value, bool) or not isinstance(value, int) or not -half <= value < half:
            raise WrongArguments
        return value.to_bytes(32, "big", signed=True)
    if kind.startswith("bytes") and kind != "bytes":
        return _bytes(value, int(kind[5:])).ljust(32, b"\0")
    raise WrongArguments


def read_word(kind: str, data: bytes) -> Any:
    """The value of one 32-byte word, JSON-ready."""
    return reader_of(kind)(data)


@cache
def reader_of(kind: str) -> Callable[[bytes], Any]:
    """What gives the value of a type's 32-byte word, JSON-ready."""
    if kind.startswith("uint"):
        return int.from_bytes
    if kind == "address":
        return lambda data: checksum(data[12:])
    if kind == "bool":
        return lambda data: data[31] != 0
    if kind.startswith("int"):
        return lambda data: int.from_bytes(data, signed=True)
    size = int(kind[5:])
    return lambda data: "0x" + data[:size].hex()


@lru_cache(maxsize=MOST_ADDRESSES)
def checksum(raw: bytes) -> Address:
    """Twenty bytes as an EIP-55 address."""
    digits = raw.hex()
    marks = keccak(digits.encode()).hex()
    return Address("0x" + "".join([c.upper() if m > "7" else c for c, m in zip(digits, marks, strict=False)]))


@lru_cache(maxsize=MOST_ADDRESSES)
def address(text: str) -> Address:
    """An address as written by anybody, in checksum form. Raises WrongArguments when it is none."""
    return checksum(_bytes(text, 20))


def _bytes(value: Any, size: int) -> bytes:
    if isinstance(value, str) and value.startswith("0x"):
        try:
            value = bytes.fromhex(value[2:])
        except ValueError as failure:
            raise WrongArguments from failure
    if not isinstance(value, bytes | bytearray) or len(value) != size:
        raise WrongArguments
    return bytes(value)


def _topic_value(parameter: Parameter, topic: str) -> Any:
    return read_word(parameter.type, bytes.fromhex(topic[2:])) if parameter.is_word else topic


def _named(entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Nameless parameters by their place, so that none overwrites another."""
    return [{**each, "name": each.get("name") or str(i)} for i, each in enumerate(entries)]


def _raw(parameter: Parameter, value: Any) -> Any:
    """A JSON-ready value as eth_abi takes it: bytes for hex, tuples for structs."""
    if parameter.type.endswith("]"):
        element = _element(parameter)
        return [_raw(element, each) for each in value]
    if parameter.fields:
        if isinstance(value, Mapping):
            value = [value[each.name] for each in parameter.fields]
        return tuple(_raw(each, v) for each, v in zip(parameter.fields, value, strict=True))
    if parameter.type.startswith("bytes") and isinstance(value, str):
        return bytes.fromhex(value.removeprefix("0x"))
    return value


def _plain(parameter: Parameter, value: Any) -> Any:
    if parameter.type.endswith("]"):
        element = _element(parameter)
        return [_plain(element, each) for each in value]
    if parameter.fields:
        return {each.name: _plain(each, v) for each, v in zip(parameter.fields, value, strict=True)}
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if parameter.type == "address":
        return address(value)
    return value


def _element(parameter: Parameter) -> Parameter:
    return Parameter(parameter.name, parameter.type[: parameter.type.rindex("[")], False, parameter.fields)
