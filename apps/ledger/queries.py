"""What the outbox says: an act and how far it has come, a door's acts, and how the ledger is."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Min, QuerySet

from apps.ledger import abi, heads
from apps.ledger.actviews import as_read_by, view_of
from apps.ledger.directory import act_type, contract, in_force, module, verifier
from apps.ledger.errors import NodeRefused, NoSuchAct
from apps.ledger.feeds import feed
from apps.ledger.gateway import gateway
from apps.ledger.heads import Lag
from apps.ledger.live import changes, stream
from apps.ledger.market import require_own_chain
from apps.ledger.models import Act, Market, StaffKey
from apps.ledger.operations import asked_for, operations, outbox, transaction, transactions
from apps.ledger.trail import Carried, Gap, Trail, carried, trail
from apps.ledger.types import ENDED, ActPage, ActState, ActView, Block
from apps.vocabulary.errors import Malformed, NotAllowed
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, Role, Viewer

__all__ = [
    "Carried",
    "Gap",
    "Trail",
    "accepts_signature",
    "act",
    "act_type",
    "acts_caused_by",
    "acts_in",
    "acts_of",
    "as_read_by",
    "ask",
    "asked_for",
    "carried",
    "changes",
    "code",
    "contract",
    "count_acts_of",
    "feed",
    "head",
    "health",
    "in_force",
    "key_of",
    "lag",
    "market",
    "module",
    "operations",
    "outbox",
    "proposals",
    "proposals_waiting",
    "refused_for_good",
    "stream",
    "trail",
    "transaction",
    "transactions",
    "under_way",
    "verifier",
]

PAGE = 25

_SIGNATURES = (abi.Parameter("signers", "bytes[]"), abi.Parameter("signatures", "bytes[]"))


def act(act_id: uuid.UUID) -> ActView:
    """One act. Raises NoSuchAct.

    Who may see it is `participants.queries.scope`'s to say: the caller asks it about the act's door, and
    shows `as_read_by` of it.
    """
    found = Act.objects.filter(uid=act_id).exclude(state=ActState.PREPARED).first()
    if found is None:
        raise NoSuchAct
    return view_of(found)


def acts_of(
    viewer: Viewer,
    door: Address,
    *,
    states: Sequence[ActState] = (),
    names: Sequence[str] = (),
    targets: Sequence[Address] = (),
    oldest_first: bool = False,
    after: str | None = None,
    limit: int = PAGE,
) -> ActPage:
    """A page of a door's acts, the newest first; those in these states, of these names and at these targets,
    where any are given.

    The door's own people and the regulator may ask here; for others, the caller asks `scope` first and
    passes the door as the viewer's. Raises NotAllowed, Malformed for an `after` that no page gave.
    """
    found = _acts_of(viewer, door, states)
    found = found.filter(name__in=names) if names else found
    found = found.filter(target__in=targets) if targets else found
    return _page(found, oldest_first=oldest_first, after=after, limit=limit)


def count_acts_of(viewer: Viewer, door: Address, *, states: Sequence[ActState], most: int) -> int:
    """How many acts of a door are in these states, counted up to `most`. Raises NotAllowed."""
    _require_own(viewer, door)
    # Every page asks this: written out, as putting the statement together costs more than asking it.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM "
            "(SELECT 1 FROM ledger_act WHERE door = %s AND state = ANY(%s) LIMIT %s) AS few",
            [door, [each.value for each in states], most],
        )
        (count,) = cursor.fetchone()
    return int(count)


def proposals(viewer: Viewer, *, after: str | None = None, limit: int = PAGE) -> ActPage:
    """A page of what waits for a checker at the viewer's own door, the oldest first. Raises NotAllowed,
    Malformed for an `after` that no page gave.
    """
    return _page(_proposals(viewer), oldest_first=True, after=after, limit=limit)


def proposals_waiting(viewer: Viewer) -> tuple[int, datetime | None]:
    """How many wait for a checker at the viewer's own door, and since when the oldest does. Raises
    NotAllowed.
    """
    found = _proposals(viewer).aggregate(count=Count("pk"), oldest=Min("created_at"))
    return found["count"], found["oldest"]


def refused_for_good(since: datetime) -> Iterator[ActView]:
    """Clients' acts that were refused, or came too late, and that no reorg can re-open: all those known so
    from `since` on (wall time), the oldest first.
    """
    ended = Act.objects.filter(maker=None, kind=Act.Kind.ACT, final_at__gte=since)
    found = ended.filter(state__in=(ActState.REFUSED, ActState.EXPIRED)).order_by("final_at", "id")
    return (view_of(each) for each in found.iterator())


def acts_caused_by(cause: str) -> list[ActView]:
    """The acts and pushes that one cause (an id) led to, the oldest first."""
    return [view_of(each) for each in Act.objects.filter(cause=cause).order_by("id")]


def under_way(causes: Sequence[str]) -> set[str]:
    """Those of several causes that led to an act which has not ended."""
    found = Act.objects.filter(cause__in=causes).exclude(state__in=ENDED)
    return set(found.values_list("cause", flat=True))


def acts_in(its_hash: str) -> list[ActView]:
    """The acts that a transaction of ours (its hash) carried, the oldest first. Who may see which is the
    caller's to decide.
    """
    found = Act.objects.filter(sending__attempts__hash=its_hash.lower())
    return [view_of(each) for each in found.order_by("id")]


def key_of(account: int, door: Address) -> Address | None:
    """The signing key of a member of staff on an organisation's door, if there is one."""
    found = StaffKey.objects.filter(account=account, door=door).values_list("address", flat=True).first()
    return Address(found) if found is not None else None


def lag() -> Lag:
    """How far the read model is behind the chain. Raises ReadModelAway."""
    return heads.lag()


def health() -> Mapping[str, Any]:
    """The node, the indexer's lag, and the outbox, as `/readyz` shows them.

    Raises NodeAway, ForeignChain, NoMarket, ReadModelAway: whichever part does not answer.
    """
    block = gateway().head()
    require_own_chain(gateway().genesis_hash)
    behind = heads.lag()
    return {"block": block.number, "behind": behind.blocks, **outbox()}


def head() -> Block:
    """The chain's newest block, from the node. Raises NodeAway."""
    return gateway().head()


def market() -> Market | None:
    """The market of this installation, if it has been created."""
    return Market.objects.first()


def ask(contract_name: str, function: str, to: Address, *arguments: Any) -> Any:
    """What a contract's view answers, from the node itself: for who trusts no read model. Raises NodeAway."""
    asked = abi.function(contract_name, function)
    return asked.results(gateway().call(to, asked.encode(*arguments)))


def code(address: Address) -> bytes:
    """The code at an address now, from the node; empty where there is none. Raises NodeAway."""
    return gateway().code(address)


def accepts_signature(door: Address, hashed: bytes, *, signer: bytes, signature: bytes) -> bool:
    """Whether a door takes this signer's signature of its own challenge of `hashed` (ERC-1271), asked of the
    node. Raises NodeAway.
    """
    asked = abi.function("Door", "isValidSignature")
    wrapped = abi.encode(_SIGNATURES, [[signer], [signature]])
    try:
        answer = asked.results(gateway().call(door, asked.encode(hashed, wrapped)))
    except NodeRefused:
        return False
    return bytes.fromhex(answer[2:]) == asked.selector


# -- parts ----------------------------------------------------------------------------------------------


def _acts_of(viewer: Viewer, door: Address, states: Sequence[ActState]) -> QuerySet[Act]:
    _require_own(viewer, door)
    found = Act.objects.filter(door=door).exclude(state=ActState.PREPARED)
    return found.filter(state__in=states) if states else found


def _require_own(viewer: Viewer, door: Address) -> None:
    if viewer.door != door and viewer.role is not Role.REGULATOR:
        raise NotAllowed


def _proposals(viewer: Viewer) -> QuerySet[Act]:
    if not viewer.is_staff or viewer.door is None:
        raise NotAllowed
    return Act.objects.filter(door=viewer.door, state=ActState.PROPOSED)


def _page(found: QuerySet[Act], *, oldest_first: bool, after: str | None, limit: int) -> ActPage:
    """Rows by their number, which is the order in which they came; one more is asked for than is shown."""
    if after is not None:
        if not (after.isascii() and after.isdigit() and len(after) < 19):
            raise Malformed(gettext_noop("This page of the list is not known."))
        found = found.filter(**{"id__gt" if oldest_first else "id__lt": int(after)})
    rows = list(found.order_by("id" if oldest_first else "-id")[: limit + 1])
    following = str(rows[limit - 1].pk) if len(rows) > limit else None
    return ActPage(tuple(view_of(each) for each in rows[:limit]), following)
