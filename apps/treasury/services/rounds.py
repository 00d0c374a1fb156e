"""All that waits, one proposal a step: what is refused is said and passed by, nothing is tried twice."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from apps.ledger.types import ActView
from apps.treasury import queries
from apps.treasury.services import guards
from apps.treasury.services.desk import propose_burn, propose_mint
from apps.treasury.types import WITHDRAWALS, BankLine, PayoutState
from apps.vocabulary.errors import CastorError, SignInNeeded, Unavailable
from apps.vocabulary.types import Viewer


@dataclass(frozen=True, slots=True)
class MintStep:
    """One line of a round: its proposal, or why there is none. `line` is None once the round is over."""

    line: BankLine | None
    act: ActView | None = None
    problem: CastorError | None = None


@dataclass(frozen=True, slots=True)
class BurnStep:
    """One withdrawal of a round; `withdrawal` is 0 once it is over."""

    withdrawal: int
    act: ActView | None = None
    problem: CastorError | None = None


def propose_next_mint(*, actor: Viewer, after: uuid.UUID | None = None) -> MintStep:
    """A maker proposes to mint the next matched line behind `after`. Raises NotAllowed."""
    guards.maker(actor)
    line = queries.next_matched(actor, after)
    if line is None:
        return MintStep(None)
    try:
        return MintStep(line, act=propose_mint(actor=actor, line=line.id))
    except (SignInNeeded, Unavailable):
        raise
    except CastorError as problem:
        return MintStep(line, problem=problem)


def propose_next_burn(*, actor: Viewer, after: int = 0) -> BurnStep:
    """A maker proposes to burn the next withdrawal that a statement shows paid. Raises NotAllowed."""
    guards.maker(actor)
    where = {"token": queries.token_of(actor), "state": "waiting"}
    waiting = sorted(each["id"] for each in WITHDRAWALS.walk(where=where) if each["id"] > after)
    paid = queries.payouts_of(actor, waiting)
    for id in waiting:
        payout = paid.get(id)
        if payout is None or payout.state is not PayoutState.PAID:
            continue
        act = queries.withdrawal(actor, id).act
        if act is not None and not act.ended:
            continue
        try:
            return BurnStep(
                id, propose_burn(actor=actor, withdrawal=id, bank_reference=payout.bank_reference)
            )
        except (SignInNeeded, Unavailable):
            raise
        except CastorError as problem:
            return BurnStep(id, problem=problem)
    return BurnStep(0)
