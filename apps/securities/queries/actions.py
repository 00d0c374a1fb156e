"""Dividends and votes together, as far as they concern a viewer."""

from __future__ import annotations

from apps.ledger import queries as ledger
from apps.securities.queries.ballots import ballots_of, voted_in
from apps.securities.queries.dividends import dividends_of, paid_to
from apps.securities.queries.entitled import faces_of
from apps.securities.queries.holdings import classes
from apps.securities.types.actions import Actions
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer


def actions(viewer: Viewer) -> Actions:
    """An investor's: of what it holds, and of what it was paid for or voted in. For all others: of the
    classes whose holders they see. Raises SignInNeeded.
    """
    if viewer.account is None:
        raise SignInNeeded
    if viewer.door is None:
        return Actions((), ())
    if viewer.role is not Role.INVESTOR:
        return _of(viewer, [each.face for each in classes(viewer)])
    faces = [*faces_of(viewer.door), *paid_to(viewer.door), *voted_in(viewer.door)]
    return _of(viewer, list(dict.fromkeys(faces)))


def actions_of(viewer: Viewer, face: Address) -> Actions:
    """Of one class: its dividends, and those of its votes that the viewer may see."""
    return _of(viewer, [face])


def template(name: str) -> Address:
    """The template of dividends or of ballots in force. Raises Unavailable before there is one."""
    return ledger.in_force(name)


def chooses_dividends() -> bool:
    """Whether an issuer says itself what a dividend is: where a sukuk's terms say it, it does not."""
    found = ledger.module("dividend")
    return found is not None and ledger.act_type(found, "DeclareDividend") is not None


def _of(viewer: Viewer, faces: list[Address]) -> Actions:
    return Actions(tuple(dividends_of(viewer, faces)), tuple(ballots_of(viewer, faces)))
