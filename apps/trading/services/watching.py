"""A client's watch list."""

from __future__ import annotations

from django.db import transaction

from apps.participants import queries as participants
from apps.records import services as recording
from apps.records.types import Fields, Readers
from apps.trading import queries
from apps.trading.types import WATCH_LIST
from apps.vocabulary.errors import NotAllowed, SignInNeeded, Unavailable
from apps.vocabulary.types import Address, Role, Viewer

LONGEST = 100
"""Markets on a list; the oldest goes first."""


@transaction.atomic
def watch(*, actor: Viewer, market: Address, watched: bool) -> None:
    """Puts a market on the client's list, or takes it off. Raises NoSuchMarket, SignInNeeded, NotAllowed."""
    if actor.door is None:
        raise SignInNeeded
    if actor.role not in (Role.INVESTOR, Role.ISSUER):
        raise NotAllowed
    queries.market(market)
    record, listed = queries.watch_list(actor)
    wanted = [each for each in listed if each != market] + ([market] if watched else [])
    fields: Fields = {"markets": [str(each) for each in wanted[-LONGEST:]]}
    if record is not None:
        recording.amend(actor=actor, record=record, fields=fields)
        return
    regulator = participants.regulator()
    if regulator is None:
        raise Unavailable
    operator = participants.participant(actor, actor.door).parent
    recording.create(
        actor=actor,
        kind=WATCH_LIST,
        fields=fields,
        readers=Readers(regulator=regulator, operator=operator),
        owner=actor.door,
        account=actor.account,
        state="kept",
    )
