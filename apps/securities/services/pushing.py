"""What anybody may push: holders paid in batches, what waited collected, votes opened and closed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from apps.ledger import services as ledger
from apps.ledger.errors import Refused
from apps.ledger.types import ActView
from apps.securities import queries
from apps.securities.errors import NothingDue
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.types import Address, Viewer

logger = logging.getLogger(__name__)


def push_dividend(*, actor: Viewer, dividend: Address) -> ActView:
    """Pushes the next step of a dividend: anybody who is signed in may. Raises SignInNeeded, NotFound,
    NothingDue, Refused.
    """
    if actor.account is None:
        raise SignInNeeded
    steps = queries.steps_of(dividend)
    if not steps:
        raise NothingDue
    return _push_dividend(dividend, *steps[0])


def push_ballot(*, actor: Viewer, ballot: Address) -> ActView:
    """Opens or closes a vote: anybody who is signed in may. Raises SignInNeeded, NotFound, NothingDue,
    Refused.
    """
    if actor.account is None:
        raise SignInNeeded
    step = queries.step_of_ballot(ballot)
    if step is None:
        raise NothingDue
    return _push_ballot(ballot, step)


def push_actions() -> int:
    """Pushes every step of every dividend and vote that is due; how many. What the contract refuses by now
    (another was faster, a holder is frozen again), a later round sees anew.
    """
    pushed = 0
    for dividend, call, arguments in queries.due_dividends():
        try:
            _push_dividend(dividend, call, arguments)
            pushed += 1
        except Refused as refusal:
            logger.info("not paid", extra={"dividend": dividend, "error": refusal.name})
    for ballot, step in queries.due_ballots():
        try:
            _push_ballot(ballot, step)
            pushed += 1
        except Refused as refusal:
            logger.info("vote not pushed", extra={"ballot": ballot, "error": refusal.name})
    return pushed


def _push_dividend(dividend: Address, call: str, arguments: Mapping[str, Any]) -> ActView:
    return ledger.push(
        call=f"Dividend.{call}", target=dividend, arguments=arguments, cause=f"dividend:{dividend}"
    )


def _push_ballot(ballot: Address, step: str) -> ActView:
    return ledger.push(call=f"Ballot.{step}", target=ballot, cause=f"ballot:{ballot}")
