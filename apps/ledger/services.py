"""What is done to the outbox: one function for each business step, called alike by page, API and task.

Every act is simulated first, so that a refusal is the contract's own and comes in the same answer; where
the node does not answer, the act is queued and refused later, if it is. The worker is rung once all is
committed.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from apps.ledger import acttypes, doorbell, typeddata
from apps.ledger.actviews import view_of
from apps.ledger.clock import chain_now, wall
from apps.ledger.errors import (
    KeyReused,
    NodeAway,
    NoKey,
    NoSuchAct,
    OutOfTurn,
    OwnProposal,
)
from apps.ledger.history import let_go, replay, replayed, retold, standing_at, told_block
from apps.ledger.interventions import decide_intervention, intervene
from apps.ledger.market import market
from apps.ledger.models import Act, StaffKey
from apps.ledger.outbox import door_act, gas_cap, lot_of, queue, reserve_nonce
from apps.ledger.pushes import push
from apps.ledger.signatures import submit_many
from apps.ledger.simulation import simulate
from apps.ledger.staffkeys import assign_staff_key, make_staff_key, new_key
from apps.ledger.types import ActState, ActType, ActView, Hash, Prepared, Signature
from apps.vocabulary.errors import CastorError, NotAllowed, SignInNeeded
from apps.vocabulary.types import ZERO_ADDRESS, Address, Viewer

__all__ = [
    "approve",
    "assign_staff_key",
    "decide_intervention",
    "intervene",
    "let_go",
    "make_staff_key",
    "new_key",
    "prepare",
    "propose",
    "push",
    "reject",
    "replay",
    "replayed",
    "retold",
    "standing_at",
    "submit",
    "submit_many",
    "told_block",
]

logger = logging.getLogger(__name__)

Arguments = Mapping[str, int | str | bytes]

LIFETIME_SECONDS = 3600
"""How long, in chain seconds, a signed act stays good when nobody says otherwise (CASTOR_ACT_SECONDS)."""


def prepare(
    *,
    actor: Viewer,
    door: Address,
    act: str,
    target: Address,
    arguments: Arguments,
    asset: Address = ZERO_ADDRESS,
    most: int = 0,
    deadline: int | None = None,
) -> Prepared:
    """Makes an act that its client is to sign: reserves a nonce of its door, and gives the typed data.

    `act` is the registered name, such as `Pledge`; `arguments` are its own fields by name. `most` is in sen
    or units, `deadline` in chain seconds. Raises UnknownAct, WrongArguments, NotAllowed, NodeAway.
    """
    _require_own_door(actor, door)
    kind = acttypes.find(door=door, target=target, name=act)
    row = _row(actor, door, kind, target=target, arguments=arguments, asset=asset, most=most)
    row.state, row.deadline = ActState.PREPARED, deadline or _deadline()
    chain_id = market().chain_id
    with transaction.atomic():
        row.nonce = reserve_nonce(door)
        row.digest = _digest(row, chain_id)
        row.save()
    return Prepared(
        id=row.uid,
        door=door,
        nonce=row.nonce,
        deadline=row.deadline,
        digest=Hash(row.digest),
        typed_data=typeddata.typed_data(kind.definition, door_act(row), chain_id=chain_id, door=door),
    )


def submit(*, actor: Viewer, prepared: uuid.UUID, signature: bytes, signer: bytes, key: str = "") -> ActView:
    """Takes a client's signature of a prepared act of its own, and queues the act (see `submit_many`).

    Raises NoSuchAct, WrongSignature, Refused, OutOfTurn, KeyReused.
    """
    (answer,) = submit_many(actor=actor, signatures=[Signature(prepared, signature, signer, key)])
    if isinstance(answer, CastorError):
        raise answer
    return answer


def propose(
    *,
    actor: Viewer,
    door: Address,
    act: str,
    target: Address,
    arguments: Arguments,
    asset: Address = ZERO_ADDRESS,
    most: int = 0,
    cause: str = "",
    key: str = "",
) -> ActView:
    """Proposes an act of an organisation's door; queued at once where its type needs one signer alone.

    `cause` says what led to it (an id, never personal data). Raises NotAllowed, NoKey, UnknownAct,
    WrongArguments, Refused, KeyReused.
    """
    _require_own_door(actor, door)
    if not actor.is_staff or not actor.maker:
        raise NotAllowed
    kind = acttypes.of_staff(acttypes.find(door=door, target=target, name=act), target)
    row = _row(actor, door, kind, target=target, arguments=arguments, asset=asset, most=most)
    if key and (earlier := _of_key(actor, key)) is not None:
        return _same_proposal(earlier, row)
    row.signers, row.maker, row.cause, row.key = [_staff_key(actor)], actor.account, cause, key
    row.nonce, row.deadline = reserve_nonce(door), _deadline()
    _unless_away(lambda: simulate(door, door_act(row), gas=row.gas), row)
    try:
        with transaction.atomic():
            if kind.signers > 1:
                row.state = ActState.PROPOSED
                row.save()
            else:
                row.digest = _digest(row, market().chain_id)
                queue(row)
                doorbell.ring()
    except IntegrityError:
        if not key:
            raise
        # Another request with this key was a moment faster.
        return _same_proposal(Act.objects.get(account=actor.account, key=key), row)
    logger.info("act proposed", extra={"act": str(row.uid), "type": row.name})
    return view_of(row)


def approve(*, actor: Viewer, act: uuid.UUID) -> ActView:
    """Approves what another proposed: the act is queued, and a worker signs it with both keys.

    Its deadline counts from now. Raises NoSuchAct, NotAllowed, OwnProposal, OutOfTurn, NoKey, Refused.
    """
    row = _proposal(actor, act)
    if not actor.checker:
        raise NotAllowed
    if row.maker == actor.account:
        raise OwnProposal
    row.signers, row.checker = [*row.signers[:1], _staff_key(actor)], actor.account
    row.deadline = _deadline()
    row.digest = _digest(row, market().chain_id)
    _unless_away(lambda: simulate(Address(row.door), door_act(row), gas=row.gas), row)
    return _queue(row, ActState.PROPOSED)


def reject(*, actor: Viewer, act: uuid.UUID, reason: str) -> ActView:
    """Rejects a proposal, with a reason; its maker may so withdraw it. Raises NoSuchAct, NotAllowed,
    OutOfTurn.
    """
    row = _proposal(actor, act)
    if not actor.checker and row.maker != actor.account:
        raise NotAllowed
    with transaction.atomic():
        fresh = _locked(row, ActState.PROPOSED)
        fresh.state, fresh.checker, fresh.reason = ActState.REJECTED, actor.account, reason[:500]
        fresh.settled_at = fresh.final_at = wall()
        fresh.save()
    return view_of(fresh)


# -- parts ----------------------------------------------------------------------------------------------


def _row(
    actor: Viewer,
    door: Address,
    kind: ActType,
    *,
    target: Address,
    arguments: Arguments,
    asset: Address,
    most: int,
) -> Act:
    call = typeddata.call(kind.definition, kind.selector, arguments)
    return Act(
        kind=Act.Kind.ACT,
        door=door,
        name=kind.name,
        definition=kind.definition,
        target=target,
        call=call,
        arguments=typeddata.arguments_of(kind.definition, call),
        asset=asset,
        most=most,
        gas=gas_cap(kind.gas_floor, kind.signers),
        wanted=kind.signers,
        lot=lot_of(door),
        account=actor.account,
    )


def _require_own_door(actor: Viewer, door: Address) -> None:
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    if actor.door != door:
        raise NotAllowed


def _deadline() -> int:
    return chain_now() + int(getattr(settings, "CASTOR_ACT_SECONDS", LIFETIME_SECONDS))


def _digest(row: Act, chain_id: int) -> str:
    content = typeddata.digest(row.definition, door_act(row), chain_id=chain_id, door=Address(row.door))
    return "0x" + content.hex()


def _staff_key(actor: Viewer) -> str:
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    found = StaffKey.objects.filter(account=actor.account, door=actor.door).first()
    if found is None:
        raise NoKey
    return found.address


def _proposal(actor: Viewer, act: uuid.UUID) -> Act:
    row = Act.objects.filter(uid=act, door=actor.door or "-", maker__isnull=False).first()
    if row is None:
        raise NoSuchAct
    if row.state != ActState.PROPOSED:
        raise OutOfTurn(state=row.state)
    return row


def _unless_away(simulation: Any, row: Act) -> None:
    """Simulates; with the node away the act goes on unsimulated."""
    try:
        simulation()
    except NodeAway:
        logger.warning("queued without simulation", extra={"act": str(row.uid)})


def _queue(row: Act, state: ActState) -> ActView:
    """Queues the row, provided that it is still in this state, and rings."""
    with transaction.atomic():
        _locked(row, state)
        queue(row)
        doorbell.ring()
    logger.info("act queued", extra={"act": str(row.uid), "type": row.name})
    return view_of(row)


def _locked(row: Act, state: ActState) -> Act:
    fresh = Act.objects.select_for_update().get(pk=row.pk)
    if fresh.state != state:
        raise OutOfTurn(state=fresh.state)
    return fresh


def _of_key(actor: Viewer, key: str) -> Act | None:
    return Act.objects.filter(account=actor.account, key=key).first() if key else None


def _same_proposal(earlier: Act, row: Act) -> ActView:
    if (earlier.name, earlier.target, bytes(earlier.call)) != (row.name, row.target, row.call):
        raise KeyReused
    return view_of(earlier)
