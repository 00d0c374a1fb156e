"""Which acts the next transaction carries: as many as what they are expected to use leaves room for.

An act's cap is what it may use at most, several times what most use. The relay gives an item its cap out of
what those before it left over, and stops where that no longer reaches; so a transaction asks for what its
acts are expected to use, and for one whole cap on top. Who uses more than expected takes nobody's act with
him: the rest waits for the next transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet, Sum

from apps.ledger.clock import wall
from apps.ledger.models import Act, Sending
from apps.ledger.outbox import door_act
from apps.ledger.relay import TRANSACTION_OVERHEAD, item_gas, push_call, relay_call
from apps.ledger.types import (
    BATCH_LIMIT,
    TRANSACTION_GAS_LIMIT,
    ActState,
    Outlook,
    Push,
    SignedAct,
)
from apps.vocabulary.types import Address

logger = logging.getLogger(__name__)

LOOKED_THROUGH, LOOKED_AT = 400, 100
"""How far into the queue a lane looks for acts that are ready, and how many it reads at a time."""
REMEMBERED = 8
"""How many transactions say what acts use: the greediest of them counts."""
MARGIN_NUMERATOR, MARGIN_DENOMINATOR = 5, 4
"""A quarter more than acts used lately is expected of the next."""
BASE_GAS = TRANSACTION_OVERHEAD + 21_000


@dataclass(frozen=True, slots=True)
class Share:
    """A lane's part of the queue: lots whose number, modulo `lanes`, is `index`."""

    index: int
    lanes: int


@dataclass(slots=True)
class Load:
    """What a transaction carries so far, and the gas that it then asks for."""

    uses: Mapping[str, float]
    acts: list[Act] = field(default_factory=list)
    expected: int = BASE_GAS
    largest: int = 0

    def gas_with(self, act: Act) -> int:
        """What it would ask for with this act too: what all are expected to use, and the largest cap."""
        return self.expected + self._use(act) + max(self.largest, item_gas(act.gas))

    def add(self, act: Act) -> None:
        """Carries this one too."""
        self.expected += self._use(act)
        self.largest = max(self.largest, item_gas(act.gas))
        self.acts.append(act)

    @property
    def gas(self) -> int:
        """What it asks for."""
        return min(self.expected + self.largest, TRANSACTION_GAS_LIMIT)

    def _use(self, act: Act) -> int:
        cap = item_gas(act.gas)
        return min(cap, int(cap * self.uses.get(act.name, 1))) + calldata_ceiling(act)


def waiting(share: Share) -> QuerySet[Act]:
    """What this lane is to carry."""
    mine = Act.objects.annotate(share=F("lot") % share.lanes)
    return mine.filter(state=ActState.QUEUED, share=share.index)


def take(share: Share, outlook: Outlook) -> Load:
    """The acts of the next transaction, in the queue's order, one kind, locked.

    An act that fell with its transaction before travels alone. An unsigned act holds its door's later ones
    back.
    """
    limit = min(TRANSACTION_GAS_LIMIT, outlook.head.gas_limit)
    load, held = Load(uses_lately()), set[str]()
    for act in _queue(share, outlook):
        if not _sound(act):
            continue
        taken = load.acts
        if act.door in held or not _ready(act) or (taken and (act.kind != taken[0].kind or act.tries)):
            held.add(act.door)
        elif load.gas_with(act) > limit:
            break
        else:
            load.add(act)
            if act.tries or len(load.acts) == BATCH_LIMIT:
                break
    return load


def uses_lately() -> dict[str, float]:
    """Which part of its cap an act of each name is expected to use, by the last transactions; those whose
    names are not here may use all.
    """
    recent = Sending.objects.filter(succeeded=True).exclude(kind=Sending.Kind.FILL).order_by("-id")
    carried = Act.objects.filter(sending__in=recent.values("pk")[:REMEMBERED])
    found = carried.values_list("sending", "sending__gas_used", "name").annotate(caps=Sum("gas")).order_by()
    used, capped = dict[int, int | None](), list[tuple[int | None, str, int]]()
    for sending, gas_used, name, caps in found:
        used[sending] = gas_used
        capped.append((sending, name, caps))
    return expected_uses(used, capped)


def expected_uses(
    used: Mapping[int, int | None], capped: Iterable[tuple[int | None, str, int]]
) -> dict[str, float]:
    """The same, from each transaction's gas and the caps of what it carried, by name.

    Names that travelled together count as equally greedy: the transaction's gas is known, an act's is not.
    """
    rows = [(sending, name, caps) for sending, name, caps in capped if sending is not None]
    whole: dict[int, int] = {}
    for sending, _, caps in rows:
        whole[sending] = whole.get(sending, 0) + caps
    found: dict[str, float] = {}
    for sending, name, _ in rows:
        part = (used[sending] or 0) / whole[sending] * MARGIN_NUMERATOR / MARGIN_DENOMINATOR
        found[name] = max(found.get(name, 0), part)
    return {name: part for name, part in found.items() if 0 < part < 1}


def calldata_ceiling(act: Act) -> int:
    """At most the gas of an item's call data: its words, and those of its signers and signatures."""
    return 16 * (len(act.call) + 400 + 250 * len(act.signers))


def encoded(acts: Iterable[Act]) -> bytes:
    """The Relay's call for acts of one kind."""
    acts = list(acts)
    if acts[0].kind == Act.Kind.ACT:
        return relay_call([_signed_act(each) for each in acts])
    return push_call([Push(Address(each.target), bytes(each.call), each.gas) for each in acts])


def _queue(share: Share, outlook: Outlook) -> Iterator[Act]:
    """What waits, in the queue's order, each locked: a few at a time, for most transactions are soon full.

    What waits past its deadline is left to `results`, which asks the doors before it lets an act expire.
    """
    in_time = Q(deadline=None) | Q(deadline__gte=outlook.head.timestamp)
    queue = waiting(share).filter(in_time).select_for_update(skip_locked=True).order_by("queued_at", "id")
    seen: list[int] = []
    while len(seen) < LOOKED_THROUGH:
        found = list(queue.exclude(pk__in=seen)[:LOOKED_AT])
        yield from found
        if len(found) < LOOKED_AT:
            return
        seen += [act.pk for act in found]


def _ready(act: Act) -> bool:
    return act.signed or act.kind == Act.Kind.PUSH


def _sound(act: Act) -> bool:
    """Whether a signed row can be written as the Relay takes it. One that cannot never will: it is refused,
    with an alarm, so that it holds nobody up.
    """
    if not _ready(act):
        return True
    try:
        encoded([act])
    except (ValueError, TypeError, ArithmeticError, LookupError):
        logger.exception("act cannot be carried", extra={"act": str(act.uid)})
        act.state, act.settled_at, act.final_at = ActState.REFUSED, wall(), wall()
        act.refusal = {"error": "CarriedInVain", "selector": "0x", "arguments": {"tries": act.tries}}
        act.save(update_fields=["state", "settled_at", "final_at", "refusal"])
        return False
    return True


def _signed_act(act: Act) -> SignedAct:
    return SignedAct(
        door=Address(act.door),
        gas_cap=act.gas,
        act=door_act(act),
        signers=tuple(bytes.fromhex(each[2:]) for each in act.signers),
        signatures=tuple(bytes.fromhex(each[2:]) for each in act.signatures),
    )
