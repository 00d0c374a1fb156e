"""Equity as the chain tells it: classes, certificates, and who holds how many units."""

from __future__ import annotations

from apps.ledger.registry import Event, Write, ignore, project
from apps.securities.types import (
    CERTIFICATES,
    CLASSES,
    HOLDINGS,
    UNIT_MOVES,
    certificate_key,
    holding_key,
)
from apps.vocabulary.types import ZERO_ADDRESS

EQUITY = 2
"""`Kind.Equity` in Types.sol."""


@project("FaceCreated", contract="MarketMaster")
def face_created(event: Event, write: Write) -> None:
    """An issuer defined a share class."""
    if event["kind"] != EQUITY:
        return
    share_class = {
        "face": event["face"],
        "name": event.text("name"),
        "symbol": event.text("symbol"),
        "issuer": event["issuer"],
        "trustee": event["trustee"],
        "units": 0,
        "holders": 0,
        "created_at": event.at,
    }
    write.put(CLASSES, event["face"], share_class)
    write.tell(
        [event["issuer"], event["trustee"]], "ClassCreated", face=event["face"], issuer=event["issuer"]
    )


@project("UnitsMinted", contract="MarketMaster")
def units_minted(event: Event, write: Write) -> None:
    """The trustee minted units into a campaign."""
    face, to, units = event["face"], event["to"], event["units"]
    _open(event, write, event["id"], to, units, parent=0, locked_until=0)
    write.add(CLASSES, face, units=units)
    _hold(write, face, to, units=units, certificates=1)
    _moved(event, write, "minted", [event["id"]], [to], units)
    write.tell(
        [to, _of(write, face, "issuer"), _of(write, face, "trustee")],
        "UnitsMinted",
        face=face,
        to=to,
        units=units,
    )


@project("UnitsMoved", contract="MarketMaster")
def units_moved(event: Event, write: Write) -> None:
    """Units went to another holder: with their certificate, or into a new one."""
    face, units = event["face"], event["units"]
    source, into = event["fromId"], event["toId"]
    certificate = write.get(CERTIFICATES, certificate_key(face, source))
    if certificate is None:
        raise LookupError(f"there is no certificate {source} of {face}")
    if certificate["held_by"]:
        certificate["held_units"] -= units
    if source == into:
        moved = {
            "owner": event["to"],
            "acquired_at": event["acquiredAt"],
            "locked_until": event["lockedUntil"],
            "cost": None,
        }
        write.put(CERTIFICATES, certificate_key(face, source), {**certificate, **moved})
    else:
        left, cost = certificate["units"] - units, certificate["cost"]
        if cost is not None:
            cost = cost * left // certificate["units"]
        write.put(CERTIFICATES, certificate_key(face, source), {**certificate, "units": left, "cost": cost})
        _open(event, write, into, event["to"], units, parent=source, locked_until=event["lockedUntil"])
    _hold(write, face, event["from"], units=-units, certificates=-1 if source == into else 0)
    _hold(write, face, event["to"], units=units, certificates=1)
    _moved(event, write, "moved", sorted({source, into}), [event["from"], event["to"]], units)


@project("UnitsGivenBack", contract="MarketMaster")
def units_given_back(event: Event, write: Write) -> None:
    """What a campaign did not sell is gone."""
    face, units, key = event["face"], event["units"], certificate_key(event["face"], event["id"])
    certificate = write.get(CERTIFICATES, key)
    if certificate is None:
        raise LookupError(f"there is no certificate {event['id']} of {face}")
    left = certificate["units"] - units
    if left:
        write.put(CERTIFICATES, key, {**certificate, "units": left})
    else:
        write.delete(CERTIFICATES, key)
    write.add(CLASSES, face, units=-units)
    _hold(write, face, event["from"], units=-units, certificates=0 if left else -1)
    _moved(event, write, "given-back", [event["id"]], [event["from"]], units)


@project("Encumbered", contract="MarketMaster")
def encumbered(event: Event, write: Write) -> None:
    """A certificate is offered: it stays with its owner, and only the instance may move it."""
    key = certificate_key(event["face"], event["id"])
    write.change(CERTIFICATES, key, held_by=event["instance"], held_units=event["units"])


@project("Released", contract="MarketMaster")
def released(event: Event, write: Write) -> None:
    """The certificate is its owner's to use again."""
    write.change(CERTIFICATES, certificate_key(event["face"], event["id"]), held_by=None, held_units=0)


def _open(
    event: Event, write: Write, number: int, owner: str, units: int, *, parent: int, locked_until: int
) -> None:
    certificate = {
        "face": event["face"],
        "number": number,
        "owner": owner,
        "units": units,
        "acquired_at": event.at,
        "locked_until": locked_until,
        "parent": parent,
        "held_by": None,
        "held_units": 0,
        "cost": None,
        "money": None,
    }
    write.put(CERTIFICATES, certificate_key(event["face"], number), certificate)


def _hold(write: Write, face: str, holder: str, *, units: int, certificates: int) -> None:
    key = holding_key(face, holder)
    before = write.get(HOLDINGS, key)
    line = before or {"face": face, "holder": holder, "units": 0, "certificates": 0}
    line = {**line, "units": line["units"] + units, "certificates": line["certificates"] + certificates}
    if line["units"]:
        write.put(HOLDINGS, key, line)
    else:
        write.delete(HOLDINGS, key)
    write.add(CLASSES, face, holders=bool(line["units"]) - (before is not None))


def _moved(event: Event, write: Write, what: str, numbers: list[int], parties: list[str], units: int) -> None:
    move = {
        "face": event["face"],
        "numbers": numbers,
        "parties": parties,
        "units": units,
        "what": what,
        "at": event.at,
        "block": event.block,
        "transaction": event.transaction,
    }
    write.put(UNIT_MOVES, event.place, move)


def _of(write: Write, face: str, field: str) -> str:
    share_class = write.get(CLASSES, face)
    return share_class[field] if share_class else ZERO_ADDRESS


for _event in ("Transfer", "Approval", "ApprovalForAll"):
    ignore(
        _event, contract="EquityToken", because="the kernel's UnitsMoved says more; no page shows approvals"
    )
