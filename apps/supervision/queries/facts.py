"""What the rules look at: read from the read model, the outbox and the records, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from apps.campaigns.types import CAMPAIGNS, PLEDGES, Stored
from apps.ledger import queries as ledger
from apps.ledger import readmodel
from apps.ledger.types import ActState
from apps.participants import queries as participants
from apps.participants.types import Participant
from apps.records import queries as records
from apps.records.types import Deed
from apps.rulebook import queries as rulebook
from apps.securities.types import CLASSES, HOLDINGS
from apps.supervision.queries.ledgered import Touched
from apps.supervision.queries.trades import trades
from apps.supervision.types.facts import Backed, Due, Facts, KeyUse, Reporting, Spread, Traded, Used
from apps.treasury import queries as treasury
from apps.treasury.types import SUPPLIES, WITHDRAWALS
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, InvestorClass, Role, Viewer

DAY = 86_400
KUALA_LUMPUR = 8 * 3600
WINDOW = 30 * DAY
"""How far back trades are compared."""
MOST_DUE = 500
LOG_READ = 1_000
ACTS_READ = 50
_LARGEST = 5
_ORGANISATIONS = (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR)
_NOBODY = "0x" + "00" * 32


def quick(viewer: Viewer, changed: Touched | None, broken: Iterable[tuple[str, str, int]] = ()) -> Facts:
    """What follows from what was touched (None: from everything): ceilings, trades, large holders."""
    head = readmodel.head()
    whole = changed is None or changed.everything
    faces = None if whole or changed is None else changed.faces
    return Facts(
        now=head.timestamp if head else 0,
        block=head.number if head else 0,
        used=tuple(_used(viewer, changed)),
        trades=tuple(_traded(viewer, faces, (head.timestamp if head else 0) - WINDOW)),
        spreads=tuple(_spreads(faces)),
        broken=tuple(broken),
    )


def slow(viewer: Viewer, *, since: int) -> Facts:
    """What time alone changes, and what PostgreSQL knows: banks, deadlines, reports, records, keys.

    `since`: wall seconds from which on the use of keys is looked at.
    """
    head = readmodel.head()
    return Facts(
        now=head.timestamp if head else 0,
        block=head.number if head else 0,
        backed=tuple(_backed(viewer)),
        uses=tuple(_uses(viewer, since)),
        dues=tuple(_dues()),
        reporting=tuple(_reporting()),
        doubted=tuple(_doubted(viewer)),
    )


# -- ceilings, trades, holders --------------------------------------------------------------------------


def _used(viewer: Viewer, changed: Touched | None) -> Iterator[Used]:
    """What counts towards R4 and R4b, as the contract last said, of who pledged or was renewed since."""
    everybody = changed is None or changed.everything or changed.ruled
    rows: Iterable[Any] = PLEDGES.walk(order="last_at") if everybody else _pledges_of(changed)
    people: dict[str, Participant | None] = {}
    last: dict[tuple[str, str | None], tuple[Participant, int]] = {}
    for row in rows:
        who = _person(viewer, row["investor"], people)
        campaign = CAMPAIGNS.get(row["campaign"])
        if who is None or campaign is None:
            continue
        for issuer in (None, campaign["issuer"]):
            _, before = last.get((who.person, issuer), (who, 0))
            last[who.person, issuer] = (who, max(before, row["last_at"]))
    for (person, issuer), (who, at) in last.items():
        rule = "R4" if issuer else "R4b"
        used = rulebook.used(person, Address(issuer) if issuer else None)
        ceiling = rulebook.figure(rule, who.investor_class)
        yield Used(person, who.door, rule, issuer, used, ceiling, at)


def _pledges_of(changed: Touched | None) -> Iterator[Any]:
    doors = sorted(changed.doors) if changed else []
    return PLEDGES.walk(order="last_at", where={"investor": doors}) if doors else iter(())


def _person(viewer: Viewer, door: str, known: dict[str, Participant | None]) -> Participant | None:
    """Who has a tag of their own, and a class that has ceilings."""
    if door not in known:
        try:
            found = participants.participant(viewer, Address(door))
        except NotFound:
            found = None
        counts = found and found.person != _NOBODY and found.investor_class != InvestorClass.NONE
        known[door] = found if counts else None
    return known[door]


def _traded(viewer: Viewer, faces: frozenset[str] | None, low: int) -> Iterator[Traded]:
    if faces is not None and not faces:
        return
    people: dict[str, str] = {}
    for each in trades(faces=None if faces is None else sorted(faces), low=max(0, low)):
        yield Traded(
            face=each["face"],
            buyer=each["buyer"],
            seller=each["seller"],
            buyer_tag=_tag(viewer, each["buyer"], people),
            seller_tag=_tag(viewer, each["seller"], people),
            units=each["units"],
            price=each["price"],
            amount=each["amount"],
            at=each["at"],
            block=each["block"],
            transaction=each["transaction"],
        )


def _tag(viewer: Viewer, door: str, known: dict[str, str]) -> str:
    """Whose door it is: two doors of one person are one; a door without a tag is its own."""
    if door not in known:
        try:
            person = participants.participant(viewer, Address(door)).person
        except NotFound:
            person = _NOBODY
        known[door] = door if person == _NOBODY else person
    return known[door]


def _spreads(faces: frozenset[str] | None) -> Iterator[Spread]:
    documents = CLASSES.walk() if faces is None else CLASSES.many(sorted(faces))
    for each in documents:
        if each is None or not each["units"]:
            continue
        top = HOLDINGS.page(order="units", where={"face": each["face"]}, descending=True, limit=_LARGEST)
        for line in top.rows:
            if participants.role_of(Address(line["holder"])) is Role.INVESTOR:
                yield Spread(each["face"], each["units"], line["holder"], line["units"])
                break


# -- banks, keys, deadlines, reports, records -----------------------------------------------------------


def _backed(viewer: Viewer) -> Iterator[Backed]:
    for each in SUPPLIES.walk():
        found = treasury.reserve(viewer, Address(each["trustee"]))
        yield Backed(each["trustee"], found.supply, found.holdings, found.difference, found.fresh_until)


def _uses(viewer: Viewer, since: int) -> Iterator[KeyUse]:
    """Acts of organisations that this portal carried: when they were made, and with which keys."""
    for role in _ORGANISATIONS:
        for organisation in participants.organisations(role):
            states = (ActState.MINED, ActState.FINAL)
            for act in ledger.acts_of(viewer, organisation.door, states=states, limit=ACTS_READ).rows:
                at = int(act.created_at.timestamp())
                if at < since:
                    break
                business = rulebook.is_business_day((at + KUALA_LUMPUR) // DAY)
                for key in act.signers:
                    yield KeyUse(organisation.door, key, at, business, act.transaction or "")


def _dues() -> Iterator[Due]:
    waiting = WITHDRAWALS.page(order="requested_at", where={"state": "waiting"}, limit=MOST_DUE)
    for each in waiting.rows:
        yield Due("withdrawal", str(each["id"]), each["door"], treasury.due_at(each["requested_at"]))
    cooling = CAMPAIGNS.page(order="closes_at", where={"state": Stored.COOLING_OFF}, limit=MOST_DUE)
    for each in cooling.rows:
        ends_at = max(each["cooling_off_ends_at"], each.get("notice_ends_at") or 0)
        yield Due("settlement", each["address"], each["issuer"], ends_at + DAY)
    failed = CAMPAIGNS.page(order="ended_at", where={"refunding": 1}, limit=MOST_DUE)
    for each in failed.rows:
        yield Due("refund", each["address"], each["issuer"], each["ended_at"] + DAY)
    for number in participants.due_orders():
        order = participants.order_of(number)
        yield Due("order", str(number), order.holder, order.earliest + DAY)


def _reporting() -> Iterator[Reporting]:
    """Issuers whose campaigns have settled, and when each last told its shareholders something."""
    last: dict[str, int] = {}
    for each in CAMPAIGNS.walk(order="ended_at", where={"state": Stored.SETTLED}):
        told = max([each["ended_at"], *(update["at"] for update in each.get("updates", ()))])
        last[each["issuer"]] = max(last.get(each["issuer"], 0), told)
    return (Reporting(issuer, at) for issuer, at in last.items())


def _doubted(viewer: Viewer) -> Iterator[tuple[str, int, str]]:
    """Records that were found broken, and neither sound nor erased since."""
    seen = set[str]()
    for entry in records.log(viewer, most=LOG_READ):
        record = str(entry.record)
        if entry.deed in (Deed.BROKEN, Deed.SOUND, Deed.ERASED) and record not in seen:
            seen.add(record)
            if entry.deed is Deed.BROKEN:
                yield record, entry.place, entry.reason
