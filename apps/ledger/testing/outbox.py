"""The outbox as it lies in PostgreSQL, for whoever judges a whole market from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from apps.ledger import services
from apps.ledger.models import Act, Attempt, Lane, Market, Sending, StaffKey
from apps.ledger.testing.stage import Staff
from apps.ledger.types import ActState
from apps.vocabulary.types import Address, Role, Viewer


@dataclass(frozen=True, slots=True)
class Row:
    """An act's row: whether its end is `final`, and the typed error that refused it."""

    state: ActState
    door: Address
    nonce: int | None
    block_hash: str
    final: bool
    error: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Signed bytes, and the intent for which their nonce is kept."""

    hash: str
    raw: bytes
    lane: Address
    nonce: int
    to: Address
    data: bytes


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A lane, the nonces of its sendings in order, and how many of them are said to be another's."""

    address: Address
    next_nonce: int
    nonces: tuple[int, ...]
    foreign: int


def rows(uids: Iterable[UUID]) -> dict[UUID, Row]:
    """These acts, by id."""
    return {
        each.uid: Row(
            ActState(each.state),
            Address(each.door),
            each.nonce,
            each.block_hash,
            each.final_at is not None,
            str((each.refusal or {}).get("error", "")),
        )
        for each in Act.objects.filter(uid__in=list(uids))
    }


def on_their_way() -> int:
    """How many acts have been queued and not come to an end that is final."""
    going = Q(state__in=(ActState.QUEUED, ActState.SENT, ActState.MINED))
    ended = Q(state__in=(ActState.REFUSED, ActState.EXPIRED), final_at=None)
    return Act.objects.filter(going | ended).count()


def signed() -> Iterator[Signed]:
    """Every attempt that was ever signed."""
    for each in Attempt.objects.select_related("sending"):
        sending = each.sending
        yield Signed(
            each.hash,
            bytes(each.raw),
            Address(sending.lane_id),
            sending.nonce,
            Address(sending.to),
            bytes(sending.data),
        )


def lanes() -> list[LaneRow]:
    """Every lane."""
    found = []
    for lane in Lane.objects.order_by("address"):
        sendings = Sending.objects.filter(lane=lane)
        nonces = sendings.order_by("nonce").values_list("nonce", flat=True)
        foreign = sendings.filter(state=Sending.State.FOREIGN).count()
        found.append(LaneRow(Address(lane.address), lane.next_nonce, tuple(nonces), foreign))
    return found


def staff_of_regulator(market: Market) -> Staff:
    """Two members of the regulator's staff, with accounts 1 and 2, and the first two keys of its door."""
    door = Address(market.regulator)
    keys = StaffKey.objects.filter(door=door).order_by("id").values_list("address", flat=True)
    viewers = []
    for account, address in enumerate(keys[:2], start=1):
        services.assign_staff_key(account=account, door=door, address=Address(address))
        viewers.append(Viewer(role=Role.REGULATOR, door=door, account=account, maker=True, checker=True))
    return Staff(door, maker=viewers[0], checker=viewers[1])
