"""What the frame and the joined pages read."""

from __future__ import annotations

import time
from collections.abc import Mapping
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from apps.accounts import queries as accounts
from apps.accounts.types import NamedSigner, SignerKind, signer_text
from apps.campaigns import queries as campaigns
from apps.campaigns.types import Pledge, PledgeState, State
from apps.ledger import queries as ledger
from apps.ledger.types import ActPage, ActView
from apps.participants import queries as participants
from apps.participants.types import DoorSigner
from apps.portal.rules import ACT_GROUPS, APPLYING, PLACES
from apps.portal.types import Figure, Link, LostKey, MarketState, OwnSigner, Security, Teaser
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded, Unavailable
from apps.vocabulary.types import Role, Viewer

PAGE = 25
ON_THEIR_WAY = ACT_GROUPS["under-way"]
SILENT_AFTER = 15
"""Seconds without a word from the node, from when on pages say so."""
WORTH_SAYING = 60
"""Seconds between the market's clock and the wall's, from when on pages say so."""
SHOWN_IN_TRAY = 99
SHOWN_CAMPAIGNS = 3


def navigation(viewer: Viewer, path: str) -> tuple[Link, ...]:
    """The links of the viewer's role, in order. `path` is the page being shown; places that no app
    serves are left out.
    """
    applying = viewer.account is not None and viewer.door is None
    served = [(each, address_of(each.name)) for each in (APPLYING if applying else PLACES[viewer.role])]
    # One place may lie below another: the reader is at the nearest.
    here = max((url for _, url in served if url and path.startswith(url)), key=len, default="")
    return tuple(Link(url, gettext(each.label), each.icon, here=url == here) for each, url in served if url)


def address_of(name: str, *arguments: str) -> str:
    """The address of a page, empty where no app serves it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def market_state() -> MarketState:
    """Whether reading is up to date and writing possible, and how far the market's clock is from the
    wall's.
    """
    wall = int(time.time())
    try:
        lag = ledger.lag()
        now = rulebook.now()
    except Unavailable:
        return MarketState(now=wall, node_away=True)
    ahead = now - wall if now else 0
    offset = ahead if ahead > WORTH_SAYING else 0
    if lag.seconds is None or lag.seconds > SILENT_AFTER:
        return MarketState(now=now or wall, node_away=True, clock_offset=offset)
    return MarketState(now=now or wall, behind=lag.behind, clock_offset=offset)


def act(viewer: Viewer, id: UUID) -> ActView:
    """One act, for whoever sees its door, and for who made or checked it. Raises SignInNeeded; NotFound
    for others.
    """
    if viewer.account is None:
        raise SignInNeeded
    found = ledger.act(id)
    own = viewer.account in (found.maker, found.checker)
    own_door = found.door is not None and found.door == viewer.door
    if own or own_door or (found.door is not None and participants.sees(viewer, found.door)):
        return ledger.as_read_by(viewer, found)
    raise NotFound


_EVIDENCE = {
    "application": "admin:kyc_application_change",
    "client": "admin:client",
    "campaign": "admin:campaigns_case",
}


def evidence(viewer: Viewer, found: ActView) -> str:
    """The address of the page that an act of staff was proposed from; empty where it has none."""
    kind, _, what = found.cause.partition(":")
    return address_of(_EVIDENCE[kind], what) if viewer.is_staff and kind in _EVIDENCE else ""


def acts_page(
    viewer: Viewer,
    *,
    group: str = "",
    oldest_first: bool = False,
    after: str | None = None,
    limit: int = PAGE,
) -> ActPage:
    """A page of them, of one group of states (see `rules.ACT_GROUPS`) where it is named. Raises
    SignInNeeded, Malformed for an `after` that no page gave.
    """
    if viewer.account is None:
        raise SignInNeeded
    if viewer.door is None:
        return ActPage((), None)
    states = ACT_GROUPS.get(group, ())
    return ledger.acts_of(
        viewer, viewer.door, states=states, oldest_first=oldest_first, after=after, limit=limit
    )


def on_their_way(viewer: Viewer) -> int:
    """How many acts of the viewer's door have not ended yet, at most 99."""
    if viewer.account is None or viewer.door is None:
        return 0
    return ledger.count_acts_of(viewer, viewer.door, states=ON_THEIR_WAY, most=SHOWN_IN_TRAY)


def security(viewer: Viewer) -> Security:
    """Who signs for the viewer's own door, and whether somebody asked for a new signer of it.

    Raises SignInNeeded, NotAllowed for staff (their organisation has a page of its own).
    """
    if viewer.account is None:
        raise SignInNeeded
    if viewer.is_staff:
        raise NotAllowed
    if viewer.door is None:
        return Security((), None, "")
    recovery = participants.participant(viewer, viewer.door).recovery
    asked_by = participants.name_of(recovery.asked_by) if recovery else ""
    names = {each.signer: each for each in accounts.own_signers(viewer)}
    signers = (_own_signer(each, names) for each in participants.signers_of(viewer.door))
    return Security(tuple(signers), recovery, asked_by)


def lost_keys(viewer: Viewer) -> list[LostKey]:
    """Clients that the viewer's organisation guards and who ask for a new key, the newest first; not those
    whose key signs by now. Raises SignInNeeded, NotAllowed for clients.
    """
    if viewer.account is None:
        raise SignInNeeded
    if not viewer.is_staff:
        raise NotAllowed
    found, now = [], participants.chain_time()
    for each in accounts.lost_keys(lambda door: participants.sees(viewer, door)):
        client = participants.participant(viewer, each.door)
        if any(signer.key == each.key for signer in participants.signers_of(each.door)):
            continue
        going = client.recovery
        found.append(
            LostKey(
                name=each.name,
                door=each.door,
                key=each.key,
                asked_at=each.asked_at,
                recovery=going,
                vetoes=client.vetoes,
                yours=going is not None and going.asked_by == viewer.door,
                ready=going is not None and 0 < going.ready_at <= now,
            )
        )
    return found


def _own_signer(each: DoorSigner, names: Mapping[str, NamedSigner]) -> OwnSigner:
    signer = signer_text(each.key, each.x, each.y)
    known = names.get(signer)
    kind, name = (known.kind, known.name) if known else (SignerKind.WALLET, "")
    return OwnSigner(signer, each.key, each.x, each.y, each.since, kind, name)


def proposals_page(viewer: Viewer, *, after: str | None = None, limit: int = PAGE) -> ActPage:
    """What waits for a checker at the viewer's organisation, oldest first. Raises SignInNeeded, NotAllowed,
    Malformed for an `after` that no page gave.
    """
    if viewer.account is None:
        raise SignInNeeded
    return ledger.proposals(viewer, after=after, limit=limit)


def promised(viewer: Viewer) -> list[Pledge]:
    """What an investor has pledged to campaigns that are not decided yet, or that waits for it there, the
    latest first; nothing for others.
    """
    if viewer.role is not Role.INVESTOR or viewer.door is None:
        return []
    return campaigns.every_own_pledge(viewer, states=(PledgeState.STANDING, PledgeState.WAITING))


SHOWN_ROLES = (
    (Role.OPERATOR, gettext_noop("Operators")),
    (Role.ISSUER, gettext_noop("Companies")),
    (Role.INVESTOR, gettext_noop("Investors")),
)


def showcase() -> dict[str, object]:
    """The landing page's live figures and campaigns; none while there is no market, or nothing to ask."""
    try:
        counts, shown = participants.market_counts(), teasers()
    except Unavailable:
        counts, shown = {}, []
    figures = [Figure(gettext(label), f"{counts.get(role.word, 0):,}") for role, label in SHOWN_ROLES]
    return {
        "figures": figures if counts else (),
        "teasers": shown,
        "featured": shown[0] if shown else None,
    }


def teasers() -> list[Teaser]:
    """The live campaigns that close first, at most three."""
    page = campaigns.campaigns(states=(State.LIVE,), limit=SHOWN_CAMPAIGNS)
    return [
        Teaser(
            url=address_of("campaigns:campaign", each.address),
            title=each.title or each.issuer_name,
            pitch=each.pitch,
            state=each.state.value,
            raised=each.raised,
            minimum=each.least,
            maximum=each.most,
            investors=each.investors,
            closes_at=each.closes_at,
        )
        for each in page.rows
    ]
