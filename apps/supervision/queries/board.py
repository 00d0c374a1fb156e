"""What happened in the market, in sentences: of everything for the regulator, of their own for others."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.core.cache import cache
from django.utils.translation import gettext

from apps.campaigns import queries as campaigns
from apps.campaigns.types import CAMPAIGNS, State, Stored
from apps.kyc import queries as kyc
from apps.ledger import feeds, readmodel
from apps.participants import queries as participants
from apps.securities.types import CLASSES
from apps.supervision.queries.alerts import open_alerts
from apps.supervision.queries.trades import turnover
from apps.supervision.types import Board, MarketFigures, Supply, Told
from apps.supervision.types.facts import Happening
from apps.treasury import queries as treasury
from apps.treasury.types import SUPPLIES
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import VISITOR, Address, Role, Viewer

PAGE = 50
CHUNK = 500
LONGEST_EXPORT = 100_000
MOST_LIVE = 1000
TOTALS_SECONDS = 60
_RAISED = (Stored.READY, Stored.COOLING_OFF, Stored.SETTLING, Stored.SETTLED)


def board(
    viewer: Viewer,
    *,
    door: Address | None = None,
    key: str | None = None,
    after: str | None = None,
    since: int | None = None,
    until: int | None = None,
    limit: int = PAGE,
    persons: bool = False,
) -> Board:
    """What happened, the newest first: to one participant and those below it, or to all that the viewer sees.

    `key` names a sentence; `since` and `until` bound chain time, both included. `persons`: people by the
    names that the viewer's own records say, for a page that is being rendered and never kept. Raises
    SignInNeeded, NotFound (a participant that the viewer does not see), Malformed (an `after` that no page
    gave).
    """
    page = feeds.feed(_feed_of(viewer, door), sentence=key, after=after, limit=limit, low=since, high=until)
    return Board(told(page.rows, page.keys, viewer if persons else VISITOR), page.next)


def every_line(
    viewer: Viewer,
    *,
    door: Address | None = None,
    key: str | None = None,
    since: int | None = None,
    until: int | None = None,
) -> Iterator[Told]:
    """All lines of a board, for an export, without persons' names: at most 100,000. Raises as `board` does,
    before the first line.
    """
    feed = _feed_of(viewer, door)

    def lines() -> Iterator[Told]:
        after: str | None = None
        for _ in range(LONGEST_EXPORT // CHUNK):
            page = feeds.feed(feed, sentence=key, after=after, limit=CHUNK, low=since, high=until)
            yield from told(page.rows, page.keys)
            after = page.next
            if after is None:
                return

    return lines()


MARKET_WIDE = ("rule", "calendar", "module")
"""Documents whose news concern the whole market, and no door of it."""


def watched(viewer: Viewer, door: Address | None = None) -> tuple[list[str], Mapping[str, None]]:
    """What a live board waits for: news of a door (the regulator oversees all), and of kinds of documents.

    Raises as `board` does.
    """
    feed = _feed_of(viewer, door)
    if feed is not None:
        return [feed], {}
    return [str(viewer.door)], dict.fromkeys(MARKET_WIDE)


def figures(viewer: Viewer) -> MarketFigures:
    """The market at a glance. Raises SignInNeeded."""
    if viewer.account is None:
        raise SignInNeeded
    counts, head = participants.market_counts(), readmodel.head()
    in_trust, raised, traded = _totals(head.number if head else 0)
    return MarketFigures(
        trustees=counts.get(Role.TRUSTEE.word, 0),
        operators=counts.get(Role.OPERATOR.word, 0),
        issuers=counts.get(Role.ISSUER.word, 0),
        investors=counts.get(Role.INVESTOR.word, 0),
        live_campaigns=len(campaigns.campaigns(states=(State.LIVE,), limit=MOST_LIVE).rows),
        events=feeds.FEED.count(),
        now=head.timestamp if head else 0,
        block=head.number if head else 0,
        in_trust=in_trust,
        raised=raised,
        traded=traded,
        age=max(0, int(time.time()) - head.committed) if head else 0,
        alerts=open_alerts(viewer) if viewer.role is Role.REGULATOR else None,
    )


def supplies(viewer: Viewer) -> list[Supply]:
    """Every trustee's ringgit against its bank, for the regulator. Raises NotAllowed."""
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    return [
        Supply(each.door, each.name, found.supply, found.trust_balance, found.holdings)
        for each in participants.organisations(Role.TRUSTEE)
        if each.token is not None
        for found in (treasury.reserve(viewer, each.door),)
    ]


def lines_of(viewer: Viewer, events: Sequence[Happening]) -> list[Told]:
    """What feeds tell of these transactions, for a page: of what the viewer sees. Raises SignInNeeded."""
    wanted, rows, keys = {each.transaction for each in events}, [], []
    feed = _feed_of(viewer, None)
    for at in sorted({each.at for each in events}, reverse=True):
        page = feeds.feed(feed, limit=CHUNK, low=at, high=at)
        for row, key in zip(page.rows, page.keys, strict=True):
            if row["transaction"] in wanted:
                rows.append(row)
                keys.append(key)
    return told(rows, keys, viewer)


def happened() -> list[str]:
    """The sentences' keys that happened so far, for a filter."""
    return [str(each) for each in feeds.FEED.counts("sentence")]


@lru_cache
def sentences() -> Mapping[str, str]:
    """Every app's `SENTENCES` (in its `types`): the English sentence of each key. Raises ValueError for a key
    that two apps claim.
    """
    found: dict[str, str] = {}
    for app in apps.get_app_configs():
        module = f"{app.name}.types"
        if not app.name.startswith("apps.") or find_spec(module) is None:
            continue
        own: Mapping[str, str] = getattr(import_module(module), "SENTENCES", {})
        twice = found.keys() & own.keys()
        if twice:
            raise ValueError(f"{app.name} says {sorted(twice)}, and so does another app")
        found |= own
    return found


def _totals(block: int) -> tuple[int, int, int]:
    """Sen in trust, raised by what has settled or runs, and traded: added up once for each block."""
    key = f"supervision:totals:{block}"
    kept: tuple[int, int, int] | None = cache.get(key)
    if kept is None:
        raised = CAMPAIGNS.walk(order="raised", where={"state": _RAISED})
        kept = (
            sum(each["supply"] for each in SUPPLIES.walk()),
            sum(each["raised"] for each in raised),
            turnover(),
        )
        cache.set(key, kept, TOTALS_SECONDS)
    return kept


def _feed_of(viewer: Viewer, door: Address | None) -> str | None:
    """Whose feed is read: the named participant's where the viewer sees it, else the viewer's own."""
    if viewer.account is None or viewer.door is None:
        raise SignInNeeded
    if door is not None:
        if not participants.sees(viewer, door):
            raise NotFound
        return door
    return None if viewer.role is Role.REGULATOR else viewer.door


def told(rows: Sequence[Mapping[str, object]], places: Sequence[str], reader: Viewer = VISITOR) -> list[Told]:
    known = sentences()
    lines = [
        (gettext(known.get(str(row["sentence"]), str(row["sentence"]))), _arguments(row)) for row in rows
    ]
    called = kyc.names_of_clients(reader, participants.doors_in(lines))
    texts = participants.said(lines, called={**called, **_symbols(lines)})
    return [
        Told(
            place=place,
            at=_number(row["at"]),
            text=text,
            key=str(row["sentence"]),
            block=_number(row["block"]),
            transaction=str(row["transaction"]),
            contract=str(row["contract"]),
            address=str(row["source"]),
            arguments=_arguments(row),
        )
        for row, place, text in zip(rows, places, texts, strict=True)
    ]


def _symbols(lines: Iterable[tuple[str, Mapping[str, object]]]) -> dict[str, str]:
    """What share classes that lines name are called, by face."""
    faces = list(dict.fromkeys(str(said["face"]) for _, said in lines if "face" in said))
    found = zip(faces, CLASSES.many(faces), strict=True)
    return {face: each["symbol"] for face, each in found if each is not None}


def _arguments(row: Mapping[str, object]) -> Mapping[str, object]:
    found = row["arguments"]
    return found if isinstance(found, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
