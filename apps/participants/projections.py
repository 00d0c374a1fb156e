"""What the read model keeps of participants: the tree, its links, the doors' signers.

Everything here follows from events alone: names of organisations are public, a person has a tag and no name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from apps.ledger.readmodel import Collection
from apps.ledger.registry import Event, Write, ignore, oversight, project
from apps.participants.types import ORDERS, RECOVERIES, Link
from apps.vocabulary.types import ZERO_ADDRESS, InvestorClass, Role, Standing

PARTICIPANTS = Collection(
    "participant",
    orders=("admitted_at", "name"),
    facets=("role", "standing", "parent", "person", "investor_class", "moving_to"),
    tags=("partners",),
    counted=("role",),
    narrow={"name": ("role", "parent")},
)
"""By door: door, role and standing (words), name, parent and trustee (addresses or None), person,
investor_class (word), valid_until, frozen_until, admitted_at (chain seconds), token, successor, partners
(doors with an active link), signers (keys of SIGNERS), threshold, vetoes, recovery (or None),
moving_to (the operator that a client asked to be taken over by, or None), move.
"""

SIGNERS = Collection("signer", orders=("since",), facets=("door", "key"))
"""By `door:key`, or `door:verifier:x:y`: door, key, x, y, since."""

LINKS = Collection("link", orders=("since",), facets=("trustee", "operator", "state"))
"""By `trustee:operator`: trustee, operator, state (word), since."""

NO_WORD: Final = "0x" + "00" * 32
_MONEY: Final = 1
_OPERATOR: Final = Role.OPERATOR.word
_STANDING_SENTENCES: Final[Mapping[Standing, str]] = {
    Standing.ACTIVE: "Activated",
    Standing.SUSPENDED: "Suspended",
    Standing.REVOKED: "Revoked",
}


@oversight
def overseers(write: Write, door: str) -> Iterable[str]:
    """A client's operator, the trustees linked to that operator, the regulator: from the client upwards."""
    found = write.look(PARTICIPANTS, door)
    while found is not None:
        if found["role"] == _OPERATOR:
            yield from found["partners"]
        parent = found["parent"]
        if parent is None:
            return
        yield parent
        found = write.look(PARTICIPANTS, parent)


# -- the tree -------------------------------------------------------------------------------------------


@project("Admitted", contract="MarketMaster")
def admitted(event: Event, write: Write) -> None:
    """A participant has its door; the regulator has no parent."""
    door, role, parent = event["door"], Role(event["role"]), _or_none(event["parent"])
    document = {
        "door": door,
        "role": role.word,
        "standing": _word(Standing.ACTIVE),
        "name": text_of(event["name"]),
        "parent": parent,
        "trustee": _or_none(event["trustee"]),
        "person": event["person"],
        "investor_class": _word(InvestorClass(event["class"])),
        "valid_until": event["validUntil"],
        "frozen_until": 0,
        "admitted_at": event.at,
        "token": None,
        "successor": None,
        "partners": [],
        "signers": [],
        "threshold": 0,
        "vetoes": 0,
        "recovery": None,
        "moving_to": None,
        "move": None,
    }
    write.put(PARTICIPANTS, door, document)
    if parent is None:
        write.tell([door], "Founded", door=door)
    else:
        write.tell([door], "Admitted", door=door, role=role.word, by=parent)


@project("Renewed", contract="MarketMaster")
def renewed(event: Event, write: Write) -> None:
    """A client's class was certified again, and it is valid for longer."""
    door, until = event["door"], event["validUntil"]
    write.change(PARTICIPANTS, door, investor_class=_word(InvestorClass(event["class"])), valid_until=until)
    write.tell([door], "Renewed", door=door, until=until)


@project("StandingChanged", contract="MarketMaster")
def standing_changed(event: Event, write: Write) -> None:
    """A parent suspended, reinstated or revoked its child."""
    door, standing = event["door"], Standing(event["standing"])
    write.change(PARTICIPANTS, door, standing=_word(standing))
    write.tell([door], _STANDING_SENTENCES[standing], door=door, by=event["by"], reason=event["reason"])


@project("Frozen", contract="MarketMaster")
def frozen(event: Event, write: Write) -> None:
    """The regulator froze a participant, or lifted the freeze."""
    door, until = event["door"], event["until"]
    write.change(PARTICIPANTS, door, frozen_until=until)
    sentence = "Frozen" if until > event.at else "Unfrozen"
    write.tell([door], sentence, door=door, by=event["by"], until=until, reason=event["reason"])


@project("Linked", contract="MarketMaster")
def linked(event: Event, write: Write) -> None:
    """A link was offered, came into force, or was suspended. What is told before it ends is told to both."""
    trustee, operator, state = event["trustee"], event["operator"], Link(event["link"])
    document = {"trustee": trustee, "operator": operator, "state": state.word, "since": event.at}
    write.put(LINKS, f"{trustee}:{operator}", document)
    _partner(write, trustee, operator, there=state is Link.ACTIVE)
    _partner(write, operator, trustee, there=state is Link.ACTIVE)
    both = [trustee, operator]
    if state is Link.ACTIVE:
        write.tell(both, "Linked", trustee=trustee, operator=operator)
    elif state is Link.SUSPENDED:
        write.tell(both, "LinkSuspended", trustee=trustee, operator=operator)
    else:
        by, to = both if state is Link.OFFERED_BY_TRUSTEE else reversed(both)
        write.tell(both, "LinkOffered", by=by, to=to)


@project("MoveAsked", contract="MarketMaster")
def move_asked(event: Event, write: Write) -> None:
    """A client asks another operator to take it over."""
    door, operator = event["door"], event["operator"]
    asked = {"operator": operator, "trustee": event["trustee"], "asked_at": event.at}
    write.change(PARTICIPANTS, door, move=asked, moving_to=operator)
    write.tell([door, operator], "MoveAsked", door=door, operator=operator)


@project("Moved", contract="MarketMaster")
def moved(event: Event, write: Write) -> None:
    """A client changed its operator, and with it perhaps its trustee. Both branches are told."""
    door, operator, former = event["door"], event["operator"], event["former"]
    write.change(PARTICIPANTS, door, parent=operator, trustee=event["trustee"], move=None, moving_to=None)
    write.tell([door, former], "Moved", door=door, operator=operator, former=former)


# -- orders of the regulator ----------------------------------------------------------------------------


@project("Ordered", contract="MarketMaster")
def ordered(event: Event, write: Write) -> None:
    """The regulator ordered that an asset change hands: it is frozen from now on."""
    escrow = event["escrow"]
    order = {
        "number": event["id"],
        "face": event["face"],
        "holder": event["from"],
        "to": event["to"],
        "value": event["value"],
        "escrow": None if escrow == ZERO_ADDRESS else escrow,
        "earliest": event["earliest"],
        "reason": event.text("reason"),
        "state": "announced",
        "moved": 0,
    }
    write.put(ORDERS, str(event["id"]), order)
    write.tell(
        [event["from"], event["to"]],
        "Ordered",
        door=event["from"],
        to=event["to"],
        earliest=event["earliest"],
        reason=event["reason"],
    )


@project("OrderWithdrawn", contract="MarketMaster")
def order_withdrawn(event: Event, write: Write) -> None:
    """The regulator took its order back: what it froze is free."""
    order = write.get(ORDERS, str(event["id"])) or {}
    write.change(ORDERS, str(event["id"]), state="withdrawn")
    write.tell([order["holder"], order["to"]], "OrderWithdrawn", door=order["holder"], reason=event["reason"])


@project("OrderExecuted", contract="MarketMaster")
def order_executed(event: Event, write: Write) -> None:
    """An order was carried out, once."""
    write.change(ORDERS, str(event["id"]), state="executed", moved=event["moved"])
    parties = [event["from"], event["to"]]
    write.tell(parties, "OrderExecuted", door=event["from"], to=event["to"], face=event["face"])


@project("SuccessorNamed", contract="MarketMaster")
def successor_named(event: Event, write: Write) -> None:
    """Another trustee may burn the supply of a revoked one."""
    trustee, successor = event["trustee"], event["successor"]
    write.change(PARTICIPANTS, trustee, successor=successor)
    write.tell([trustee, successor], "SuccessorNamed", trustee=trustee, successor=successor)


@project("FaceCreated", contract="MarketMaster")
def face_created(event: Event, write: Write) -> None:
    """A trustee's money has its token; share classes are the securities' app's."""
    if event["kind"] != _MONEY:
        return
    trustee = event["trustee"]
    write.change(PARTICIPANTS, trustee, token=event["face"])
    write.tell([trustee], "MoneyTokenCreated", trustee=trustee, face=event["face"])


# -- signers --------------------------------------------------------------------------------------------


@project("SignerAdded", contract="Door")
def signer_added(event: Event, write: Write) -> None:
    """A key, or a passkey, signs for a door. The first ones come with the admission, and are not told."""
    door, key = event.source, _signer_key(event)
    document = {"door": door, "key": event["key"], "x": event["x"], "y": event["y"], "since": event.at}
    write.put(SIGNERS, key, document)
    found = _participant(write, door)
    write.change(PARTICIPANTS, door, signers=[*found["signers"], key])
    if event.at > found["admitted_at"]:
        write.tell([door], "SignerAdded", door=door, key=event["key"])


@project("SignerRemoved", contract="Door")
def signer_removed(event: Event, write: Write) -> None:
    """A signer no longer signs."""
    door, key = event.source, _signer_key(event)
    write.delete(SIGNERS, key)
    left = [each for each in _participant(write, door)["signers"] if each != key]
    write.change(PARTICIPANTS, door, signers=left)
    write.tell([door], "SignerRemoved", door=door, key=event["key"])


@project("SignersReplaced", contract="Door")
def signers_replaced(event: Event, write: Write) -> None:
    """All signers of a door are void; those that count now are announced right after."""
    for key in _participant(write, event.source)["signers"]:
        write.delete(SIGNERS, key)
    write.change(PARTICIPANTS, event.source, signers=[])


@project("ThresholdSet", contract="Door")
def threshold_set(event: Event, write: Write) -> None:
    """How many signers each act of the door needs at least."""
    door, found = event.source, _participant(write, event.source)
    write.change(PARTICIPANTS, door, threshold=event["threshold"])
    if found["threshold"] and found["threshold"] != event["threshold"]:
        write.tell([door], "ThresholdSet", door=door, threshold=event["threshold"])


# -- recovery -------------------------------------------------------------------------------------------

Projection = Callable[[Event, Write], None]


def _of_clients(event: str) -> Callable[[Projection], Projection]:
    """Registers a projection of an event that only clients' doors emit."""

    def register(function: Projection) -> Projection:
        for role in (Role.ISSUER, Role.INVESTOR):
            project(event, contract=role.name.capitalize())(function)
        return function

    return register


@_of_clients("RecoveryAsked")
def recovery_asked(event: Event, write: Write) -> None:
    """A guardian asked for a new signer: the door's debits are frozen from now on."""
    recovery = {"asked_by": event["by"], "key": event["key"], "x": event["x"], "y": event["y"], "ready_at": 0}
    write.change(PARTICIPANTS, event.source, recovery={**recovery, "asked_at": event.at})
    write.put(RECOVERIES, event.source, {"door": event.source, "ready_at": 0})
    write.tell([event.source], "RecoveryAsked", door=event.source, by=event["by"])


@_of_clients("RecoveryAgreed")
def recovery_agreed(event: Event, write: Write) -> None:
    """A second guardian agreed: the client can veto until the delay is over."""
    agreed = {"ready_at": event["readyAt"], "agreed_by": event["by"]}
    recovery = {**_participant(write, event.source)["recovery"], **agreed}
    write.change(PARTICIPANTS, event.source, recovery=recovery)
    write.change(RECOVERIES, event.source, ready_at=event["readyAt"])
    write.tell([event.source], "RecoveryAgreed", door=event.source, by=event["by"], ready_at=event["readyAt"])


@_of_clients("RecoveryVetoed")
def recovery_vetoed(event: Event, write: Write) -> None:
    """The client said no."""
    _end_recovery(write, event.source, vetoes=event["vetoes"])
    write.tell([event.source], "RecoveryVetoed", door=event.source)


@_of_clients("RecoveryWithdrawn")
def recovery_withdrawn(event: Event, write: Write) -> None:
    """Who asked no longer asks."""
    _end_recovery(write, event.source)
    write.tell([event.source], "RecoveryWithdrawn", door=event.source, by=event["by"])


@_of_clients("Recovered")
def recovered(event: Event, write: Write) -> None:
    """The door has its new signer; what the client vetoed before is forgotten."""
    _end_recovery(write, event.source, vetoes=0)
    write.tell([event.source], "Recovered", door=event.source, key=event["key"])


def _end_recovery(write: Write, door: str, **changes: int) -> None:
    write.change(PARTICIPANTS, door, recovery=None, **changes)
    write.delete(RECOVERIES, door)


# -- modules and acts, as far as the regulator's feed tells of them -------------------------------------


@project("ModuleActivated", contract="MarketMaster")
def module_activated(event: Event, write: Write) -> None:
    """New logic, or a new template, is in force."""
    write.tell([], "ModuleActivated", name=event["name"], code=event["code"])


@project("Halted", contract="MarketMaster")
def halted(event: Event, write: Write) -> None:
    """The regulator halted a module's entries, or let them go on."""
    sentence = "Halted" if event["halted"] else "Resumed"
    write.tell([], sentence, name=event["name"], reason=event["reason"])


@project("Refused", contract="Door")
def refused(event: Event, write: Write) -> None:
    """An act of a door was refused; the outbox knows why."""
    write.tell([event.source], "ActRefused", door=event.source, nonce=str(event["nonce"]))


ignore("Performed", contract="Door", because="what an act did is told by the events it caused")
ignore("VerifierRegistered", contract="MarketMaster", because="only the contracts ask which verifiers count")
ignore("FaceTemplateSet", contract="MarketMaster", because="faces announce themselves when they are created")
ignore("Sealed", contract="MarketMaster", because="a market is born sealed")


# -- parts ----------------------------------------------------------------------------------------------


def text_of(word: str) -> str:
    """A short text that the contracts keep in 32 bytes, left-aligned."""
    return bytes.fromhex(word[2:]).rstrip(b"\0").decode("utf-8", "replace")


def _word(value: Standing | InvestorClass) -> str:
    return value.name.lower()


def _or_none(address: str) -> str | None:
    return None if address == ZERO_ADDRESS else address


def _signer_key(event: Event) -> str:
    """A plain key's document is found by door and address alone."""
    key = f"{event.source}:{event['key']}"
    plain = event["x"] == NO_WORD and event["y"] == NO_WORD
    return key if plain else f"{key}:{event['x']}:{event['y']}"


def _participant(write: Write, door: str) -> Mapping[str, Any]:
    found = write.get(PARTICIPANTS, door)
    if found is None:
        raise LookupError(f"{door} has signers and was never admitted")
    return found


def _partner(write: Write, door: str, other: str, *, there: bool) -> None:
    found = _participant(write, door)
    partners = [each for each in found["partners"] if each != other]
    write.change(PARTICIPANTS, door, partners=[*partners, other] if there else partners)
