"""All that waits, one proposal a step: what is refused is said and passed by, nothing is tried twice."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from apps.ledger.types import ActView
from apps.treasury import queries
from apps.treasury.services import guards
from apps.treasury.services.desk import propose_burn, propose_mint
from apps.treasury.types import BankLine
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
    id = next((each for each in queries.burnable(actor) if each > after), 0)
    if not id:
        return BurnStep(0)
    word = queries.payouts_of(actor, [id])[id].bank_reference
    try:
        return BurnStep(id, propose_burn(actor=actor, withdrawal=id, bank_reference=word))
    except (SignInNeeded, Unavailable):
        raise
    except CastorError as problem:
        return BurnStep(id, problem=problem)
