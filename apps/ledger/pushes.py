"""Steps that anybody may make: closing, settling, refunding. The relay pushes them, with nobody's
authority.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from eth_hash.auto import keccak

from apps.ledger import abi, doorbell
from apps.ledger.actviews import view_of
from apps.ledger.directory import CONTRACTS
from apps.ledger.errors import NodeAway, UnknownAct, WrongArguments
from apps.ledger.market import market
from apps.ledger.models import Act
from apps.ledger.outbox import lot_of, queue
from apps.ledger.simulation import simulate_push
from apps.ledger.types import ActState, ActView
from apps.vocabulary.types import ZERO_ADDRESS, Address

logger = logging.getLogger(__name__)

MOST_GAS = 8_000_000
"""What a push gets where the node cannot say how much it needs, and at most."""
LEAST_GAS = 100_000


def push(
    *,
    call: str,
    target: Address,
    arguments: Mapping[str, Any] | Sequence[Any] = (),
    cause: str = "",
) -> ActView:
    """Pushes a step that anybody may make, such as `close` or `Campaign.settle`.

    `arguments` are by name, or in order. The same step that is still on its way is not pushed twice: its
    act is returned. `cause` is an id. Raises UnknownAct, WrongArguments, Refused.
    """
    function = _function(call, target)
    data = function.encode(*_ordered(function, arguments))
    digest = "0x" + keccak(abi.word("address", target) + data).hex()
    known = _on_its_way(digest)
    if known is not None:
        return view_of(known)
    gas = _gas(target, data)
    with transaction.atomic():
        with connection.cursor() as cursor:  # two who push the same step at once
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [digest])
        known = _on_its_way(digest)
        if known is not None:
            return view_of(known)
        row = Act(
            kind=Act.Kind.PUSH,
            name=function.name,
            target=target,
            call=data,
            digest=digest,
            arguments=function.decode(data[4:]),
            asset=ZERO_ADDRESS,
            gas=gas,
            wanted=0,
            lot=lot_of(target),
            cause=cause,
        )
        queue(row)
        doorbell.ring()
    logger.info("push queued", extra={"act": str(row.uid), "type": row.name})
    return view_of(row)


def _on_its_way(digest: str) -> Act | None:
    waiting = (ActState.QUEUED, ActState.SENT)
    return Act.objects.filter(kind=Act.Kind.PUSH, digest=digest, state__in=waiting).first()


def _function(call: str, target: Address) -> abi.Signature:
    """`Campaign.close`, or `close` of whatever contract the read model knows at the target."""
    contract, _, name = call.rpartition(".")
    if not contract:
        known = CONTRACTS.get(target)
        contract = known["name"] if known is not None else ""
    try:
        return abi.function(contract, name)
    except KeyError as failure:
        raise UnknownAct(act=call, target=target) from failure


def _ordered(function: abi.Signature, arguments: Mapping[str, Any] | Sequence[Any]) -> Sequence[Any]:
    if not isinstance(arguments, Mapping):
        return arguments
    names = [each.name for each in function.inputs]
    if set(names) != set(arguments):
        raise WrongArguments(f"{function.name} takes: " + (", ".join(names) or "no arguments"))
    return [arguments[name] for name in names]


def _gas(target: Address, data: bytes) -> int:
    """What the step needs now, and half as much again: others may come before it."""
    try:
        needed = simulate_push(target, data, sender=Address(market().relay))
    except NodeAway:
        return MOST_GAS
    return max(LEAST_GAS, min(MOST_GAS, needed * 3 // 2))
