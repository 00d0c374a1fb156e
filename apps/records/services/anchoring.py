"""Records anchored on the chain, by an act of their keeper's door."""

from __future__ import annotations

import uuid

from django.db import transaction

from apps.ledger import queries as acts
from apps.ledger import services as ledger
from apps.ledger.types import ActState, ActView
from apps.records import content, envelope, keys, queries
from apps.records.models import Record
from apps.records.services.writing import locked
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Address, Viewer

_CAME_TO_NOTHING = frozenset({ActState.REFUSED, ActState.REJECTED, ActState.EXPIRED})


@transaction.atomic
def anchor(*, actor: Viewer, record: uuid.UUID) -> ActView:
    """Anchor the record's current version, by an act of its keeper's door that one maker signs: its
    operator's, or its trustee's where it has no operator, or the regulator's where it has neither.

    Root, version and locator go on-chain; the locator's words of a reader that the record lacks are zero.
    What is anchored counts once the read model has it (`queries.check`). Raises NotAllowed for another than
    the keeper.
    """
    row = locked(actor, record, None)
    keeper = row.operator or row.trustee or row.regulator
    if not actor.is_staff or actor.door != keeper:
        raise NotAllowed
    root = content.opened(row, content.data_key(row, actor)).root()
    number = _next_anchor(row)
    arguments: dict[str, int | str | bytes] = {
        "record": bytes(row.anchor_id),
        "version": number,
        "root": root,
    }
    arguments |= {f"l{place}": word for place, word in enumerate(locator(row))}
    act = ledger.propose(
        actor=actor,
        door=Address(keeper),
        act="Anchor",
        target=queries.module(),
        arguments=arguments,
        cause=f"record:{row.id}",
    )
    row.anchored_version, row.anchored_root, row.anchor_act = number, root, act.id
    row.save(update_fields=("anchored_version", "anchored_root", "anchor_act"))
    return act


def _next_anchor(row: Record) -> int:
    """The number of the record's next anchor: the chain counts them up by one. One on its way counts
    already.
    """
    known = queries.anchored_version(row)
    if row.anchor_act is not None and acts.act(row.anchor_act).state not in _CAME_TO_NOTHING:
        return max(known, row.anchored_version) + 1
    return known + 1


def locator(row: Record) -> list[bytes]:
    """The six words that lead operator, trustee and regulator, each alone, from the chain to the record."""
    words: list[bytes] = []
    for door in content.readers(row).doors:
        if door is None:
            words += [bytes(32)] * envelope.LOCATOR_WORDS
        else:
            words += envelope.locate(row.id, keys.public(door), anchor=bytes(row.anchor_id), door=door)
    return words
