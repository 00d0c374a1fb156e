"""A market on paper for tests of the hierarchy: its cast, as the kernel announces them."""

from __future__ import annotations

from itertools import count
from typing import Any, Final

from apps.ledger.events import Event
from apps.ledger.testing import MemoryWrite, event
from apps.participants.types import Link
from apps.vocabulary.types import ZERO_ADDRESS, Address, InvestorClass, Role, Standing, Viewer


def address(number: int) -> Address:
    """A different address for each number; all figures, so that it is its own checksum."""
    return Address(f"0x{number:040d}")


RANIA: Final = address(1)
TAN: Final = address(2)
TARA: Final = address(3)
OMAR: Final = address(4)
OLGA: Final = address(5)
IDA: Final = address(6)
IVAN: Final = address(7)
IRIS: Final = address(8)
SAM: Final = address(9)
NO_WORD: Final = "0x" + "00" * 32
BIRTH: Final = 1_700_000_000
LATER: Final = BIRTH + 3600
YEAR: Final = 365 * 86_400


_places = count()


def word(text: str) -> str:
    """A short text as the contracts keep it."""
    return "0x" + text.encode().ljust(32, b"\0").hex()


def master(name: str, /, *, at: int = LATER, **arguments: object) -> Event:
    """An event of the kernel."""
    return event(name, "MarketMaster", arguments, at=at, index=next(_places))


def admitted(
    door: Address,
    role: Role,
    name: str,
    parent: Address,
    *,
    trustee: Address = ZERO_ADDRESS,
    investor_class: InvestorClass = InvestorClass.NONE,
    person: str = NO_WORD,
    valid_until: int = 0,
) -> Event:
    """The kernel announces a participant."""
    return master(
        "Admitted",
        at=BIRTH,
        door=door,
        role=int(role),
        parent=parent,
        trustee=trustee,
        name=word(name),
        person=person,
        validUntil=valid_until,
        **{"class": int(investor_class)},
    )


def linked(trustee: Address, operator: Address, state: Link = Link.ACTIVE) -> Event:
    """The kernel announces how the two stand."""
    return master("Linked", trustee=trustee, operator=operator, link=int(state))


def standing(door: Address, to: Standing, by: Address = RANIA, reason: str = "late report") -> Event:
    """A parent changed how its child stands."""
    return master("StandingChanged", door=door, standing=int(to), by=by, reason=word(reason))


def door_event(door: Address, role: Role, name: str, /, *, at: int = LATER, **arguments: object) -> Event:
    """An event of a participant's door."""
    return event(name, role.name.capitalize(), arguments, source=door, at=at, index=next(_places))


def market() -> MemoryWrite:
    """Rania; Tan and Tara; Omar, linked to Tan, with Ida and Ivan; Olga, linked to Tara, with Iris."""
    write = MemoryWrite()
    tag = "0x" + "aa" * 32
    client: dict[str, Any] = {"person": tag, "valid_until": LATER + YEAR}
    retail = InvestorClass.RETAIL
    write.play(
        admitted(RANIA, Role.REGULATOR, "Securities Commission", ZERO_ADDRESS),
        admitted(TAN, Role.TRUSTEE, "Tan Trustees", RANIA),
        admitted(TARA, Role.TRUSTEE, "Tara Trustees", RANIA),
        admitted(OMAR, Role.OPERATOR, "Omar Crowd", RANIA),
        admitted(OLGA, Role.OPERATOR, "Olga Crowd", RANIA),
        linked(TAN, OMAR),
        linked(TARA, OLGA),
        admitted(IDA, Role.ISSUER, "Ida Kopi", OMAR, trustee=TAN, **client),
        admitted(IVAN, Role.INVESTOR, "", OMAR, trustee=TAN, investor_class=retail, **client),
        admitted(IRIS, Role.INVESTOR, "", OLGA, trustee=TARA, investor_class=retail, **client),
    )
    write.stand(at=LATER)
    return write


def viewer(door: Address, role: Role) -> Viewer:
    """Somebody of that door, maker and checker alike."""
    return Viewer(role=role, door=door, account=1, maker=True, checker=True)


REGULATOR: Final = viewer(RANIA, Role.REGULATOR)
TRUSTEE: Final = viewer(TAN, Role.TRUSTEE)
OPERATOR: Final = viewer(OMAR, Role.OPERATOR)
INVESTOR: Final = viewer(IVAN, Role.INVESTOR)
