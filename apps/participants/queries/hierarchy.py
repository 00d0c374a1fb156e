"""Who is who in the market, who stands how, and, for every app, who may see whom: `scope`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from apps.ledger import readmodel
from apps.ledger.readmodel import Where
from apps.participants import rules
from apps.participants.projections import LINKS, PARTICIPANTS, SIGNERS
from apps.participants.types import Branch, DoorSigner, Link, LinkView, Move, Participant, Recovery, Scope
from apps.vocabulary.errors import NotFound, SignInNeeded
from apps.vocabulary.types import Address, InvestorClass, Role, Standing, Viewer

PAGE = 50

# -- who sees whom --------------------------------------------------------------------------------------


def scope(viewer: Viewer) -> Scope:
    """Whom the viewer sees: the regulator everybody; a trustee its linked operators and their clients; an
    operator its own clients; a client itself; a visitor nobody.

    The one function that decides this, for every page, list and feed. A suspended link gives no sight.
    """
    door = viewer.door
    if door is None:
        return Scope(everything=False, doors=frozenset(), parents=frozenset())
    if viewer.role is Role.REGULATOR:
        return Scope(everything=True, doors=frozenset(), parents=frozenset())
    if viewer.role is Role.OPERATOR:
        return Scope(everything=False, doors=frozenset([door]), parents=frozenset([door]))
    if viewer.role is Role.TRUSTEE:
        found = PARTICIPANTS.get(door)
        operators = frozenset(Address(each) for each in found["partners"]) if found else frozenset()
        return Scope(everything=False, doors=operators | {door}, parents=operators)
    return Scope(everything=False, doors=frozenset([door]), parents=frozenset())


def sees(viewer: Viewer, door: Address) -> bool:
    """Whether the viewer sees this participant."""
    found = PARTICIPANTS.get(door)
    return found is not None and scope(viewer).sees(door, found["parent"])


def seen(viewer: Viewer, doors: Sequence[str]) -> frozenset[str]:
    """Those of several doors that the viewer sees, in one round trip."""
    different = list(dict.fromkeys(doors))
    if viewer.door is None or not different:
        return frozenset()
    sight = scope(viewer)
    found = zip(different, PARTICIPANTS.many(different), strict=True)
    return frozenset(door for door, each in found if each and sight.sees(door, each["parent"]))


def participant(viewer: Viewer, door: Address) -> Participant:
    """A participant that the viewer sees. Raises NotFound for anybody else's, and for nobody's."""
    found = PARTICIPANTS.get(door)
    if found is None or not scope(viewer).sees(door, found["parent"]):
        raise NotFound
    return read_participant(found)


# -- lists ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list; `next` is the `after` of the following page, None at the end."""

    rows: list[Participant]
    next: str | None


def clients(
    viewer: Viewer,
    *,
    role: Role | None = None,
    standing: Standing | None = None,
    parent: Address | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Page:
    """The issuers and investors that the viewer sees, the newest first; of one operator, where one is named.

    Raises NotFound for an operator that is not seen.
    """
    seen = scope(viewer)
    if parent is not None and not (seen.everything or parent in seen.parents):
        raise NotFound
    where: dict[str, Any] = dict(seen.where())
    if parent is not None:
        where["parent"] = parent
    if not seen.everything and not where["parent"]:
        return Page([], None)
    where["role"] = role.word if role else [Role.ISSUER.word, Role.INVESTOR.word]
    if standing is not None:
        where["standing"] = standing.name.lower()
    found = PARTICIPANTS.page(order="admitted_at", where=where, after=after, limit=limit, descending=True)
    return Page([read_participant(each) for each in found.rows], found.next)


def children(viewer: Viewer, door: Address, *, after: str | None = None, limit: int = PAGE) -> Page:
    """A participant's children by name. Raises NotFound where the viewer does not see the parent."""
    participant(viewer, door)
    found = PARTICIPANTS.page(order="name", where={"parent": door}, after=after, limit=limit)
    return Page([read_participant(each) for each in found.rows], found.next)


def organisations(role: Role) -> list[Participant]:
    """Every trustee, or operator, by name: organisations are public, and so are their standings."""
    if role not in (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR):
        return []
    return [read_participant(each) for each in PARTICIPANTS.walk(order="name", where={"role": role.word})]


def regulator() -> Address | None:
    """The regulator's door; None as long as the market has not been indexed."""
    found = PARTICIPANTS.page(where={"role": Role.REGULATOR.word}, limit=1).rows
    return Address(found[0]["door"]) if found else None


def tree(viewer: Viewer) -> list[Branch]:
    """The organisations that the viewer sees, each below its parent: regulator, trustees, operators.

    Operators say how many clients they have. Clients are lists of their own (`clients`). Raises SignInNeeded.
    """
    if viewer.door is None:
        raise SignInNeeded
    seen, now = scope(viewer), chain_time()
    branches = []
    for depth, role in ((0, Role.REGULATOR), (1, Role.TRUSTEE), (1, Role.OPERATOR)):
        for each in organisations(role):
            if seen.sees(each.door, each.parent):
                issuers, investors = _counts(each.door) if role is Role.OPERATOR else (0, 0)
                active = _blamed(each.door, now) is None
                branches.append(Branch(each, depth, active, issuers, investors))
    return branches


def market_counts() -> Mapping[str, int]:
    """How many participants there are of each role, by its word. Public."""
    return {str(role): n for role, n in PARTICIPANTS.counts("role").items()}


def client_counts(viewer: Viewer) -> dict[Role, int]:
    """How many issuers and investors the viewer sees."""
    seen = scope(viewer)
    if not seen.everything and not seen.parents:
        return {Role.ISSUER: 0, Role.INVESTOR: 0}
    return {
        role: PARTICIPANTS.count({**seen.where(), "role": role.word}) for role in (Role.ISSUER, Role.INVESTOR)
    }


def class_counts(doors: Sequence[str]) -> dict[InvestorClass, int]:
    """How many of these investors are of each class: figures alone, so that who may not see them may know."""
    found = PARTICIPANTS.many(list(dict.fromkeys(doors)))
    of = [InvestorClass[each["investor_class"].upper()] for each in found if each is not None]
    return {each: of.count(each) for each in InvestorClass if each in of}


# -- who stands how -------------------------------------------------------------------------------------


def is_active(door: Address, at: int | None = None) -> bool:
    """Whether a participant may act at `at` (chain seconds; by default now): it and all its parents are
    active, valid and not frozen. The contract decides; this is for pages.
    """
    found = PARTICIPANTS.get(door)
    return found is not None and _blamed(door, chain_time() if at is None else at) is None


def blamed(door: Address) -> Address | None:
    """The first of the participant and its parents that may not act now; None when all may."""
    return _blamed(door, chain_time())


def chain_time() -> int:
    """The market's clock: seconds of the last indexed block; 0 before the first."""
    head = readmodel.head()
    return head.timestamp if head is not None else 0


def links_of(door: Address) -> list[LinkView]:
    """A trustee's or an operator's links, in whatever state, oldest first."""
    found = PARTICIPANTS.get(door)
    if found is None or found["role"] not in (Role.TRUSTEE.word, Role.OPERATOR.word):
        return []
    where: Where = {found["role"]: door}
    return [
        LinkView(
            Address(each["trustee"]),
            Address(each["operator"]),
            Link[each["state"].upper().replace("-", "_")],
            each["since"],
        )
        for each in LINKS.walk(where=where)
    ]


# -- names and signers ----------------------------------------------------------------------------------


def name_of(door: str) -> str:
    """An organisation's or a company's name; for a person, or an unknown address, the address shortened."""
    return names_of([door])[door]


def names_of(doors: Sequence[str]) -> dict[str, str]:
    """The names of several doors in one round trip: see `name_of`."""
    different = list(dict.fromkeys(doors))
    found = PARTICIPANTS.many(different)
    return {
        door: document["name"] if document and document["name"] else rules.short(door)
        for door, document in zip(different, found, strict=True)
    }


def said(
    lines: Sequence[tuple[str, Mapping[str, Any]]], *, called: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """Feed lines, each a translated sentence and its arguments, as text with names: one look-up for all. A
    sentence that does not fit its arguments is given as it is. For placeholders see `rules.said`. `called`:
    names by door that the reader knows better than the chain does.
    """
    names = {**names_of(doors_in(lines)), **called}
    return [_said(sentence, arguments, names) for sentence, arguments in lines]


def doors_in(lines: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """The doors that feed lines name, some more than once."""
    return [door for line in lines for door in rules.doors_in(*line)]


def signers_of(door: Address) -> list[DoorSigner]:
    """Who signs for a door now, in the order of their coming. Signers are on-chain, and public."""
    return [
        DoorSigner(Address(each["door"]), Address(each["key"]), each["x"], each["y"], each["since"])
        for each in SIGNERS.walk(where={"door": door})
    ]


def doors_of_signer(key: Address) -> list[Address]:
    """The doors that a key signs for now."""
    return [Address(each["door"]) for each in SIGNERS.walk(where={"key": key})]


def doors_of_person(person: str) -> list[Address]:
    """The doors of one person tag (0x-hex), at whatever operators: not for an operator's eyes."""
    return [Address(each["door"]) for each in PARTICIPANTS.walk(where={"person": person})]


def every_client() -> list[Address]:
    """The doors of all issuers and investors, whatever their standing: for who tells them all something."""
    roles = [Role.ISSUER.word, Role.INVESTOR.word]
    return [Address(each["door"]) for each in PARTICIPANTS.walk(where={"role": roles})]


def participants_at(doors: Sequence[str]) -> dict[str, Participant]:
    """What several doors are, in one round trip; an address that is no participant is left out. Who may be
    told of it is the caller's to decide.
    """
    different = list(dict.fromkeys(doors))
    found = zip(different, PARTICIPANTS.many(different), strict=True)
    return {door: read_participant(each) for door, each in found if each is not None}


def role_of(door: Address) -> Role:
    """What a door is; `Role.NONE` for an address that is no participant."""
    found = PARTICIPANTS.get(door)
    return Role[found["role"].upper()] if found else Role.NONE


# -- parts ----------------------------------------------------------------------------------------------


def _said(sentence: str, arguments: Mapping[str, Any], names: Mapping[str, str]) -> str:
    try:
        return rules.said(sentence, arguments, names)
    except (KeyError, ValueError, TypeError):
        return sentence


def _counts(operator: Address) -> tuple[int, int]:
    def count(role: Role) -> int:
        return PARTICIPANTS.count({"parent": operator, "role": role.word})

    return count(Role.ISSUER), count(Role.INVESTOR)


def _blamed(door: str | None, now: int) -> Address | None:
    """As the kernel asks: the regulator is always active."""
    while door is not None:
        found = PARTICIPANTS.get(door)
        if found is None:
            return Address(door)
        if found["parent"] is None:
            return None
        expired = found["valid_until"] != 0 and found["valid_until"] < now
        if found["standing"] != Standing.ACTIVE.name.lower() or expired or found["frozen_until"] > now:
            return Address(door)
        door = found["parent"]
    return None


def _address(text: str | None) -> Address | None:
    return Address(text) if text else None


def read_participant(found: Mapping[str, Any]) -> Participant:
    """A participant's document as its value."""
    recovery, move = found["recovery"], found["move"]
    return Participant(
        door=Address(found["door"]),
        role=Role[found["role"].upper()],
        name=found["name"],
        standing=Standing[found["standing"].upper()],
        parent=_address(found["parent"]),
        trustee=_address(found["trustee"]),
        person=found["person"],
        investor_class=InvestorClass[found["investor_class"].upper()],
        valid_until=found["valid_until"],
        frozen_until=found["frozen_until"],
        admitted_at=found["admitted_at"],
        token=_address(found["token"]),
        successor=_address(found["successor"]),
        partners=tuple(Address(each) for each in found["partners"]),
        threshold=found["threshold"],
        vetoes=found["vetoes"],
        recovery=Recovery(**recovery) if recovery else None,
        move=Move(**move) if move else None,
    )
