"""What is known of money: a client's pockets and statement, a trustee's lines, withdrawals and reserve."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from apps.ledger import queries as ledger
from apps.ledger.readmodel import Page
from apps.ledger.types import ActState, ActView
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.types import Content
from apps.treasury import rules
from apps.treasury.errors import NobodysReference, NotYourMoney, WrongReference
from apps.treasury.types import (
    BALANCES,
    BANK_LINE,
    DEPOSITS,
    MOVEMENTS,
    REFERENCES,
    SUPPLIES,
    WITHDRAWALS,
    BankLine,
    LineState,
    Pocket,
    Reserve,
    Withdrawal,
    balance_key,
)
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer

_SPENT = frozenset({ActState.REFUSED, ActState.REJECTED, ActState.EXPIRED})

# -- a door's money -------------------------------------------------------------------------------------


def pockets(viewer: Viewer, door: Address | None = None) -> list[Pocket]:
    """A door's money, trustee by trustee; by default the viewer's own. Raises NotFound for another's."""
    door = _seen(viewer, door)
    available = {each["token"]: each["balance"] for each in BALANCES.walk(where={"holder": door})}
    waiting: dict[str, int] = {}
    for each in WITHDRAWALS.walk(where={"door": door, "state": "waiting"}):
        waiting[each["token"]] = waiting.get(each["token"], 0) + each["amount"]
    tokens = sorted({*available, *waiting, *_tokens_at_hand(door)})
    return [
        Pocket(
            token=Address(token),
            trustee=trustee_of(Address(token)),
            available=available.get(token, 0),
            withdrawing=waiting.get(token, 0),
        )
        for token in tokens
    ]


def balance(viewer: Viewer, token: Address, door: Address | None = None) -> int:
    """What a door can spend of one trustee's money, in sen."""
    found = BALANCES.get(balance_key(token, _seen(viewer, door)))
    return int(found["balance"]) if found else 0


def statement(
    viewer: Viewer,
    door: Address | None = None,
    *,
    token: Address | None = None,
    what: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """A door's movements, the newest first, as the read model's documents (see `types.MOVEMENTS`)."""
    where: dict[str, Any] = {"door": _seen(viewer, door)}
    if token:
        where["token"] = token
    if what:
        where["what"] = what
    return MOVEMENTS.page(order="at", where=where, after=after, limit=limit, descending=True)


def reference(viewer: Viewer) -> str:
    """What an investor writes on a bank transfer. Raises NotAllowed for anybody else."""
    if viewer.role is not Role.INVESTOR or viewer.door is None:
        raise NotAllowed
    return rules.reference_of(viewer.door)


def door_of_reference(text: str) -> Address:
    """Whose reference it is. Raises WrongReference, NobodysReference."""
    proper = rules.read_reference(text)
    if proper is None:
        raise WrongReference
    found = REFERENCES.get(proper)
    if found is None:
        raise NobodysReference(reference=proper)
    return Address(found["door"])


# -- the trustee's desk ---------------------------------------------------------------------------------


def bank_lines(
    viewer: Viewer, states: Sequence[LineState] = tuple(LineState), *, most: int = 200
) -> list[BankLine]:
    """The trustee's bank lines, the longest waiting first. The regulator may look; its own door has none."""
    _require_desk(viewer)
    rows = records.queue(viewer, [BANK_LINE.name], list(LineState))[:most]
    lines = [_line(each) for each in records.glances(viewer, rows)]
    return [each for each in lines if each.state in states]


def bank_line(viewer: Viewer, line: uuid.UUID) -> BankLine:
    """One of them. Raises NotFound."""
    _require_desk(viewer)
    found = records.glance(viewer, line)
    if found.heading.kind != BANK_LINE.name:
        raise NotFound
    return _line(found)


def line_of(viewer: Viewer, bank_reference: str) -> BankLine | None:
    """The line that was entered under this bank reference, if one was."""
    if viewer.door is None:
        return None
    word = rules.bank_word(viewer.door, bank_reference).hex()
    found = records.visible(viewer).filter(kind=BANK_LINE.name, reference=word).first()
    return _line(records.glances(viewer, [found])[0]) if found else None


def lock_lines(trustee: Address) -> None:
    """Until the transaction ends, nobody else enters a line for this trustee: a credit is entered once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"bank lines {trustee}"])


def withdrawals(viewer: Viewer, *, state: str | None = "waiting", after: str | None = None) -> Page:
    """Withdrawals of the viewer's own money (a trustee), or of its own door (anybody), the oldest first."""
    where: dict[str, Any] = (
        {"token": token_of(viewer)} if viewer.role is Role.TRUSTEE else {"door": _seen(viewer, None)}
    )
    if state:
        where["state"] = state
    return WITHDRAWALS.page(order="requested_at", where=where, after=after)


def withdrawal(viewer: Viewer, id: int) -> Withdrawal:
    """One withdrawal, of the trustee's own money or of the viewer's own door. Raises NotFound."""
    found = WITHDRAWALS.get(str(id))
    if found is None:
        raise NotFound
    own = viewer.door is not None and viewer.door in (found["door"], trustee_of(Address(found["token"])))
    if not own and viewer.role is not Role.REGULATOR:
        raise NotFound
    return Withdrawal(
        id=found["id"],
        door=Address(found["door"]),
        token=Address(found["token"]),
        amount=found["amount"],
        state=found["state"],
        requested_at=found["requested_at"],
        ended_at=found["ended_at"],
    )


def reserve(viewer: Viewer, trustee: Address | None = None) -> Reserve:
    """A trustee's supply against its bank: the trustee's own, or any, for the regulator.

    `credited` counts the bank lines that were not dismissed, `holdings` sums every holder's balance.
    """
    trustee = trustee or viewer.door
    if trustee is None or (viewer.door != trustee and viewer.role is not Role.REGULATOR):
        raise NotFound
    supply = next(iter(SUPPLIES.walk(where={"trustee": trustee})), None)
    if supply is None:
        raise NotYourMoney
    lines = (
        records.visible(viewer).filter(kind=BANK_LINE.name, owner=trustee).exclude(state=LineState.DISMISSED)
    )
    return Reserve(
        token=Address(supply["token"]),
        trustee=trustee,
        supply=supply["supply"],
        withdrawing=supply["withdrawing"],
        minted=supply["minted"],
        burned=supply["burned"],
        credited=sum(amount or 0 for amount in lines.values_list("amount", flat=True)),
        holdings=sum(each["balance"] for each in BALANCES.walk(where={"token": supply["token"]})),
    )


def deposits(viewer: Viewer, *, after: str | None = None) -> Page:
    """What was minted: of a trustee's own money, or to the viewer's own door; the newest first."""
    where: dict[str, Any] = (
        {"token": token_of(viewer)} if viewer.role is Role.TRUSTEE else {"to": _seen(viewer, None)}
    )
    return DEPOSITS.page(order="at", where=where, after=after, descending=True)


def token_of(viewer: Viewer) -> Address:
    """A trustee's own money. Raises NotAllowed for anybody else."""
    if viewer.role is not Role.TRUSTEE or viewer.door is None:
        raise NotAllowed
    supply = next(iter(SUPPLIES.walk(where={"trustee": viewer.door})), None)
    if supply is None:
        raise NotYourMoney
    return Address(supply["token"])


def trustee_of(token: Address) -> Address:
    """Whose money a token is. Raises NotYourMoney for what is none."""
    found = SUPPLIES.get(token)
    if found is None:
        raise NotYourMoney
    return Address(found["trustee"])


def money_of(trustee: Address) -> Address | None:
    """A trustee's token, if it has one. Public."""
    supply = next(iter(SUPPLIES.walk(where={"trustee": trustee})), None)
    return Address(supply["token"]) if supply else None


# -- parts ----------------------------------------------------------------------------------------------


def _seen(viewer: Viewer, door: Address | None) -> Address:
    if viewer.door is None:
        raise SignInNeeded
    if door is None or door == viewer.door:
        return viewer.door
    if not participants.sees(viewer, door):
        raise NotFound
    return door


def _tokens_at_hand(door: Address) -> list[Address]:
    """The money of the door's own trustee, which it has from the start even with nothing in it."""
    role = participants.role_of(door)
    if role not in (Role.INVESTOR, Role.ISSUER):
        return []
    trustee = participants.participant(Viewer(role=role, door=door), door).trustee
    token = money_of(trustee) if trustee else None
    return [token] if token else []


def _require_desk(viewer: Viewer) -> None:
    if viewer.role not in (Role.TRUSTEE, Role.REGULATOR):
        raise NotAllowed


def _line(found: Content) -> BankLine:
    heading, fields = found.heading, found.fields
    mints = ledger.acts_caused_by(f"record:{heading.id}")
    act = mints[-1] if mints else None
    proper = str(fields.get("reference", ""))
    owner = REFERENCES.get(proper)
    return BankLine(
        id=heading.id,
        state=_state(LineState(heading.state), act),
        amount=heading.amount or 0,
        reference=proper,
        bank_reference=str(fields.get("bank_reference", "")),
        credited_at=int(str(fields.get("credited_at", 0))),
        entered_at=heading.opened_at,
        door=Address(owner["door"]) if owner else None,
        act=act,
    )


def _state(kept: LineState, act: ActView | None) -> LineState:
    """As the act says: a mint that came to nothing leaves the line waiting, one that was carried ends it."""
    if kept is LineState.DISMISSED or act is None:
        return kept
    if act.state in _SPENT:
        return LineState.ENTERED
    return LineState.MINTED if act.state in (ActState.MINED, ActState.FINAL) else LineState.PROPOSED
