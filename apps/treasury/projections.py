"""Money as the chain tells it: every sen that was minted, moved or burned."""

from __future__ import annotations

from apps.ledger.readmodel import Collection, Document
from apps.ledger.registry import Event, Write, ignore, project
from apps.participants.types import ORDERS
from apps.treasury import rules
from apps.treasury.types import (
    BALANCES,
    DEPOSITS,
    MOVEMENTS,
    REFERENCES,
    RESERVES,
    SUPPLIES,
    WITHDRAWALS,
    balance_key,
)
from apps.vocabulary.types import ZERO_ADDRESS

CONTRACTS = Collection("contract")
"""The ledger's own: what kind of contract an address is."""

MONEY = 1
"""`Kind.Money` in Types.sol."""

WHAT = {
    ("MarketMaster", "out"): "withdrawal",
    ("MarketMaster", "in"): "withdrawal-returned",
    ("Campaign", "out"): "pledge",
    ("Dividend", "out"): "dividend-funded",
    ("Book", "out"): "order",
    ("", "in"): "deposit",
    ("", "out"): "paid-out",
}
"""What a movement is, by the contract that stands against the door and the direction; else a transfer."""

RECEIVED = {
    ("Campaign", "Investor"): "refund",
    ("Campaign", "Issuer"): "proceeds",
    ("Campaign", "Operator"): "fee",
    ("Dividend", "Investor"): "dividend",
    ("Dividend", "Issuer"): "dividend-returned",
    ("Book", "Investor"): "traded",
    ("Book", "Operator"): "fee",
}
"""What an instance pays, by its contract and by who receives it."""

INVESTOR = 5
"""`Role.Investor` in Types.sol."""


@project("Admitted", contract="MarketMaster")
def admitted(event: Event, write: Write) -> None:
    """An investor has a reference of their own for bank transfers from the first moment."""
    reference = rules.reference_of(event["door"])
    if event["role"] == INVESTOR and write.get(REFERENCES, reference) is None:
        write.put(REFERENCES, reference, {"reference": reference, "door": event["door"]})


@project("FaceCreated", contract="MarketMaster")
def face_created(event: Event, write: Write) -> None:
    """A trustee's money begins with nothing."""
    if event["kind"] != MONEY:
        return
    supply = {
        "token": event["face"],
        "trustee": event["trustee"],
        "name": event.text("name"),
        "symbol": event.text("symbol"),
        "supply": 0,
        "minted": 0,
        "burned": 0,
        "withdrawing": 0,
        "holdings": 0,
    }
    write.put(SUPPLIES, event["face"], supply)


@project("ReservePosted", contract="MoneyFactory")
def reserve_posted(event: Event, write: Write) -> None:
    """A trustee's bank closed a day with a balance: what its supply may grow to."""
    posted = {"trustee": event["trustee"], "balance": event["balance"], "day": event["day"], "at": event.at}
    write.put(RESERVES, event["trustee"], posted)


@project("MoneyMinted", contract="MarketMaster")
def minted(event: Event, write: Write) -> None:
    """A bank credit became money: once for each reference."""
    token, amount = event["token"], event["amount"]
    write.add(SUPPLIES, token, supply=amount, minted=amount)
    deposit = {
        "token": token,
        "reference": event["ref"],
        "to": event["to"],
        "amount": amount,
        "credited_at": event["creditedAt"],
        "at": event.at,
        "block": event.block,
        "transaction": event.transaction,
    }
    write.put(DEPOSITS, balance_key(token, event["ref"]), deposit)
    write.tell(
        [event["to"], _trustee(write, token)], "MoneyMinted", to=event["to"], amount=amount, token=token
    )


@project("WithdrawalRequested", contract="MarketMaster")
def withdrawal_requested(event: Event, write: Write) -> None:
    """Money waits with the kernel until the trustee has paid it out."""
    token, amount, door = event["token"], event["amount"], event["door"]
    withdrawal = {
        "id": event["id"],
        "door": door,
        "token": token,
        "amount": amount,
        "state": "waiting",
        "requested_at": event.at,
        "ended_at": None,
        "reference": "",
        "reason": "",
    }
    write.put(WITHDRAWALS, str(event["id"]), withdrawal)
    write.add(SUPPLIES, token, withdrawing=amount)
    write.tell([door, _trustee(write, token)], "WithdrawalRequested", door=door, amount=amount, token=token)


@project("MoneyBurned", contract="MarketMaster")
def burned(event: Event, write: Write) -> None:
    """A withdrawal was paid out: its money is gone."""
    token, amount, door = event["token"], event["amount"], event["door"]
    write.change(WITHDRAWALS, str(event["id"]), state="burned", ended_at=event.at, reference=event["ref"])
    write.add(SUPPLIES, token, supply=-amount, burned=amount, withdrawing=-amount)
    write.tell([door, _trustee(write, token)], "MoneyBurned", door=door, amount=amount, token=token)


@project("WithdrawalReturned", contract="MarketMaster")
def withdrawal_returned(event: Event, write: Write) -> None:
    """A withdrawal was not paid out: its money went back."""
    token, amount, door = event["token"], event["amount"], event["door"]
    write.change(
        WITHDRAWALS, str(event["id"]), state="returned", ended_at=event.at, reason=event.text("reason")
    )
    write.add(SUPPLIES, token, withdrawing=-amount)
    write.tell([door, _trustee(write, token)], "WithdrawalReturned", door=door, amount=amount, token=token)


@project("Transfer", contract="MoneyToken")
def transferred(event: Event, write: Write) -> None:
    """The one event of every sen that moves: balances and statements are made of it alone."""
    for holder, other, amount in (
        (event["from"], event["to"], -event["value"]),
        (event["to"], event["from"], event["value"]),
    ):
        if holder != ZERO_ADDRESS:
            _move(event, write, holder, other, amount)


@project("Ordered", contract="MarketMaster")
def ordered(event: Event, write: Write) -> None:
    """An order of the regulator freezes money of a holder from now on."""
    _freeze(write, event["face"], event["from"], event["value"])


@project("OrderWithdrawn", contract="MarketMaster")
def order_withdrawn(event: Event, write: Write) -> None:
    """What the order froze is free."""
    order = write.get(ORDERS, str(event["id"])) or {}
    _freeze(write, order["face"], order["holder"], -order["value"])


@project("OrderExecuted", contract="MarketMaster")
def order_executed(event: Event, write: Write) -> None:
    """What the order froze has gone, or was not there; its Transfer says how much."""
    order_withdrawn(event, write)


def _freeze(write: Write, token: str, holder: str, amount: int) -> None:
    """Certificates have no supply here: they are the securities app's."""
    if write.get(SUPPLIES, token) is None:
        return
    account = _account(write, token, holder)
    write.put(BALANCES, balance_key(token, holder), {**account, "ordered": account["ordered"] + amount})


def _account(write: Write, token: str, holder: str) -> Document:
    found = write.get(BALANCES, balance_key(token, holder))
    return found or {"token": token, "holder": holder, "balance": 0, "ordered": 0}


def _move(event: Event, write: Write, holder: str, other: str, amount: int) -> None:
    token = event.source
    key = balance_key(token, holder)
    account = _account(write, token, holder)
    balance = account["balance"] + amount
    write.put(BALANCES, key, {**account, "balance": balance})
    write.add(SUPPLIES, token, holdings=amount)
    direction = "in" if amount > 0 else "out"
    movement = {
        "door": holder,
        "token": token,
        "amount": amount,
        "balance": balance,
        "what": _what(write, holder, other, direction),
        "other": other,
        "at": event.at,
        "block": event.block,
        "transaction": event.transaction,
    }
    # What goes out stands before what comes in, also where a door pays itself.
    write.put(MOVEMENTS, f"{event.place}-{int(amount > 0)}", movement)


def _what(write: Write, holder: str, other: str, direction: str) -> str:
    against = _contract(write, other)
    received = RECEIVED.get((against, _contract(write, holder))) if direction == "in" else None
    return received or WHAT.get((against, direction), "transfer")


def _contract(write: Write, address: str) -> str:
    known = write.look(CONTRACTS, address)
    return known["name"] if known else ""


def _trustee(write: Write, token: str) -> str:
    supply = write.look(SUPPLIES, token)
    return supply["trustee"] if supply else ZERO_ADDRESS


ignore("MoneyApproved", contract="MarketMaster", because="the face's Approval says the same")
ignore(
    "Approval",
    contract="MoneyToken",
    because="no page shows allowances; a transfer within one is told as such",
)
