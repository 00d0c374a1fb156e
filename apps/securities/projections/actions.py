"""Dividends and votes as the chain tells them."""

from __future__ import annotations

from typing import Any

from apps.ledger.readmodel import Collection, Document
from apps.ledger.registry import Event, NothingToChange, Write, project
from apps.securities.types import CLASSES
from apps.securities.types.actions import (
    BALLOTS,
    DIVIDENDS,
    PAYMENTS,
    VOTES,
    BallotState,
    Choice,
    DividendState,
    Resolution,
    of_holder,
)

CHOICES = (None, Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)
"""`IBallot.Choice`."""
RESOLUTIONS = (Resolution.ORDINARY, Resolution.SPECIAL)
"""`IBallot.Resolution`."""
SUMS = {Choice.FOR: "in_favour", Choice.AGAINST: "against", Choice.ABSTAIN: "abstained"}


# -- dividends


@project("DividendDeclared", contract="Dividend")
def dividend_declared(event: Event, write: Write) -> None:
    """An issuer declared a dividend: record date, day of payment and rate are public from now on."""
    face, issuer = event["face"], event["issuer"]
    share_class = _class(write, face)
    dividend = {
        "address": event.source,
        "face": face,
        "issuer": issuer,
        "money": event["money"],
        "title": event.text("title"),
        "rate": event["rate"],
        "epoch": share_class["epoch"],
        "record_at": event["recordAt"],
        "payable_at": event["payableAt"],
        "state": DividendState.ANNOUNCED,
        "declared_at": event.at,
        "funded": 0,
        "units": 0,
        "paid": 0,
        "held": 0,
        "holders": 0,
        "returned": 0,
        "begun_at": 0,
        "ended_at": 0,
        "why": "",
    }
    write.put(DIVIDENDS, event.source, dividend)
    _tell_of(event, write, DIVIDENDS, "DividendDeclared", record_at=event["recordAt"])


@project("DividendFunded", contract="Dividend")
def dividend_funded(event: Event, write: Write) -> None:
    """The issuer put in what was missing."""
    _fund(event.source, event["amount"], write)


@project("MoneyMinted", contract="MarketMaster")
def money_minted(event: Event, write: Write) -> None:
    """The trustee minted a bank credit of the issuer's into a dividend; all other money is the treasury's."""
    if write.get(DIVIDENDS, event["to"]) is not None:
        _fund(event["to"], event["amount"], write)


@project("DividendBegun", contract="Dividend")
def dividend_begun(event: Event, write: Write) -> None:
    """All is there, and the dates have passed: holders are paid from now on."""
    begun = {"state": DividendState.PAYING, "begun_at": event.at}
    write.change(DIVIDENDS, event.source, **begun, units=event["units"], funded=event["funded"])
    _tell_of(event, write, DIVIDENDS, "DividendBegun", funded=event["funded"])


@project("DividendPaid", contract="Dividend")
def dividend_paid(event: Event, write: Write) -> None:
    """A holder of the record date got its due."""
    amount = event["amount"]
    write.add(DIVIDENDS, event.source, paid=amount, holders=1)
    _pay(event, write, "paid")
    holder = event["holder"]
    _tell_of(event, write, DIVIDENDS, "DividendPaid", to=holder, holder=holder, amount=amount)


@project("DividendHeld", contract="Dividend")
def dividend_held(event: Event, write: Write) -> None:
    """The holder is frozen: its due waits."""
    amount, holder = event["amount"], event["holder"]
    write.add(DIVIDENDS, event.source, held=amount, holders=1)
    _pay(event, write, "held")
    _tell_of(event, write, DIVIDENDS, "DividendHeld", to=holder, holder=holder, amount=amount)


@project("DividendCollected", contract="Dividend")
def dividend_collected(event: Event, write: Write) -> None:
    """What waited was paid: a holder's due, or what was to go back to an issuer who was frozen."""
    amount, door = event["amount"], event["door"]
    key = of_holder(event.source, door)
    if write.get(PAYMENTS, key) is None:
        write.add(DIVIDENDS, event.source, held=-amount, returned=amount)
        return
    write.change(PAYMENTS, key, state="paid", at=event.at, transaction=event.transaction)
    write.add(DIVIDENDS, event.source, held=-amount, paid=amount)
    _tell_of(event, write, DIVIDENDS, "DividendPaid", to=door, holder=door, amount=amount)


@project("DividendEnded", contract="Dividend")
def dividend_ended(event: Event, write: Write) -> None:
    """Nobody is left to be paid: the rest goes back to the issuer."""
    _end(event, write, DividendState.PAID, "DividendEnded", event["residue"])


@project("DividendCancelled", contract="Dividend")
def dividend_cancelled(event: Event, write: Write) -> None:
    """The issuer took it back before its record date."""
    _end(event, write, DividendState.CANCELLED, "DividendCancelled", event["returned"], event.text("reason"))


@project("DividendLapsed", contract="Dividend")
def dividend_lapsed(event: Event, write: Write) -> None:
    """It was not funded in time, or the class was converted first: it is void."""
    _end(event, write, DividendState.LAPSED, "DividendLapsed", event["returned"], event.text("why"))


# -- votes


@project("BallotPosed", contract="Ballot")
def ballot_posed(event: Event, write: Write) -> None:
    """An issuer asks who holds a class."""
    face, issuer = event["face"], event["issuer"]
    share_class = _class(write, face)
    ballot = {
        "address": event.source,
        "face": face,
        "issuer": issuer,
        "question": event["question"],
        "resolution": RESOLUTIONS[event["resolution"]],
        "quorum": event["quorum"],
        "record_at": event["recordAt"],
        "closes_at": event["closesAt"],
        "epoch": share_class["epoch"],
        "state": BallotState.ANNOUNCED,
        "posed_at": event.at,
        "units": 0,
        "in_favour": 0,
        "against": 0,
        "abstained": 0,
        "voters": 0,
        "quorate": None,
        "passed": None,
        "closed_at": 0,
        "why": "",
    }
    write.put(BALLOTS, event.source, ballot)
    _tell_of(event, write, BALLOTS, "BallotPosed", record_at=event["recordAt"])


@project("BallotOpened", contract="Ballot")
def ballot_opened(event: Event, write: Write) -> None:
    """The record date has passed: holders vote from now on."""
    write.change(BALLOTS, event.source, state=BallotState.OPEN, units=event["units"])
    _tell_of(event, write, BALLOTS, "BallotOpened", units=event["units"])


@project("Voted", contract="Ballot")
def voted(event: Event, write: Write) -> None:
    """A holder voted, or changed its vote."""
    choice, former, holder = CHOICES[event["choice"]], CHOICES[event["former"]], event["holder"]
    sums = {"in_favour": event["inFavour"], "against": event["against"], "abstained": event["abstained"]}
    write.change(BALLOTS, event.source, **sums)
    if former is None:
        write.add(BALLOTS, event.source, voters=1)
    vote = {
        "ballot": event.source,
        "holder": holder,
        "choice": choice,
        "units": event["units"],
        "at": event.at,
        "transaction": event.transaction,
    }
    write.put(VOTES, of_holder(event.source, holder), vote)
    _tell_of(event, write, BALLOTS, "Voted", to=holder, holder=holder, units=event["units"])


@project("BallotClosed", contract="Ballot")
def ballot_closed(event: Event, write: Write) -> None:
    """The votes are counted, for good."""
    result = {"quorate": event["quorate"], "passed": event["passed"], "units": event["units"]}
    write.change(BALLOTS, event.source, state=BallotState.CLOSED, closed_at=event.at, **result)
    _tell_of(event, write, BALLOTS, "BallotPassed" if event["passed"] else "BallotNotPassed")


@project("BallotCancelled", contract="Ballot")
def ballot_cancelled(event: Event, write: Write) -> None:
    """The issuer took its question back before the record date."""
    why = event.text("reason")
    write.change(BALLOTS, event.source, state=BallotState.CANCELLED, closed_at=event.at, why=why)
    _tell_of(event, write, BALLOTS, "BallotCancelled", reason=why)


# -- parts


def _fund(address: str, amount: int, write: Write) -> None:
    write.add(DIVIDENDS, address, funded=amount)
    issuer = _found(write, DIVIDENDS, address)["issuer"]
    write.tell([issuer], "DividendFunded", dividend=address, issuer=issuer, amount=amount)


def _pay(event: Event, write: Write, state: str) -> None:
    payment = {
        "dividend": event.source,
        "face": _found(write, DIVIDENDS, event.source)["face"],
        "holder": event["holder"],
        "units": event["units"],
        "amount": event["amount"],
        "state": state,
        "at": event.at,
        "transaction": event.transaction,
    }
    write.put(PAYMENTS, of_holder(event.source, event["holder"]), payment)


def _end(
    event: Event, write: Write, state: DividendState, sentence: str, returned: int, why: str = ""
) -> None:
    write.change(DIVIDENDS, event.source, state=state, ended_at=event.at, why=why)
    write.add(DIVIDENDS, event.source, returned=returned)
    _tell_of(event, write, DIVIDENDS, sentence, returned=returned, reason=why)


def _tell_of(
    event: Event, write: Write, what: Collection, sentence: str, *, to: str | None = None, **figures: Any
) -> None:
    """Tells the issuer and the class's trustee, or one holder, of something that happened to an action."""
    found = _found(write, what, event.source)
    doors = [to] if to else [found["issuer"], _class(write, found["face"])["trustee"]]
    of: dict[str, Any] = {what.kind: event.source, "issuer": found["issuer"], "face": found["face"]}
    write.tell(doors, sentence, **of, **figures)


def _found(write: Write, what: Collection, address: str) -> Document:
    found = write.get(what, address)
    if found is None:
        raise NothingToChange(f"there is no {what.kind} {address}")
    return found


def _class(write: Write, face: str) -> Document:
    return _found(write, CLASSES, face)
