"""Asks the node what became of what was sent: receipts of our own hashes, in blocks that are still in the
chain.

Whatever a node said when something was sent ("nonce too low", "already known", nothing at all) means
*unknown*, and is settled here. What has no receipt is sent again, the same bytes, and at a higher price
when it waits too long.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Prefetch

from apps.ledger.clock import wall
from apps.ledger.gateway import Gateway
from apps.ledger.lanes import broadcast, bump
from apps.ledger.market import require_own_chain
from apps.ledger.models import Act, Attempt, Market, Sending
from apps.ledger.relay import (
    Outcome,
    Result,
    act_topics,
    results_of_acts,
    results_of_pushes,
    stopped_at,
)
from apps.ledger.settlement import (
    SETTLED,
    Where,
    blocks_of,
    expire,
    finalise,
    gone,
    requeue,
    settle_act,
    settle_skipped,
    take_back,
    wait_again,
    write_ends,
)
from apps.ledger.signers import Keystore
from apps.ledger.types import ActState, Block, RawLog, Receipt
from apps.vocabulary.types import Address

logger = logging.getLogger(__name__)

RESEND_AFTER = timedelta(seconds=4)
"""When bytes without a receipt are sent again: two blocks of the demo's chain."""
BUMP_AFTER = timedelta(seconds=45)
"""When they are signed again at a higher price."""
FINALS_CHECKED = 50
ENDED = ["state", "settled_at", "succeeded", "gas_used", "transaction", "block_number", "block_hash"]
"""The fields that a transaction's end is written in; its bytes, which may be many, stay as they are."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The chain at one look: its newest block, and number and time of the last final one (-1 before it)."""

    head: Block
    final: int
    final_time: int


def settle(gateway: Gateway, keystore: Keystore | None) -> int:
    """One look at everything on its way; returns how many sendings are still open.

    `keystore` holds the lanes' keys, for higher prices; without it the same bytes are sent again all the
    same. Raises NodeAway and ForeignChain.
    """
    market = require_own_chain(gateway.genesis_hash)
    sight = look(gateway)
    _take_back(gateway)
    _settle_open(gateway, market)
    _settle_strays(gateway, market, sight)
    finalise(gateway, sight.final)
    _finalise_expired(gateway, market, sight)
    return _send_again(gateway, keystore, sight)


def look(gateway: Gateway) -> Sight:
    """The newest block, and the last final one."""
    head, final = gateway.head(), gateway.final()
    return Sight(head, final.number, final.timestamp) if final is not None else Sight(head, -1, -1)


# -- blocks that went -----------------------------------------------------------------------------------


def _take_back(gateway: Gateway) -> None:
    """Re-opens what stands in blocks that are no longer in the chain, however deep."""
    open_ends = Act.objects.filter(final_at__isnull=True)
    mined = Sending.objects.filter(state=Sending.State.MINED)
    vanished = gone(gateway, blocks_of(open_ends) | blocks_of(mined))
    below: int | None = None
    while True:
        finals = Sending.objects.filter(state=Sending.State.FINAL, block_number__isnull=False)
        if below is not None:
            finals = finals.filter(block_number__lt=below)
        newest = finals.order_by("-block_number").values_list("block_number", "block_hash")
        known = {(number, its_hash) for number, its_hash in newest[:FINALS_CHECKED] if number is not None}
        lost = gone(gateway, known)
        vanished |= lost
        if not lost or len(lost) < len(known):
            break
        below = min(number for number, _ in known)
    take_back(vanished)


# -- receipts -------------------------------------------------------------------------------------------


def _settle_open(gateway: Gateway, market: Market) -> None:
    attempts = list(
        Attempt.objects.filter(sending__state=Sending.State.OPEN)
        .values_list("hash", "sending_id")
        .order_by("id")
    )
    receipts = [each for each in gateway.receipts([h for h, _ in attempts]) if each is not None]
    if not receipts:
        return
    vanished = gone(gateway, {(each.block_number, each.block_hash) for each in receipts})
    sending_of = dict(attempts)
    for receipt in receipts:
        if (receipt.block_number, receipt.block_hash) not in vanished:
            _settle_one(gateway, market, sending_of[receipt.hash], receipt)


def _settle_one(gateway: Gateway, market: Market, pk: int, receipt: Receipt) -> None:
    """A receipt that cannot be read holds up its own sending, and nobody else's."""
    try:
        _settle_sending(gateway, market, pk, receipt)
    except (ValueError, LookupError):
        logger.exception("receipt not understood", extra={"transaction_hash": receipt.hash})


def _settle_sending(gateway: Gateway, market: Market, pk: int, receipt: Receipt) -> None:
    where = Where(receipt.block_number, receipt.block_hash, receipt.hash)
    with transaction.atomic():
        sending = Sending.objects.select_for_update().defer("data").get(pk=pk)
        if sending.state != Sending.State.OPEN:
            return
        sending.state, sending.settled_at = Sending.State.MINED, wall()
        sending.succeeded, sending.gas_used = receipt.succeeded, receipt.gas_used
        sending.transaction, sending.block_number, sending.block_hash = (
            where.transaction,
            where.number,
            where.hash,
        )
        sending.save(update_fields=ENDED)
        acts = list(sending.acts.select_for_update().filter(state=ActState.SENT).order_by("id"))
        if not receipt.succeeded:
            logger.error("transaction failed", extra={"transaction_hash": receipt.hash, "acts": len(acts)})
            requeue(acts)
            return
        spent, settled = [], []
        for act, found in _ends(market, sending, acts, receipt.logs):
            if found is not None and found.outcome is Outcome.LEFT:
                wait_again(act)
            elif found is None or found.outcome is Outcome.SKIPPED:
                spent += [act] if _left_undone(act, found, where) else []
            elif settle_act(act, found, where):
                settled.append(act)
        write_ends(settled)
    if spent:
        _ask_doors(gateway, market, spent)


def _ends(
    market: Market, sending: Sending, acts: Sequence[Act], logs: Sequence[RawLog]
) -> list[tuple[Act, Result | None]]:
    relay = Address(market.relay)
    stopped = stopped_at(logs, relay)
    if sending.kind == Sending.Kind.PUSH:
        by_place = results_of_pushes(logs, relay)
        ends = [(act, by_place.get(_place(act))) for act in acts]
    else:
        by_nonce = results_of_acts(logs, relay)
        ends = [
            (act, by_nonce.get((act.door.lower(), act.nonce if act.nonce is not None else -1)))
            for act in acts
        ]
    if stopped is None:
        return ends
    return [
        (act, Result(Outcome.LEFT) if found is None and _place(act) >= stopped else found)
        for act, found in ends
    ]


def _place(act: Act) -> int:
    return act.place if act.place is not None else -1


def _left_undone(act: Act, found: Result | None, where: Where) -> bool:
    """An act that its transaction did not start; returns whether its door must be asked."""
    if found is not None:
        return settle_skipped(act, found.reason, where)
    logger.error("no word of an act", extra={"act": str(act.uid), "transaction_hash": where.transaction})
    requeue([act])
    return False


# -- acts whose transaction is settled and that are not -------------------------------------------------


def _settle_strays(gateway: Gateway, market: Market, sight: Sight) -> None:
    """Acts that are sent, by a transaction that is settled or lost, and those that wait past their deadline:
    the doors know, or they are carried again, or expire.
    """
    sent = Act.objects.filter(state=ActState.SENT).exclude(sending__state=Sending.State.OPEN)
    late = Act.objects.filter(state=ActState.QUEUED, deadline__lt=sight.head.timestamp)
    strays = [*sent, *late]
    if not strays:
        return
    doors_acts = [act for act in strays if act.kind == Act.Kind.ACT]
    unknown = _ask_doors(gateway, market, doors_acts) + [act for act in strays if act.kind == Act.Kind.PUSH]
    with transaction.atomic():
        states = (ActState.SENT, ActState.QUEUED)
        fresh = Act.objects.select_for_update().filter(pk__in=[act.pk for act in unknown], state__in=states)
        for act in fresh.order_by("id"):
            if act.deadline is not None and act.deadline < sight.head.timestamp:
                expire(act)
            elif act.state == ActState.SENT:
                requeue([act])


def _finalise_expired(gateway: Gateway, market: Market, sight: Sight) -> None:
    """What expired is final once a final block is past its deadline, and its door knows nothing of it."""
    late = Act.objects.filter(state=ActState.EXPIRED, final_at__isnull=True, deadline__lt=sight.final_time)
    if acts := list(late):
        unknown = _ask_doors(gateway, market, acts)
        late.filter(pk__in=[act.pk for act in unknown]).update(final_at=wall())


def _ask_doors(gateway: Gateway, market: Market, acts: Sequence[Act]) -> list[Act]:
    """Settles acts by what their doors said of their nonces, whoever carried them; returns those they
    did not mention.
    """
    by_door: dict[str, list[Act]] = {}
    for act in acts:
        by_door.setdefault(act.door, []).append(act)
    unknown: list[Act] = []
    for door, its_acts in by_door.items():
        logs = gateway.logs(
            market.start_block,
            "latest",
            [Address(door)],
            act_topics([act.nonce for act in its_acts if act.nonce is not None]),
        )
        found = {int(log["topics"][1], 16): log for log in logs}
        unknown += [act for act in its_acts if act.nonce not in found]
        _settle_by_logs(found, [act.pk for act in its_acts if act.nonce in found], market)
    return unknown


def _settle_by_logs(found: Mapping[int, RawLog], pks: Sequence[int], market: Market) -> None:
    with transaction.atomic():
        for act in Act.objects.select_for_update().filter(pk__in=pks).order_by("id"):
            if act.nonce is None:
                continue
            log = found[act.nonce]
            (result,) = results_of_acts([log], Address(market.relay)).values()
            where = Where(int(log["blockNumber"], 16), log["blockHash"], log["transactionHash"])
            if settle_act(act, result, where):
                act.save(update_fields=SETTLED)


# -- again ----------------------------------------------------------------------------------------------


def _send_again(gateway: Gateway, keystore: Keystore | None, sight: Sight) -> int:
    """Sends what has no receipt: the newest bytes of each nonce, in the order of nonces. Returns how
    many are open.
    """
    now = wall()
    newest = Prefetch("attempts", Attempt.objects.order_by("-most_per_gas").defer("raw"))
    flying = Sending.objects.filter(state=Sending.State.OPEN).defer("data").prefetch_related(newest)
    waiting = list(flying.order_by("lane_id", "nonce"))
    again: list[Attempt] = []
    first_of_lane: set[str] = set()
    for sending in waiting:
        last = next(iter(sending.attempts.all()), None)
        if last is None:
            continue
        if last.sent_at is None or now - last.sent_at > RESEND_AFTER:
            again.append(last)
        # Only the nonce that all the others wait for is worth a higher price.
        leads = sending.lane_id not in first_of_lane
        first_of_lane.add(sending.lane_id)
        lane = Address(sending.lane_id)
        if leads and now - last.signed_at > BUMP_AFTER and keystore is not None and lane in keystore:
            _leave_or_bump(gateway, keystore, sending, sight)
    if again:
        broadcast(gateway, again)
    return len(waiting)


def _leave_or_bump(gateway: Gateway, keystore: Keystore, sending: Sending, sight: Sight) -> None:
    """A nonce that the final chain has without any of our hashes is another's: its acts are carried again."""
    lane = Address(sending.lane_id)
    if sight.final >= 0 and gateway.nonce(lane, sight.final) > sending.nonce:
        logger.error("nonce spent by another", extra={"lane": lane, "nonce": sending.nonce})
        Sending.objects.filter(pk=sending.pk, state=Sending.State.OPEN).update(
            state=Sending.State.FOREIGN, settled_at=wall()
        )
        return
    bump(gateway, sending, keystore.signer(lane))
