"""Equity as the chain tells it: classes, certificates, and who holds how many units."""

from __future__ import annotations

from apps.ledger.readmodel import Document
from apps.ledger.registry import Event, Write, ignore, project
from apps.participants.types import ORDERS
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
        "next_trustee": None,
        "conversion": None,
        "converting": False,
        "epoch": 0,
        "records": 0,
        "record_at": 0,
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
    """Units went to another holder: with their certificate, or into a new one; or the holder merged two."""
    face, units = event["face"], event["units"]
    source, into = event["fromId"], event["toId"]
    certificate = _certificate(write, face, source)
    if source != into and write.get(CERTIFICATES, certificate_key(face, into)) is not None:
        _merge(event, write, certificate)
        return
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
        _open(
            event,
            write,
            into,
            event["to"],
            units,
            parent=source,
            locked_until=event["lockedUntil"],
            acquired_at=event["acquiredAt"],
        )
        write.change(CERTIFICATES, certificate_key(face, into), epoch=certificate["epoch"])
    _hold(write, face, event["from"], units=-units, certificates=-1 if source == into else 0)
    _hold(write, face, event["to"], units=units, certificates=1)
    _moved(event, write, "moved", sorted({source, into}), [event["from"], event["to"]], units)


@project("UnitsGivenBack", contract="MarketMaster")
def units_given_back(event: Event, write: Write) -> None:
    """What a campaign did not sell is gone."""
    face, units, key = event["face"], event["units"], certificate_key(event["face"], event["id"])
    left = _certificate(write, face, event["id"])["units"] - units
    if left:
        write.change(CERTIFICATES, key, units=left)
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


@project("Ordered", contract="MarketMaster")
def ordered(event: Event, write: Write) -> None:
    """An order of the regulator freezes a certificate from now on; money is the treasury's."""
    _freeze(write, event["face"], event["value"], event["id"])


@project("OrderWithdrawn", contract="MarketMaster")
def order_withdrawn(event: Event, write: Write) -> None:
    """The certificate is free again."""
    order = write.get(ORDERS, str(event["id"])) or {}
    _freeze(write, order["face"], order["value"], None)


@project("OrderExecuted", contract="MarketMaster")
def order_executed(event: Event, write: Write) -> None:
    """The certificate went to the order's receiver, whose it is to use."""
    order_withdrawn(event, write)


# -- the class as a whole -------------------------------------------------------------------------------


@project("ClassTrusteeAsked", contract="MarketMaster")
def class_trustee_asked(event: Event, write: Write) -> None:
    """The issuer asks that another trustee keep the class; the regulator decides after the notice."""
    face, trustee = event["face"], event["trustee"]
    write.change(CLASSES, face, next_trustee={"trustee": trustee, "earliest": event["earliest"]})
    parties = [_of(write, face, "issuer"), trustee]
    write.tell(parties, "ClassTrusteeAsked", face=face, trustee=trustee, earliest=event["earliest"])


@project("ClassTrusteeChanged", contract="MarketMaster")
def class_trustee_changed(event: Event, write: Write) -> None:
    """Another trustee keeps the class from now on."""
    face, trustee = event["face"], event["trustee"]
    write.change(CLASSES, face, trustee=trustee, next_trustee=None)
    parties = [_of(write, face, "issuer"), trustee, event["former"]]
    write.tell(parties, "ClassTrusteeChanged", face=face, trustee=trustee)


@project("RecordDateSet", contract="MarketMaster")
def record_date_set(event: Event, write: Write) -> None:
    """Who holds how much at the end of this second is kept."""
    face = event["face"]
    write.change(CLASSES, face, records=event["record"], record_at=event["recordAt"])
    parties = [_of(write, face, "issuer"), _of(write, face, "trustee")]
    write.tell(parties, "RecordDateSet", face=face, date=event["recordAt"])


@project("ConversionAsked", contract="MarketMaster")
def conversion_asked(event: Event, write: Write) -> None:
    """The issuer asks for one ratio for all units of the class."""
    face, ratio = event["face"], [event["numerator"], event["denominator"]]
    asked = {"ratio": ratio, "earliest": event["earliest"], "state": "asked", "total": 0, "left": 0}
    write.change(CLASSES, face, conversion=asked)
    parties = [_of(write, face, "issuer"), _of(write, face, "trustee")]
    write.tell(parties, "ConversionAsked", face=face, numerator=ratio[0], denominator=ratio[1])


@project("ConversionBegun", contract="MarketMaster")
def conversion_begun(event: Event, write: Write) -> None:
    """The trustee confirmed: certificates are converted one by one, by anyone."""
    face, ratio = event["face"], [event["numerator"], event["denominator"]]
    begun = {"ratio": ratio, "earliest": event.at, "state": "begun", "left": event["total"]}
    begun["total"] = event["total"]
    # Of a class without units there is nothing to convert, and nothing more is told.
    there = event["total"] > 0
    write.change(CLASSES, face, epoch=event["epoch"], conversion=begun if there else None, converting=there)
    parties = [_of(write, face, "issuer"), _of(write, face, "trustee")]
    write.tell(parties, "ConversionBegun", face=face, numerator=ratio[0], denominator=ratio[1])


@project("Converted", contract="MarketMaster")
def converted(event: Event, write: Write) -> None:
    """One certificate was converted, rounded down."""
    face, before, units = event["face"], event["before"], event["units"]
    key = certificate_key(face, event["id"])
    if units:
        write.change(CERTIFICATES, key, units=units, epoch=event["epoch"])
    else:
        write.delete(CERTIFICATES, key)
    write.add(CLASSES, face, units=units - before)
    share_class = write.get(CLASSES, face) or {}
    conversion = share_class["conversion"]
    write.change(CLASSES, face, conversion={**conversion, "left": conversion["left"] - before})
    _hold(write, face, event["owner"], units=units - before, certificates=0 if units else -1)
    _moved(event, write, "converted", [event["id"]], [event["owner"]], units, before=before)
    write.tell([event["owner"]], "Converted", face=face, owner=event["owner"], before=before, units=units)


@project("ConversionEnded", contract="MarketMaster")
def conversion_ended(event: Event, write: Write) -> None:
    """All is converted; what rounding left over went to the issuer."""
    face, residue, issuer = event["face"], event["residue"], _of(write, event["face"], "issuer")
    if residue:
        _open(event, write, event["id"], issuer, residue, parent=0, locked_until=0)
        write.add(CLASSES, face, units=residue)
        _hold(write, face, issuer, units=residue, certificates=1)
        _moved(event, write, "minted", [event["id"]], [issuer], residue)
    write.change(CLASSES, face, conversion=None, converting=False)
    write.tell([issuer, _of(write, face, "trustee")], "ConversionEnded", face=face, units=residue)


def _merge(event: Event, write: Write, gone: Document) -> None:
    """A holder put one certificate into another: the later lock and acquisition hold, the cost is both's."""
    face, units = event["face"], event["units"]
    kept = _certificate(write, face, event["toId"])
    costs = (kept["cost"], gone["cost"])
    write.delete(CERTIFICATES, certificate_key(face, event["fromId"]))
    write.change(
        CERTIFICATES,
        certificate_key(face, event["toId"]),
        units=kept["units"] + units,
        acquired_at=event["acquiredAt"],
        locked_until=event["lockedUntil"],
        cost=None if None in costs else sum(costs),
    )
    _hold(write, face, event["to"], units=0, certificates=-1)
    _moved(event, write, "merged", [event["fromId"], event["toId"]], [event["to"]], units)


def _certificate(write: Write, face: str, number: int) -> Document:
    found = write.get(CERTIFICATES, certificate_key(face, number))
    if found is None:
        raise LookupError(f"there is no certificate {number} of {face}")
    return found


def _open(
    event: Event,
    write: Write,
    number: int,
    owner: str,
    units: int,
    *,
    parent: int,
    locked_until: int,
    acquired_at: int | None = None,
) -> None:
    certificate = {
        "face": event["face"],
        "number": number,
        "owner": owner,
        "units": units,
        "acquired_at": event.at if acquired_at is None else acquired_at,
        "locked_until": locked_until,
        "parent": parent,
        "held_by": None,
        "held_units": 0,
        "cost": None,
        "money": None,
        "order": None,
        "epoch": (write.get(CLASSES, event["face"]) or {"epoch": 0})["epoch"],
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


def _freeze(write: Write, face: str, number: int, order: int | None) -> None:
    if write.get(CLASSES, face) is not None:
        write.change(CERTIFICATES, certificate_key(face, number), order=order)


def _moved(
    event: Event,
    write: Write,
    what: str,
    numbers: list[int],
    parties: list[str],
    units: int,
    *,
    before: int = 0,
) -> None:
    move = {
        "face": event["face"],
        "numbers": numbers,
        "parties": parties,
        "units": units,
        "before": before,
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
