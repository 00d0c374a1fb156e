"""Clients' signatures of prepared acts: taken one at a time or many at once, each with an answer of its own,
and kept before any answer is given.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Sequence

from django.db import IntegrityError, connection, transaction

from apps.ledger import doorbell
from apps.ledger.actviews import as_read_by, refusal_read_by, view_of
from apps.ledger.clock import wall
from apps.ledger.errors import KeyReused, NodeAway, NoSuchAct, OutOfTurn, Refused, WrongSignature
from apps.ledger.models import Act
from apps.ledger.outbox import door_act
from apps.ledger.signers import recover
from apps.ledger.simulation import simulate_signed
from apps.ledger.types import ActState, ActView, Signature, SignedAct
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address, Viewer

logger = logging.getLogger(__name__)

Given = ActView | CastorError
"""The answer to one signature: the queued act, or why not."""

Sight = Callable[[Sequence[str]], Collection[str]]
"""Which of these doors the actor sees beside its own."""


def submit_many(*, actor: Viewer, signatures: Sequence[Signature], sight: Sight | None = None) -> list[Given]:
    """Takes signatures of prepared acts and queues the acts, pairwise: each is queued, or refused alone.

    The acts are those of the actor's own door, and of doors that `sight` lets it see: whoever hands it in, an
    act is what its client signed. A key is the client's own idempotency key: a second time it gives the first
    answer. The errors that stand in the list: NoSuchAct, WrongSignature, Refused, OutOfTurn, KeyReused.
    """
    rows = _rows(actor, signatures, sight)
    answers: dict[int, Given] = {}
    fresh: dict[int, tuple[Act, Signature]] = {}
    again: list[int] = []
    taken: set[object] = set()
    for i, each in enumerate(signatures):
        row = rows.get(str(each.prepared))
        names = {row.pk, (row.account, each.key or row.pk)} if row is not None else set()
        if row is None:
            answers[i] = NoSuchAct()
        elif names & taken:
            again.append(i)
        else:
            taken |= names
            found = _judged(row, each)
            if found is None:
                fresh[i] = row, each
            else:
                answers[i] = found
    answers |= _queued(_simulated(fresh, answers))
    if again:
        # The same act or key twice in one list: the second is answered as if it came in a request of its own.
        later = submit_many(actor=actor, signatures=[signatures[i] for i in again], sight=sight)
        answers |= dict(zip(again, later, strict=True))
    return [_told(actor, rows.get(str(each.prepared)), answers[i]) for i, each in enumerate(signatures)]


# -- parts ----------------------------------------------------------------------------------------------


def _rows(actor: Viewer, signatures: Sequence[Signature], sight: Sight | None) -> dict[str, Act]:
    """The prepared acts that the actor may hand in, by id."""
    found = list(Act.objects.filter(uid__in={each.prepared for each in signatures}))
    own = actor.door or "-"
    others = {row.door for row in found} - {own}
    seen = {own, *(sight(sorted(others)) if others and sight is not None else ())}
    return {str(row.uid): row for row in found if row.door in seen}


def _told(actor: Viewer, row: Act | None, given: Given) -> Given:
    """An answer as who handed the act in may read it."""
    if isinstance(given, ActView):
        return as_read_by(actor, given)
    if isinstance(given, Refused) and row is not None:
        return refusal_read_by(actor, row.door, given)
    return given


def _judged(row: Act, given: Signature) -> Given | None:
    """The answer as far as the row and the signature tell it; None where the contracts are to be asked.

    Whether the key was another act's already, the table says when the act is queued.
    """
    try:
        if row.state != ActState.PREPARED:
            return _same(row, row, given)
        _require_signature(row, given)
    except CastorError as refusal:
        return refusal
    return None


def _simulated(
    fresh: dict[int, tuple[Act, Signature]], answers: dict[int, Given]
) -> dict[int, tuple[Act, Signature]]:
    """Those that the contracts would not refuse, the refusals put among the answers; all, with the node
    away.
    """
    signed = [
        SignedAct(Address(row.door), row.gas, door_act(row), (each.signer,), (each.signature,))
        for row, each in fresh.values()
    ]
    try:
        refusals = simulate_signed(signed)
    except NodeAway:
        logger.warning(
            "queued without simulation", extra={"acts": [str(row.uid) for row, _ in fresh.values()]}
        )
        return fresh
    answers |= {i: refusal for i, refusal in zip(fresh, refusals, strict=True) if refusal is not None}
    return {i: pair for i, pair in fresh.items() if i not in answers}


def _queued(fresh: dict[int, tuple[Act, Signature]]) -> dict[int, Given]:
    """Queues them in one statement; what another request did meanwhile is told apart one by one."""
    if not fresh:
        return {}
    try:
        with transaction.atomic():
            done = _queue(list(fresh.values()))
            doorbell.ring()
    except IntegrityError:
        if len(fresh) == 1:
            ((i, (row, each)),) = fresh.items()
            return {i: _meanwhile(row, each)}
        return {i: answer for i, pair in fresh.items() for answer in _queued({i: pair}).values()}
    return {i: view_of(row) if row.pk in done else _meanwhile(row, each) for i, (row, each) in fresh.items()}


def _queue(pairs: Sequence[tuple[Act, Signature]]) -> set[int]:
    """Writes signatures and keys into those rows that are still prepared; returns which."""
    now = wall()
    for row, each in pairs:
        row.state, row.queued_at, row.signed, row.key = ActState.QUEUED, now, True, each.key
        row.signers, row.signatures = ["0x" + each.signer.hex()], ["0x" + each.signature.hex()]
    with connection.cursor() as cursor:
        cursor.execute(
            # Rows are locked in the order of their numbers, as everywhere, so that no two requests wait for
            # each other.
            "WITH given AS (SELECT * FROM unnest(%s::bigint[], %s::jsonb[], %s::jsonb[], %s::text[])"
            "  AS given (id, signers, signatures, key)),"
            " locked AS (SELECT act.id FROM ledger_act act JOIN given USING (id)"
            "  WHERE act.state = 'prepared' ORDER BY act.id FOR UPDATE OF act)"
            " UPDATE ledger_act act SET state = 'queued', queued_at = %s, signed = true,"
            "  signers = given.signers, signatures = given.signatures, key = given.key"
            " FROM given JOIN locked USING (id) WHERE act.id = given.id RETURNING act.id",
            [
                [row.pk for row, _ in pairs],
                [json.dumps(row.signers) for row, _ in pairs],
                [json.dumps(row.signatures) for row, _ in pairs],
                [row.key for row, _ in pairs],
                now,
            ],
        )
        done = {pk for (pk,) in cursor.fetchall()}
    for row, _ in pairs:
        if row.pk in done:
            logger.info("act queued", extra={"act": str(row.uid), "type": row.name})
    return done


def _meanwhile(row: Act, given: Signature) -> Given:
    """Another act has this key, or another request with this signature was a moment faster."""
    earlier = Act.objects.filter(account=row.account, key=given.key).first() if given.key else None
    try:
        return _same(earlier or Act.objects.get(pk=row.pk), row, given)
    except CastorError as refusal:
        return refusal


def _same(earlier: Act, row: Act, given: Signature) -> ActView:
    """The first answer again, where the second request is the first one's; anything else is refused."""
    if earlier.pk != row.pk:
        raise KeyReused
    if earlier.signatures != ["0x" + given.signature.hex()]:
        raise OutOfTurn(state=earlier.state)
    return view_of(earlier)


def _require_signature(row: Act, given: Signature) -> None:
    """A key's signature is checked here; a verifier's by its contract, in the simulation."""
    if len(given.signer) not in (20, 84):
        raise WrongSignature
    if len(given.signer) == 20:
        found = recover(bytes.fromhex(row.digest[2:]), given.signature)
        if found is None or bytes.fromhex(found[2:]) != given.signer:
            raise WrongSignature
