"""What anybody may do: push a campaign to its end, collect what waits."""

import logging

from apps.campaigns import queries, rules
from apps.campaigns.errors import NothingDue
from apps.campaigns.types import Step
from apps.ledger import services as ledger
from apps.ledger.errors import Refused
from apps.ledger.types import ActView
from apps.vocabulary.types import Address

logger = logging.getLogger(__name__)

_BATCHES = {
    Step.SETTLE: rules.SETTLE_BATCH,
    Step.REFUND: rules.REFUND_BATCH,
    Step.RETURN_EXCESS: rules.RETURN_BATCH,
}

_NOT_ALL_LOOKED_AT = frozenset({"CampaignNotAllocated", "CampaignCannotFail"})


def push(*, campaign: Address) -> ActView:
    """Pushes whatever a campaign waits for now: close, share out, settle, fail or refund.

    Raises NotFound, NothingDue, Refused.
    """
    step = queries.step_of(campaign)
    if step is None:
        raise NothingDue
    return _push(campaign, step)


def collect(*, campaign: Address, door: Address) -> ActView:
    """Pushes what waits in a campaign for one door: a refund, a certificate, proceeds or a fee. Raises
    Refused.
    """
    return ledger.push(
        call="Campaign.collect", target=campaign, arguments={"door": door}, cause=queries.cause_of(campaign)
    )


def push_due() -> int:
    """Pushes one step of every campaign that waits for one; how many were pushed. What the contract refuses
    by now (another was faster, a freeze still holds), a later round sees anew.
    """
    pushed = 0
    for campaign, step in queries.due():
        try:
            _push(campaign, step)
            pushed += 1
        except Refused as refusal:
            logger.info("step not due", extra={"campaign": campaign, "step": step, "error": refusal.name})
    for campaign, door in queries.collectable():
        try:
            collect(campaign=campaign, door=door)
            pushed += 1
        except Refused as refusal:
            logger.info("due still waits", extra={"campaign": campaign, "door": door, "error": refusal.name})
    return pushed


def _push(campaign: Address, step: Step) -> ActView:
    arguments: dict[str, int | str] = {"n": _BATCHES[step]} if step in _BATCHES else {}
    if step is Step.ALLOCATE:
        cut = queries.cut(campaign)
        arguments = {"remainder": cut.remainder, "last": cut.last, "n": rules.ALLOCATE_BATCH}
    cause = queries.cause_of(campaign)
    try:
        return ledger.push(call=f"Campaign.{step}", target=campaign, arguments=arguments, cause=cause)
    except Refused as refusal:
        if step not in (Step.SETTLE, Step.FAIL) or refusal.name not in _NOT_ALL_LOOKED_AT:
            raise
        # All excess is returned, but the contract has not looked at the last investors, who have none.
        return _push(campaign, Step.RETURN_EXCESS)
