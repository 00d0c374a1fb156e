"""DN-Keys: a name in the DNS says which door it is, and which keys sign for it (blueprint, chapter 5).

Two grammars are read. Several records of one name may each say a part:

    example.my.         TXT "dnkey-castor=0x…door"        TXT "dnkey-castor-key=0x…signer"
    _dnkey.example.my.  TXT "v=DNKEY1; k=castor; p=0x…"   TXT "v=DNKEY1; k=castor-key; p=0x…"

`castor-account` is what a guardian announces of an account: `0x…door/0x…signer,0x…signer`. Trust is control
of the domain, and no more: whatever a name says is compared with the signers on the chain.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Protocol

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver
import dns.zone
from django.conf import settings
from eth_utils.address import to_checksum_address

from apps.accounts import hierarchy
from apps.accounts.errors import NameDisagrees, NamesAway, NameSaysNothing, SignersNotAnnounced
from apps.accounts.types import Announced, Announcement, DnKey, signer_text
from apps.vocabulary.types import Address

CHAIN: Final = "castor"
Guardians = tuple[Address | None, Address | None] | None
"""A client's operator and trustee."""
SECONDS: Final = 3.0
LONGEST_NAME: Final = 253
_FIRST = re.compile(r"dnkey-([a-z0-9-]+)\s*=\s*(\S+)\s*\Z")
_SIGNER = re.compile(r"(0x[0-9a-fA-F]{40})(?::(0x[0-9a-fA-F]{64}):(0x[0-9a-fA-F]{64}))?\Z")


class Resolver(Protocol):
    """Where the texts of a name come from."""

    def texts(self, name: str) -> list[str]:
        """The TXT records of a name, each joined; none where there is no such name. Raises NamesAway."""
        ...


class Dns:
    """The DNS that this machine asks."""

    def texts(self, name: str) -> list[str]:
        """See `Resolver.texts`."""
        try:
            found = dns.resolver.resolve(name, "TXT", lifetime=SECONDS, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as problem:
            raise NamesAway from problem
        return [_joined(each.strings) for each in found]


class ZoneFile:
    """A zone file (RFC 1035) in the DNS's place, for development and tests."""

    def __init__(self, path: Path) -> None:
        self._zone = dns.zone.from_file(str(path), origin=".", relativize=False, check_origin=False)

    def texts(self, name: str) -> list[str]:
        """See `Resolver.texts`."""
        found = self._zone.get_rdataset(dns.name.from_text(name), dns.rdatatype.TXT)
        return [_joined(each.strings) for each in found or ()]


@cache
def resolver(zone: str) -> Resolver:
    """The zone file of `CASTOR_DNKEY_ZONE`, or the DNS where none is named."""
    return ZoneFile(Path(zone)) if zone else Dns()


def resolve(name: str) -> DnKey:
    """What a name says of itself. Raises NameSaysNothing (nothing, or two doors), NamesAway."""
    said = _said(name)
    doors = {_address(value) for kind, value in said if kind == CHAIN}
    keys = {_signer(value) for kind, value in said if kind == f"{CHAIN}-key"}
    if len(doors) != 1 or None in doors or None in keys:
        raise NameSaysNothing(name=name)
    (door,) = doors
    return DnKey(name=name, door=Address(str(door)), keys=tuple(sorted(str(each) for each in keys)))


def check(name: str) -> DnKey:
    """What a name says of itself, where the chain says the same: a door, with just these signers.

    Raises NameSaysNothing, NameDisagrees, NamesAway, Unavailable.
    """
    found = resolve(name)
    if set(found.keys) != set(hierarchy.signers(found.door)) or not found.keys:
        raise NameDisagrees(name=name)
    return found


def require_account(door: Address, *, guardians: Guardians = None, signers: Collection[str] = ()) -> None:
    """Refuses an account of several signers unless the names of its operator and its trustee both announce
    just these: those of the chain, or `signers`, where they are about to change.

    `guardians` are other doors than the present ones, for a client that moves. Nothing is asked where this
    market's organisations have no names (`CASTOR_DNKEY_NAMES`), nor of one signer alone.
    Raises SignersNotAnnounced, NamesAway, Unavailable.
    """
    signing = set(signers or hierarchy.signers(door))
    if len(signing) < 2:
        return
    for name in _names(guardians or hierarchy.guardians(door)):
        if _announced(name, door) != signing:
            raise SignersNotAnnounced(name=name, record=_account_text(door, signing))


def require_signer(door: Address, signer: str, *, first: str | None) -> None:
    """Refuses a further signer of a client that its guardians do not both announce. The `first`, which the
    account was opened with, and one that signs alone need no announcement: who has them can always say no.

    Raises SignersNotAnnounced, NamesAway, Unavailable.
    """
    signing = hierarchy.signers(door)
    if signer == first or len(signing) < 2:
        return
    for name in _names(hierarchy.guardians(door)):
        if signer not in _announced(name, door):
            raise SignersNotAnnounced(name=name, record=_account_text(door, signing))


def announcement(door: Address) -> Announcement | None:
    """What its guardians have to announce of a client's account, and what they do; None where that is
    nothing.
    """
    signing, names = set(hierarchy.signers(door)), _names(hierarchy.guardians(door))
    if len(signing) < 2 or not names:
        return None
    text = _account_text(door, signing)
    records = (("", text), ("_dnkey", f"v=DNKEY1; k={CHAIN}-account; p={text.partition('=')[2]}"))
    return Announcement(records, tuple((name, _said_of(name, door, signing)) for name in names))


def records_of(door: Address, keys: Sequence[str]) -> list[tuple[str, str]]:
    """What to publish for a door, in both grammars: (where, text); where is "" for the domain itself."""
    said = [(CHAIN, door), *((f"{CHAIN}-key", key) for key in keys)]
    first = [("", f"dnkey-{kind}={value}") for kind, value in said]
    second = [("_dnkey", f"v=DNKEY1; k={kind}; p={value}") for kind, value in said]
    return first + second


# -- parts ----------------------------------------------------------------------------------------------


def _names(guardians: tuple[Address | None, Address | None]) -> list[str]:
    """The guardians' names in the DNS. One that has none is asked by its name in the market, and says
    nothing.
    """
    named = {door.lower(): name for door, name in settings.CASTOR_DNKEY_NAMES.items()}
    return [named.get((door or "").lower(), hierarchy.name_of(door)) for door in guardians] if named else []


def _said_of(name: str, door: Address, signing: set[str]) -> Announced:
    try:
        found = _announced(name, door)
    except NamesAway:
        return Announced.AWAY
    return Announced.ALIKE if found == signing else Announced.OTHERWISE if found else Announced.NOT


def _announced(name: str, door: Address) -> set[str]:
    """The signers that a guardian's name announces of an account; none where it says nothing of it."""
    found: set[str] = set()
    try:
        said = _said(name)
    except NameSaysNothing:
        return found
    for kind, value in said:
        account, _slash, signers = value.partition("/")
        if kind == f"{CHAIN}-account" and _address(account) == door:
            found |= {_signer(each) or each for each in signers.split(",")}
    return found


def _account_text(door: Address, signers: Iterable[str]) -> str:
    return f"dnkey-{CHAIN}-account={door}/{','.join(sorted(signers))}"


def _said(name: str) -> list[tuple[str, str]]:
    """Kind and value of each record, of whichever grammar."""
    name = name.strip().rstrip(".").lower()
    try:
        if not name or len(name) > LONGEST_NAME or "." not in name:
            raise NameSaysNothing(name=name)
        dns.name.from_text(f"_dnkey.{name}")
    except dns.exception.DNSException as problem:
        raise NameSaysNothing(name=name) from problem
    names = resolver(settings.CASTOR_DNKEY_ZONE)
    texts = [*names.texts(name), *names.texts(f"_dnkey.{name}")]
    return [found for each in texts if (found := parse(each)) is not None]


def parse(text: str) -> tuple[str, str] | None:
    """Kind and value of a record: `dnkey-<kind>=<value>`, or `v=DNKEY1; k=<kind>; p=<value>`; else None."""
    first = _FIRST.match(text.strip())
    if first is not None:
        return first[1], first[2]
    tags = dict(_tags(text))
    if tags.get("v") != "DNKEY1" or not tags.get("k") or not tags.get("p"):
        return None
    return tags["k"].lower(), tags["p"]


def _tags(text: str) -> Iterable[tuple[str, str]]:
    for part in text.split(";"):
        tag, _equals, value = part.partition("=")
        yield tag.strip().lower(), value.strip()


def _address(text: str) -> str | None:
    found = _SIGNER.match(text)
    return str(to_checksum_address(found[1])) if found and found[2] is None else None


def _signer(text: str) -> str | None:
    found = _SIGNER.match(text)
    if found is None:
        return None
    key = str(to_checksum_address(found[1]))
    return key if found[2] is None else signer_text(key, found[2], found[3])


def _joined(strings: Iterable[bytes]) -> str:
    return b"".join(strings).decode("utf-8", "replace")
