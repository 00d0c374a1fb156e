"""How acts come to their end, and back when a block goes: told by receipts of our own hashes and by doors'
events.

Everything here bears being told twice, in any order. An act is settled by (door, nonce), whoever carried
it; a transaction by its hash. Any state but `queued` may go back; one that was final does so with an alarm.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When

from apps.ledger import doorbell
from apps.ledger.abi import read_error
from apps.ledger.clock import wall
from apps.ledger.gateway import Gateway, gateway
from apps.ledger.models import Act, Attempt, Sending
from apps.ledger.outcomes import Outcome, Place
from apps.ledger.relay import Outcome as End
from apps.ledger.relay import Result
from apps.ledger.types import TRANSACTION_GAS_LIMIT, ActState

logger = logging.getLogger(__name__)

MOST_TRIES = 5
"""How often an act is carried again after its transaction failed as a whole, or ran short of gas."""
SETTLED = ["state", "final_at", "settled_at", "block_number", "block_hash", "transaction", "refusal"]
"""The fields that an act's end is written in."""
BLOCKS_ASKED = 500
"""How many blocks are asked for in one round trip."""
OUT_OF_TIME = "DoorPastDeadline"
SPENT = "DoorNonceSpent"
SHORT_OF_GAS = frozenset({"DoorGasTooLow", "Reverted"})
"""Skipped with one of these (no reason at all: the gas ran out before it could be said), an act gets
more gas.
"""


@dataclass(frozen=True, slots=True)
class Where:
    """The canonical block and the transaction in which something was settled."""

    number: int
    hash: str
    transaction: str


class OutboxSettlement:
    """What the indexer tells the outbox: a `outcomes.Settlement`."""

    def settle(self, block: Place, outcomes: Sequence[Outcome]) -> None:
        """Acts that took effect or were refused in this block, whoever carried them.

        The transactions themselves, and pushes, are settled by their receipts: a worker is rung to look.
        """
        ended = {
            (str(each.door), each.nonce): each
            for each in outcomes
            if each.result in ("performed", "refused") and each.nonce is not None
        }
        if ended:
            _settle_ended(block, ended)
        if outcomes:
            doorbell.ring_settle()

    def unsettle(self, block_number: int) -> None:
        """Blocks from this one on went: whatever was settled in them goes back.

        By the time this is told, acts may have been settled again in the blocks that took their place; the
        node is asked which blocks are still there. Raises NodeAway: then it is to be told again.
        """
        acts, sendings = (each.objects.filter(block_number__gte=block_number) for each in (Act, Sending))
        take_back(gone(gateway(), blocks_of(acts) | blocks_of(sendings)))


def _settle_ended(block: Place, ended: Mapping[tuple[str, int], Outcome]) -> None:
    # Wider than what ended (each door with each nonce), but found by the index.
    near = Act.objects.filter(door__in={door for door, _ in ended}, nonce__in={n for _, n in ended})
    found = {
        pk: block_hash
        for pk, door, nonce, block_hash in near.values_list("pk", "door", "nonce", "block_hash")
        if (door, nonce) in ended
    }
    if set(found.values()) - {"", block.hash} and gone(gateway(), {(block.number, block.hash)}):
        # Told late, of a block that has gone since: what the acts came to afterwards stands.
        return
    with transaction.atomic():
        settled = []
        for act in Act.objects.select_for_update().filter(pk__in=list(found)).order_by("id"):
            told = ended[act.door, act.nonce or 0]
            end = End.PERFORMED if told.result == "performed" else End.REFUSED
            where = Where(block.number, block.hash, told.transaction)
            if settle_act(act, Result(end, bytes.fromhex(told.reason[2:])), where, place=told.place):
                settled.append(act)
        write_ends(settled)


Known = set[tuple[int, str]]
"""Blocks, by number and hash."""


def blocks_of(rows: QuerySet[Act] | QuerySet[Sending]) -> Known:
    """The blocks in which these were settled."""
    found = rows.filter(block_number__isnull=False).values_list("block_number", "block_hash").distinct()
    return {(number, its_hash) for number, its_hash in found if number is not None}


def gone(gateway: Gateway, known: Known) -> Known:
    """Those of these blocks that the chain no longer has. Raises NodeAway."""
    vanished, listed = set(), iter(sorted(known))
    while some := list(islice(listed, BLOCKS_ASKED)):
        found = gateway.blocks([number for number, _ in some])
        for (number, its_hash), block in zip(some, found, strict=True):
            if block is None or block.hash != its_hash:
                vanished.add((number, its_hash))
    return vanished


def take_back(vanished: Known) -> None:
    """Re-opens whatever was settled in these blocks."""
    hashes = [each for _, each in vanished]
    if hashes:
        logger.warning("blocks went", extra={"blocks": sorted(number for number, _ in vanished)})
        reopen(Act.objects.filter(block_hash__in=hashes), Sending.objects.filter(block_hash__in=hashes))


def settle_act(act: Act, result: Result, where: Where, *, place: str = "") -> bool:
    """Writes an act's end into its row, which the caller has locked and saves (`SETTLED`). `place`: that of
    the event that tells it, for the log.

    Returns whether that changed anything: a second time does not.
    """
    changed = _write_end(act, result, where)
    if place:
        logger.info("act in the record", extra=traces(act) | {"event_place": place})
    elif changed:
        logger.info("act settled", extra=traces(act))
    return changed


def _write_end(act: Act, result: Result, where: Where) -> bool:
    state = ActState.MINED if result.outcome is End.PERFORMED else ActState.REFUSED
    if act.block_hash == where.hash and act.state in (state, ActState.FINAL):
        return False
    if act.final_at is not None:
        logger.error("final act settled elsewhere", extra=traces(act) | {"now_in": where.number})
    act.state, act.final_at, act.settled_at = state, None, wall()
    act.block_number, act.block_hash, act.transaction = where.number, where.hash, where.transaction
    act.refusal = refusal_of(result.reason) if state == ActState.REFUSED else None
    return True


def traces(act: Act) -> dict[str, object]:
    """What ties a log line to an act's request, transaction and event: the ids that those lines have too."""
    return {
        "act": str(act.uid),
        "state": str(act.state),
        "door": act.door,
        "nonce": act.nonce,
        "transaction_hash": act.transaction,
        "block": act.block_number,
        "block_hash": act.block_hash,
    }


def write_ends(acts: Iterable[Act]) -> None:
    """Saves what `settle_act` wrote, in one statement for all that ended alike."""
    alike: dict[str, list[Act]] = {}
    for act in acts:
        end = {name: getattr(act, name) for name in SETTLED if name != "settled_at"}
        alike.setdefault(json.dumps(end, default=str, sort_keys=True), []).append(act)
    for group in alike.values():
        fields = {name: getattr(group[0], name) for name in SETTLED}
        Act.objects.filter(pk__in=[act.pk for act in group]).update(**fields)


def refusal_of(reason: bytes) -> dict[str, object]:
    """Revert data as an act keeps it: the typed error's name, selector and arguments."""
    error = read_error(reason)
    return {"error": error.name, "selector": error.selector, "arguments": dict(error.arguments)}


def settle_skipped(act: Act, reason: bytes, where: Where) -> bool:
    """An act that did not start. Returns whether the door must be asked what became of its nonce.

    Its nonce is spent, or its deadline passed (which a door looks at first): another transaction may have
    carried it before. With too little gas it is carried again with more; anything else (a signer who is none
    any more, a signature that fails) no repetition mends, and it is refused, its nonce unspent.
    """
    error = read_error(reason)
    if error.name in (SPENT, OUT_OF_TIME):
        return True
    if error.name in SHORT_OF_GAS and act.tries < MOST_TRIES:
        act.gas = min(2 * act.gas, TRANSACTION_GAS_LIMIT // 2)
        requeue([act])
    elif settle_act(act, Result(End.REFUSED, reason), where):
        act.save(update_fields=SETTLED)
    return False


def expire(act: Act) -> None:
    """An act whose deadline passed before it could start, and of which its door knows nothing.

    Final once a final block is later than the deadline: until then an earlier block may take the place of
    the newest, and carry it in time.
    """
    act.state, act.settled_at = ActState.EXPIRED, wall()
    act.save(update_fields=["state", "settled_at"])
    logger.info("act expired", extra=traces(act))


def requeue(acts: Iterable[Act]) -> None:
    """Acts that their transaction left undone wait again, for another; too many times, and they are
    given up.
    """
    for act in acts:
        act.tries += 1
        if act.tries > MOST_TRIES:
            act.state, act.settled_at, act.final_at = ActState.REFUSED, wall(), wall()
            act.refusal = {"error": "CarriedInVain", "selector": "0x", "arguments": {"tries": act.tries - 1}}
            logger.error("act given up", extra={"act": str(act.uid)})
            act.save()
        else:
            wait_again(act)


def wait_again(act: Act) -> None:
    """An act that its transaction did not come to: it keeps its turn in the queue."""
    act.state, act.sending, act.place = ActState.QUEUED, None, None
    act.save()


def reopen(acts: QuerySet[Act], sendings: QuerySet[Sending]) -> int:
    """Takes back what was settled in blocks that are no longer in the chain; returns how many rows that were.

    Acts are `sent` again (`queued`, where only strangers had sent them; `prepared`, where their signature
    never came here), and the sendings' own bytes are sent again; what those then do is what counts. An act
    that came too late in such a block may come in time in the next one.
    """
    sendings = sendings.exclude(state=Sending.State.OPEN)
    late = Act.objects.filter(state=ActState.EXPIRED, sending__in=sendings)
    late = Act.objects.filter(pk__in=list(late.values_list("pk", flat=True)))
    acts = acts.filter(block_number__isnull=False) | late
    finals = list(acts.filter(final_at__isnull=False).values_list("uid", flat=True))
    if finals or sendings.filter(state=Sending.State.FINAL).exists():
        logger.error("final re-opened", extra={"acts": [str(each) for each in finals]})
    with transaction.atomic():
        # Their bytes are due at once.
        Attempt.objects.filter(sending__in=sendings).update(sent_at=None)
        back = sendings.update(
            state=Sending.State.OPEN,
            succeeded=None,
            gas_used=None,
            transaction="",
            block_number=None,
            block_hash="",
            settled_at=None,
        )
        unsigned = Q(sending=None, kind=Act.Kind.ACT, signed=False, maker=None)
        sent = Case(
            When(unsigned, then=Value(ActState.PREPARED)),
            When(sending=None, then=Value(ActState.QUEUED)),
            default=Value(ActState.SENT),
        )
        return back + acts.update(
            state=sent,
            refusal=None,
            transaction="",
            block_number=None,
            block_hash="",
            settled_at=None,
            final_at=None,
        )


def finalise(gateway: Gateway, number: int) -> None:
    """What was settled up to this block is final, provided that its block is in the chain as it is now: what
    an indexer tells late may stand in one that went. Raises NodeAway.
    """
    mined = Sending.objects.filter(state=Sending.State.MINED, block_number__lte=number)
    settled = Act.objects.filter(final_at__isnull=True, block_number__lte=number)
    known = blocks_of(mined) | blocks_of(settled)
    hashes = [each for _, each in known - gone(gateway, known)]
    if not hashes:
        return
    now = wall()
    mined.filter(block_hash__in=hashes).update(state=Sending.State.FINAL)
    settled = settled.filter(block_hash__in=hashes)
    settled.filter(state=ActState.MINED).update(state=ActState.FINAL, final_at=now)
    settled.filter(state=ActState.REFUSED).update(final_at=now)
