"""A door's money: what it has, every movement, what was minted, where it is paid to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from apps.kyc import queries as kyc
from apps.ledger import queries as ledger
from apps.ledger.readmodel import Page
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records.types import Content
from apps.treasury import rules
from apps.treasury.errors import NobodysReference, NotYourMoney, WrongReference
from apps.treasury.queries.spans import EVERYTHING, Span
from apps.treasury.types import (
    BALANCES,
    DEPOSITS,
    MOVEMENTS,
    PAYOUT_ACCOUNT,
    REFERENCES,
    SUPPLIES,
    TRUST_ACCOUNT,
    WITHDRAWALS,
    AccountState,
    BankAccount,
    Pocket,
    balance_key,
)
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded, Unavailable
from apps.vocabulary.naming import names_given
from apps.vocabulary.types import Address, Role, Standing, Viewer

PAGE = 50


def pockets(viewer: Viewer, door: Address | None = None) -> list[Pocket]:
    """A door's money, trustee by trustee; by default the viewer's own. Raises NotFound for another's."""
    door = seen(viewer, door)
    accounts = {each["token"]: each for each in BALANCES.walk(where={"holder": door})}
    waiting: dict[str, int] = {}
    for each in WITHDRAWALS.walk(where={"door": door, "state": "waiting"}):
        waiting[each["token"]] = waiting.get(each["token"], 0) + each["amount"]
    tokens = sorted({*accounts, *waiting, *_tokens_at_hand(door)})
    return [
        Pocket(
            token=Address(token),
            trustee=trustee_of(Address(token)),
            available=rules.free(accounts.get(token)),
            ordered=rules.frozen(accounts.get(token)),
            withdrawing=waiting.get(token, 0),
        )
        for token in tokens
    ]


def balance(viewer: Viewer, token: Address, door: Address | None = None) -> int:
    """What a door can spend of one trustee's money, in sen."""
    found = BALANCES.get(balance_key(token, seen(viewer, door)))
    return rules.free(found)


def statement(
    viewer: Viewer,
    door: Address | None = None,
    *,
    what: str | None = None,
    span: Span = EVERYTHING,
    after: str | None = None,
    limit: int = PAGE,
) -> Page:
    """A door's movements, the newest first, as the read model's documents (see `types.MOVEMENTS`)."""
    where = _movements(seen(viewer, door), what)
    return span.page(MOVEMENTS, "at", where=where, after=after, limit=limit, descending=True)


def every_movement(
    viewer: Viewer, door: Address | None = None, *, what: str | None = None, span: Span = EVERYTHING
) -> Iterator[Mapping[str, Any]]:
    """A door's whole statement, the oldest first, for an export. Raises as `statement` does, at once."""
    return span.walk(MOVEMENTS, "at", where=_movements(seen(viewer, door), what))


def called(viewer: Viewer, addresses: Sequence[str]) -> dict[str, str]:
    """What addresses are called, as far as the viewer may know: organisations, companies, campaigns and the
    like; persons as the viewer's own records say. The others are left out. For a page or a file that is being
    written: never kept.
    """
    known = participants.names_of(addresses)
    public = {each: name for each, name in known.items() if not name.startswith("0x")}
    own = kyc.names_of_clients(viewer, list(known))
    return {**names_given(viewer, list(known)), **public, **own}


def names_of_moneys() -> dict[str, str]:
    """What each trustee's money is called, by token. Public."""
    return {each["token"]: each["name"] for each in SUPPLIES.walk()}


def kinds_of_movement(viewer: Viewer, door: Address | None = None) -> list[str]:
    """What the movements of a statement are, for its filter."""
    return [str(each) for each in MOVEMENTS.counts("what", {"door": seen(viewer, door)})]


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
        return account(records.glance(desk, found[-1].id)) if found else None
    except Unavailable:
        return None  # another portal's trustee, whose key is not here


def payout_account(viewer: Viewer, door: Address | None = None) -> BankAccount | None:
    """Where a door's withdrawals are paid to: in full for itself, the number's end for staff."""
    door = seen(viewer, door)
    found = records.headings_of(viewer, door, [PAYOUT_ACCOUNT.name])
    if not found:
        return None
    last = found[-1].id
    return account(records.glance(viewer, last) if viewer.is_staff else records.own(viewer, last))


def deposits(
    viewer: Viewer, *, span: Span = EVERYTHING, oldest_first: bool = False, after: str | None = None
) -> Page:
    """What was minted: of a trustee's own money, to a client's own door, all of it for the regulator; the
    newest first.
    """
    where = _deposits(viewer)
    return span.page(DEPOSITS, "at", where=where, after=after, limit=PAGE, descending=not oldest_first)


def every_deposit(viewer: Viewer, span: Span = EVERYTHING) -> Iterator[Mapping[str, Any]]:
    """All of them, the oldest first, for an export."""
    return span.walk(DEPOSITS, "at", where=_deposits(viewer))


def rules_of_money() -> Address:
    """The module of money in force, where reserves are posted. Raises Unavailable before it is indexed."""
    return ledger.in_force("money")


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


def seen(viewer: Viewer, door: Address | None) -> Address:
    """The door to look at: the viewer's own, or one that it oversees. Raises SignInNeeded, NotFound."""
    if viewer.door is None:
        raise SignInNeeded
    if door is None or door == viewer.door:
        return viewer.door
    if not participants.sees(viewer, door):
        raise NotFound
    return door


def _movements(door: Address, what: str | None) -> dict[str, Any]:
    return {"door": door} | ({"what": what} if what else {})


def _deposits(viewer: Viewer) -> dict[str, Any]:
    if viewer.role is Role.REGULATOR:
        return {}
    if viewer.role is Role.TRUSTEE:
        return {"token": token_of(viewer)}
    return {"to": seen(viewer, None)}


def _tokens_at_hand(door: Address) -> list[Address]:
    """The money of the door's own trustee, which it has from the start even with nothing in it."""
    role = participants.role_of(door)
    if role not in (Role.INVESTOR, Role.ISSUER):
        return []
    trustee = participants.participant(Viewer(role=role, door=door), door).trustee
    token = money_of(trustee) if trustee else None
    return [token] if token else []


def account(found: Content) -> BankAccount:
    """An account from its record."""
    fields = {name: str(value) for name, value in found.fields.items()}
    return BankAccount(
        id=found.heading.id,
        bank=fields.get("bank", ""),
        holder=fields.get("holder", ""),
        number=fields.get("number", ""),
        state=found.heading.state,
        maker=int(fields["maker"]) if fields.get("maker") else None,
    )
