"""An act's row as pages and API show it."""

from __future__ import annotations

from dataclasses import replace

from apps.ledger.errors import Refused
from apps.ledger.models import Act
from apps.ledger.sentences import for_others, sentence
from apps.ledger.types import ActState, ActView, Hash
from apps.vocabulary.types import Address, Role, Viewer


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


def as_read_by(reader: Viewer, view: ActView) -> ActView:
    """The act as somebody reads it: to others than its own people and the regulator a refusal does not tell
    what its investor has pledged elsewhere.
    """
    told = None if _knows_all(reader, view.door) else for_others(view.error, view.figures)
    return view if told is None else replace(view, sentence=told[0], figures=told[1])


def refusal_read_by(reader: Viewer, door: str | None, refusal: Refused) -> Refused:
    """A door's refusal, likewise."""
    told = None if _knows_all(reader, door) else for_others(refusal.name, refusal.arguments)
    if told is None:
        return refusal
    return Refused(told[0], name=refusal.name, selector=refusal.selector, figures=told[1])


def _knows_all(reader: Viewer, door: str | None) -> bool:
    return reader.role is Role.REGULATOR or (door is not None and reader.door == door)
