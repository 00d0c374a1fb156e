"""What is known of money: a client's pockets and statement, a trustee's lines, withdrawals and reserve."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from apps.ledger import queries as ledger
from apps.ledger import readmodel
from apps.ledger.readmodel import Page
from apps.ledger.types import ActState, ActView
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.types import Content, Heading
from apps.treasury import rules
from apps.treasury.errors import NobodysReference, NotYourMoney, WrongReference
from apps.treasury.types import (
    BALANCES,
    BANK_LINE,
    DEPOSITS,
    MOVEMENTS,
    PAYOUT_ACCOUNT,
    REFERENCES,
    SUPPLIES,
    TRUST_ACCOUNT,
    WITHDRAWALS,
    AccountState,
    BankAccount,
    BankLine,
    Day,
    LineState,
    Pocket,
    Reserve,
    Withdrawal,
    balance_key,
)
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded, Unavailable
from apps.vocabulary.types import Address, Role, Standing, Viewer

PAGE = 50
WAITING = (LineState.ENTERED, LineState.PROPOSED)

_SPENT = frozenset({ActState.REFUSED, ActState.REJECTED, ActState.EXPIRED})
_DAY = 86_400
_MALAYSIA = 8 * 3600

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
    limit: int = PAGE,
) -> Page:
    """A door's movements, the newest first, as the read model's documents (see `types.MOVEMENTS`)."""
    where = _movements(_seen(viewer, door), token, what)
    return MOVEMENTS.page(order="at", where=where, after=after, limit=limit, descending=True)


def every_movement(
    viewer: Viewer, door: Address | None = None, *, what: str | None = None
) -> Iterator[Mapping[str, Any]]:
    """A door's whole statement, the oldest first, for an export. Raises as `statement` does, at once."""
    return MOVEMENTS.walk(order="at", where=_movements(_seen(viewer, door), None, what))


def kinds_of_movement(viewer: Viewer, door: Address | None = None) -> list[str]:
    """What the movements of a statement are, for its filter."""
    return [str(each) for each in MOVEMENTS.counts("what", {"door": _seen(viewer, door)})]


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


def trust_account(trustee: Address) -> BankAccount | None:
    """The account that a trustee takes deposits on; None before it put one in force. Public."""
    desk = Viewer(role=Role.TRUSTEE, door=trustee)
    try:
        found = records.headings(desk, [TRUST_ACCOUNT.name], [AccountState.IN_FORCE])
        return _account(records.glance(desk, found[-1].id)) if found else None
    except Unavailable:
        return None  # another portal's trustee, whose key is not here


def payout_account(viewer: Viewer, door: Address | None = None) -> BankAccount | None:
    """Where a door's withdrawals are paid to: in full for itself, the number's end for staff."""
    door = _seen(viewer, door)
    found = records.headings_of(viewer, door, [PAYOUT_ACCOUNT.name])
    if not found:
        return None
    last = found[-1].id
    return _account(records.glance(viewer, last) if viewer.is_staff else records.own(viewer, last))


# -- the trustee's desk ---------------------------------------------------------------------------------


def bank_lines(
    viewer: Viewer, states: Sequence[LineState] = WAITING, *, start: int = 0, most: int = PAGE
) -> list[BankLine]:
    """A trustee's bank lines kept in these states: the longest waiting first, the ended newest first."""
    _require_desk(viewer)
    rows = records.queue(viewer, [BANK_LINE.name], states)
    if not set(states) & set(WAITING):
        rows = rows.order_by("-changed_at", "pk")
    return [_line(each) for each in records.glances(viewer, rows[start : start + most])]


def bank_line(viewer: Viewer, line: uuid.UUID) -> BankLine:
    """One of them. Raises NotFound."""
    _require_desk(viewer)
    found = records.glance(viewer, line)
    if found.heading.kind != BANK_LINE.name:
        raise NotFound
    return _line(found)


def is_entered(trustee: Viewer, bank_reference: str) -> bool:
    """Whether a line was entered under this bank reference."""
    word = rules.bank_word(trustee.door or "", bank_reference).hex()
    return records.visible(trustee).filter(kind=BANK_LINE.name, reference=word).exists()


def lock_lines(trustee: Address) -> None:
    """Until the transaction ends, nobody else decides about a line of this trustee, or enters one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"bank lines {trustee}"])


def minted_lines(trustee: Address) -> list[Heading]:
    """The trustee's lines whose mint is final on the chain, and that are still kept as proposed."""
    desk, head = Viewer(role=Role.TRUSTEE, door=trustee), readmodel.head()
    token = money_of(trustee)
    if token is None or head is None:
        return []
    waiting = records.headings(desk, [BANK_LINE.name], WAITING)
    deposits = DEPOSITS.many([balance_key(token, f"0x{each.reference}") for each in waiting])
    return [
        each
        for each, deposit in zip(waiting, deposits, strict=True)
        if deposit is not None and deposit["block"] <= head.final
    ]


def withdrawals(viewer: Viewer, *, state: str | None = "waiting", after: str | None = None) -> Page:
    """Withdrawals of the money at a trustee's desk, else of the viewer's own; waiting: oldest first."""
    where: dict[str, Any] = (
        {"token": tokens_at_desk(viewer)} if viewer.role is Role.TRUSTEE else {"door": _seen(viewer, None)}
    )
    if state:
        where["state"] = state
    return WITHDRAWALS.page(order="requested_at", where=where, after=after, descending=state != "waiting")


def withdrawal(viewer: Viewer, id: int) -> Withdrawal:
    """One withdrawal, of the money at the trustee's desk or of the viewer's own door. Raises NotFound."""
    found = WITHDRAWALS.get(str(id))
    if found is None or viewer.door is None:
        raise NotFound
    desk = tokens_at_desk(viewer) if viewer.role is Role.TRUSTEE else []
    if viewer.role is not Role.REGULATOR and viewer.door != found["door"] and found["token"] not in desk:
        raise NotFound
    return read_withdrawal(found)


def read_withdrawal(found: Mapping[str, Any]) -> Withdrawal:
    """A withdrawal from its document, with the latest proposal to pay it out or to return it."""
    acts = ledger.acts_caused_by(f"withdrawal:{found['id']}")
    return Withdrawal(
        id=found["id"],
        door=Address(found["door"]),
        token=Address(found["token"]),
        amount=found["amount"],
        state=found["state"],
        requested_at=found["requested_at"],
        ended_at=found["ended_at"],
        reason=found["reason"],
        act=acts[-1] if acts else None,
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


def today(viewer: Viewer) -> Day:
    """What the market's present day (Malaysian time) brought to the viewer's desk."""
    token = token_of(viewer)
    now = participants.chain_time()
    since = now - (now + _MALAYSIA) % _DAY
    minted = [each["amount"] for each in DEPOSITS.walk(order="at", where={"token": token}, low=since)]
    burned = [
        each["amount"]
        for each in WITHDRAWALS.walk(order="ended_at", where={"token": token, "state": "burned"}, low=since)
    ]
    return Day(sum(minted), len(minted), sum(burned), len(burned))


def deposits(viewer: Viewer, *, after: str | None = None) -> Page:
    """What was minted: of a trustee's own money, or to the viewer's own door; the newest first."""
    return DEPOSITS.page(order="at", where=_deposits(viewer), after=after, descending=True)


def every_deposit(viewer: Viewer) -> Iterator[Mapping[str, Any]]:
    """All of them, the oldest first, for an export."""
    return DEPOSITS.walk(order="at", where=_deposits(viewer))


def trust_accounts(viewer: Viewer) -> list[BankAccount]:
    """The trustee's own account in force and the one that is proposed, if there are."""
    if viewer.role is not Role.TRUSTEE:
        raise NotAllowed
    rows = records.queue(viewer, [TRUST_ACCOUNT.name], [AccountState.IN_FORCE, AccountState.PROPOSED])
    return [_account(each) for each in records.glances(viewer, rows)]


def token_of(viewer: Viewer) -> Address:
    """A trustee's own money. Raises NotAllowed for anybody else."""
    if viewer.role is not Role.TRUSTEE or viewer.door is None:
        raise NotAllowed
    token = money_of(viewer.door)
    if token is None:
        raise NotYourMoney
    return token


def tokens_at_desk(viewer: Viewer) -> list[Address]:
    """The money whose withdrawals a trustee ends: its own, and that of a revoked one that it succeeds."""
    inherited = [
        each.token
        for each in participants.organisations(Role.TRUSTEE)
        if each.successor == viewer.door and each.standing is Standing.REVOKED and each.token is not None
    ]
    return [token_of(viewer), *inherited]


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


def _movements(door: Address, token: Address | None, what: str | None) -> dict[str, Any]:
    where: dict[str, Any] = {"door": door}
    return where | ({"token": token} if token else {}) | ({"what": what} if what else {})


def _deposits(viewer: Viewer) -> dict[str, Any]:
    if viewer.role is Role.TRUSTEE:
        return {"token": token_of(viewer)}
    return {"to": _seen(viewer, None)}


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


def _account(found: Content) -> BankAccount:
    fields = {name: str(value) for name, value in found.fields.items()}
    return BankAccount(
        id=found.heading.id,
        bank=fields.get("bank", ""),
        holder=fields.get("holder", ""),
        number=fields.get("number", ""),
        state=found.heading.state,
        maker=int(fields["maker"]) if fields.get("maker") else None,
    )


def _line(found: Content) -> BankLine:
    heading, fields = found.heading, found.fields
    mints = ledger.acts_caused_by(f"record:{heading.id}")
    act = mints[-1] if mints else None
    proper = str(fields.get("reference", ""))
    owner = REFERENCES.get(proper)
    return BankLine(
        id=heading.id,
        state=_state(heading, act),
        amount=heading.amount or 0,
        reference=proper,
        bank_reference=str(fields.get("bank_reference", "")),
        credited_at=int(str(fields.get("credited_at", 0))),
        entered_at=heading.opened_at,
        door=Address(owner["door"]) if owner else None,
        act=act,
    )


def _state(heading: Heading, act: ActView | None) -> LineState:
    """As chain and act say: a mint that came to nothing leaves the line waiting."""
    kept = LineState(heading.state)
    if kept not in WAITING:
        return kept
    token = money_of(heading.owner) if heading.owner else None
    if token and DEPOSITS.get(balance_key(token, f"0x{heading.reference}")) is not None:
        return LineState.MINTED
    if act is None or act.state in _SPENT:
        return LineState.ENTERED
    return LineState.MINTED if act.state in (ActState.MINED, ActState.FINAL) else LineState.PROPOSED
