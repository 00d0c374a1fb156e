"""An act's row as pages and API show it."""

from __future__ import annotations

from apps.ledger.models import Act
from apps.ledger.sentences import sentence
from apps.ledger.types import ActState, ActView, Hash
from apps.vocabulary.types import Address


def view_of(act: Act) -> ActView:
    """The row, its refusal as a sentence in the reader's language."""
    refusal = act.refusal or {}
    figures = refusal.get("arguments", {})
    return ActView(
        id=act.uid,
        kind=act.kind,
        state=ActState(act.state),
        door=Address(act.door) if act.door else None,
        name=act.name,
        target=Address(act.target),
        asset=Address(act.asset),
        most=int(act.most),
        fields=act.arguments,
        nonce=act.nonce,
        deadline=act.deadline,
        maker=act.maker,
        checker=act.checker,
        cause=act.cause,
        created_at=act.created_at,
        settled_at=act.settled_at,
        error=refusal.get("error", ""),
        sentence=sentence(refusal["error"], figures) if refusal else act.reason,
        figures=figures,
        transaction=Hash(act.transaction) if act.transaction else None,
        block=act.block_number,
        signers=tuple(act.signers or ()),
    )
