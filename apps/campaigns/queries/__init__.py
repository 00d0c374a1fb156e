"""Campaigns for whoever may see them: everybody, once they are approved; before that the issuer and who
oversees it (`participants.queries.scope`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext

from apps.campaigns import disclosures, listing, rules
from apps.campaigns.queries.checks import acts_about, cause_of, checklist, difference
from apps.campaigns.queries.issuers import issuers
from apps.campaigns.queries.pledged import (
    every_own_pledge,
    every_pledge,
    investors_of,
    my_pledges,
    pledges,
    receipts,
)
from apps.campaigns.queries.sukuk import places_sukuk, sukuk_payments
from apps.campaigns.queries.told import (
    announced,
    announces,
    comments,
    dashboard,
    decisions,
    disclosure,
    draft,
    drafts,
    every_waiting_intent,
    questions,
    shared_drafts,
    unpublished_update,
    unpublished_updates,
    updates,
    waiting_intents,
)
from apps.campaigns.sight import (
    document_of,
    oversees,
    pledge_views,
    revoked,
    titles_of,
    views,
    views_with_words,
)
from apps.campaigns.talk import said_since
from apps.campaigns.types import (
    CAMPAIGNS,
    COUNTING,
    PLEDGES,
    SENTENCES,
    Allocation,
    Campaign,
    Disclosure,
    Happened,
    Limit,
    Money,
    Page,
    Pledge,
    PledgeRoom,
    PledgeState,
    State,
    Step,
    Stored,
    pledge_key,
)
from apps.ledger import queries as ledger
from apps.participants import queries as participants
from apps.rulebook import queries as rulebook
from apps.securities import queries as securities
from apps.securities import types as securities_types
from apps.treasury import queries as treasury
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer

__all__ = [
    "FILTERS",
    "ORDERS",
    "acts_about",
    "announced",
    "announces",
    "campaign",
    "campaign_with_words",
    "campaigns",
    "campaigns_of",
    "cause_of",
    "checklist",
    "collectable",
    "comments",
    "cut",
    "dashboard",
    "decisions",
    "difference",
    "disclosure",
    "draft",
    "drafts",
    "due",
    "events_of",
    "every_own_pledge",
    "every_pledge",
    "every_waiting_intent",
    "investors_of",
    "issuers",
    "may_oversee",
    "moneys",
    "my_pledge",
    "my_pledges",
    "places_sukuk",
    "pledges",
    "questions",
    "queue",
    "receipts",
    "room",
    "said_since",
    "shared_drafts",
    "shareholders_of",
    "step_of",
    "sukuk_payments",
    "template",
    "titles",
    "under_way",
    "unpublished_update",
    "unpublished_updates",
    "updates",
    "waiting_for_units",
    "waiting_intents",
]

PAGE: Final = 12
EVENTS_READ: Final = 50
MOST_DUE: Final = 100

ORDERS: Final = listing.ORDERS
FILTERS: Final = listing.FILTERS

# -- lists ----------------------------------------------------------------------------------------------


def campaigns(
    *,
    states: Sequence[State] = (),
    operator: Address | None = None,
    sector: str = "",
    text: str = "",
    order: str = "closing",
    after: str | None = None,
    limit: int = PAGE,
) -> Page:
    """The public list: approved campaigns and later ones, narrowed by state, operator, sector and words of
    their title or pitch; sorted as one of `ORDERS`. Raises Malformed for an `after` that no page gave.
    """
    where: dict[str, Any] = {}
    if operator:
        where["operator"] = operator
    if text.strip() or sector:
        where["disclosure"] = disclosures.roots_with(text, sector)
        if not where["disclosure"]:
            return Page()
    now = rulebook.now()
    rows, following = listing.listed(order, states, where, now, after=after, limit=limit)
    return Page(views(rows, now), following)


def titles(viewer: Viewer, addresses: Iterable[str]) -> dict[str, str]:
    """What campaigns are called, by address: the title of what they published, else the issuer's name. What
    is no campaign, or a proposal that is not the viewer's to see, is left out.
    """
    found = CAMPAIGNS.many(list(dict.fromkeys(addresses)))
    seen = [each for each in found if each and (rules.is_public(each) or oversees(viewer, each))]
    return titles_of(seen)


def campaigns_of(viewer: Viewer, issuer: Address | None = None) -> list[Campaign]:
    """An issuer's campaigns in whatever state, the newest first: one's own, or those of an issuer that the
    viewer sees. Raises SignInNeeded, NotFound.
    """
    if viewer.door is None:
        raise SignInNeeded
    whose = issuer or viewer.door
    if not participants.sees(viewer, whose):
        raise NotFound
    rows = CAMPAIGNS.walk(order="proposed_at", where={"issuer": whose}, descending=True)
    return views(list(rows), rulebook.now())


def queue(viewer: Viewer) -> list[Campaign]:
    """What an operator is to decide, the oldest first; the regulator and trustees see those of theirs."""
    return views(_seen(viewer, {"state": Stored.PROPOSED.value}), rulebook.now())


def under_way(viewer: Viewer) -> list[Campaign]:
    """The approved campaigns that have not ended, of whom the viewer oversees."""
    states = (Stored.APPROVED, Stored.READY, Stored.COOLING_OFF, Stored.SETTLING)
    return views(_seen(viewer, {"state": [each.value for each in states]}), rulebook.now())


def waiting_for_units(viewer: Viewer) -> list[Campaign]:
    """Approved campaigns whose class is in the trustee's keeping and whose units are not minted yet. Raises
    NotAllowed.
    """
    if viewer.role is not Role.TRUSTEE:
        raise NotAllowed
    rows = CAMPAIGNS.walk(order="closes_at", where={"state": Stored.APPROVED.value})
    found = views(list(rows), rulebook.now())
    return [each for each in found if securities.share_class(each.face).trustee == viewer.door]


# -- one campaign ---------------------------------------------------------------------------------------


def campaign(viewer: Viewer, address: Address) -> Campaign:
    """A campaign. Raises NotFound, also for a proposal that is not the viewer's to see."""
    return campaign_with_words(viewer, address)[0]


def campaign_with_words(viewer: Viewer, address: Address) -> tuple[Campaign, Disclosure]:
    """A campaign with what it says of itself, without its papers (`disclosure`). Raises NotFound, as
    `campaign`.
    """
    return views_with_words([document_of(viewer, address)], rulebook.now())[0]


def my_pledge(viewer: Viewer, address: Address) -> Pledge | None:
    """The viewer's own pledge to a campaign, in whatever state."""
    found = PLEDGES.get(pledge_key(address, viewer.door)) if viewer.door else None
    return pledge_views([found], rulebook.now())[0] if found else None


def room(viewer: Viewer, address: Address) -> PledgeRoom:
    """How much the viewer can pledge to a campaign now. Raises SignInNeeded, NotAllowed, NotFound."""
    found = document_of(viewer, address)
    if viewer.account is None:
        raise SignInNeeded
    if viewer.role is not Role.INVESTOR or viewer.door is None:
        raise NotAllowed
    me, now = participants.participant(viewer, viewer.door), rulebook.now()
    balance = treasury.balance(viewer, found["money"])
    counting = _counting(me.person)
    used = {
        "R4": rules.counted_to_date(counting, now, found["issuer"]),
        "R4b": rules.counted_to_date(counting, now),
    }
    ceilings = rulebook.figures_of(used, me.investor_class)
    limits = tuple(Limit(rule, ceilings[rule], used[rule]) for rule in used)
    lefts = [each.left for each in limits if each.left is not None]
    unsold = (found["maximum"] - found["units_pledged"]) * found["price"]
    pro_rata = found["allocation"] == Allocation.PRO_RATA
    most = min([balance, *lefts] if pro_rata else [balance, unsold, *lefts])
    tidy = rulebook.used(me.person) > limits[1].used
    return PledgeRoom(balance, limits, most - most % found["price"], tidy)


def may_oversee(viewer: Viewer, address: Address) -> bool:
    """Whether the viewer is the campaign's issuer or one of those above it. Raises NotFound."""
    found = document_of(viewer, address)
    return viewer.role is not Role.INVESTOR and oversees(viewer, found)


def shareholders_of(address: Address) -> list[Address]:
    """Who holds units of the class that a campaign placed, from whomever: who is told its company's news.
    Raises NotFound.
    """
    found = CAMPAIGNS.get(address)
    if found is None:
        raise NotFound
    return securities.holders_of(Address(found["face"]))


def events_of(
    viewer: Viewer, address: Address, *, after: str | None = None
) -> tuple[list[Happened], str | None]:
    """What happened to a campaign on-chain, the newest first, out of the feed of its issuer: a part of it,
    and the `after` of the following one. Raises NotFound; Malformed for an `after` that no part gave.
    """
    found = document_of(viewer, address)
    page = ledger.feed(found["issuer"], after=after, limit=EVENTS_READ, low=found["proposed_at"])
    own = [each for each in page.rows if address in (each["source"], each["arguments"].get("to"))]
    told = {**SENTENCES, **securities_types.SENTENCES}
    texts = participants.said([(gettext(told[each["sentence"]]), each["arguments"]) for each in own])
    happened = [
        Happened(text, each["at"], each["block"], each["transaction"])
        for text, each in zip(texts, own, strict=True)
    ]
    return happened, page.next


# -- for who writes -------------------------------------------------------------------------------------


def template() -> Address:
    """The template that a proposal is addressed to. Raises Unavailable before the market has one."""
    return ledger.in_force("campaign")


def moneys(viewer: Viewer) -> list[Money]:
    """The moneys that an issuer's campaign can be in: of the trustees that its operator is linked with."""
    if viewer.door is None or viewer.role is not Role.ISSUER:
        raise NotAllowed
    operator = participants.participant(viewer, viewer.door).parent
    linked = {
        each.trustee for each in participants.links_of(operator or viewer.door) if each.state.word == "active"
    }
    return [
        Money(each.token, each.door, each.name)
        for each in participants.organisations(Role.TRUSTEE)
        if each.door in linked and each.token is not None
    ]


def due() -> list[tuple[Address, Step]]:
    """What can be pushed now, of any campaign: at most 100 steps."""
    now = rulebook.now()
    states = (Stored.APPROVED, Stored.READY, Stored.COOLING_OFF, Stored.SETTLING)
    running = CAMPAIGNS.walk(order="closes_at", where={"state": [each.value for each in states]})
    refunding = CAMPAIGNS.walk(order="closes_at", where={"refunding": 1})
    rows, steps = [*refunding, *running], []
    gone = revoked(each["trustee"] for each in rows)
    for each in rows:
        step = rules.step_at(each, now, trustee_revoked=each["trustee"] in gone)
        if step is not None:
            steps.append((Address(each["address"]), step))
    return steps[:MOST_DUE]


def step_of(address: Address) -> Step | None:
    """What can be pushed of one campaign now. Raises NotFound."""
    found = CAMPAIGNS.get(address)
    if found is None:
        raise NotFound
    return rules.step_at(found, rulebook.now(), trustee_revoked=bool(revoked([found["trustee"]])))


def cut(address: Address) -> rules.Cut:
    """Where the larger remainders end, computed from what was asked for at the close: who left before counts
    nothing. Raises NotFound.
    """
    found = CAMPAIGNS.get(address)
    if found is None:
        raise NotFound
    rows = PLEDGES.walk(where={"campaign": address})
    return rules.cut_of({each["investor"]: each["asked"] for each in rows}, found["maximum"])


def collectable() -> list[tuple[Address, Address]]:
    """What waits for who was frozen or suspended, as (campaign, door): it can be collected afterwards."""
    rows = PLEDGES.page(where={"state": PledgeState.WAITING.value}, limit=MOST_DUE).rows
    pledged = [(Address(each["campaign"]), Address(each["investor"])) for each in rows]
    owing = CAMPAIGNS.page(order="closes_at", where={"owing": 1}, limit=MOST_DUE).rows
    return pledged + [(Address(each["address"]), Address(door)) for each in owing for door in each["owed"]]


# -- parts ----------------------------------------------------------------------------------------------


def _seen(viewer: Viewer, where: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if not viewer.is_staff:
        raise NotAllowed
    own = {"operator": str(viewer.door)} if viewer.role is Role.OPERATOR else {}
    rows = CAMPAIGNS.walk(order="proposed_at", where={**where, **own})
    return [each for each in rows if oversees(viewer, each)]


def _counting(person: str) -> list[Mapping[str, Any]]:
    """A person's pledges that count towards its ceilings, at whatever operators."""
    doors = participants.doors_of_person(person)
    # Of one person's pledges most count: they are told apart here, not by three more questions.
    rows = [each for each in PLEDGES.walk(where={"investor": doors}) if each["state"] in COUNTING]
    of = CAMPAIGNS.many([each["campaign"] for each in rows])
    return [
        {
            "amount": row["amount"],
            "first_at": row["first_at"],
            "issuer": found["issuer"],
            "failed": found["state"] in (Stored.FAILED, Stored.CANCELLED),
        }
        for row, found in zip(rows, of, strict=True)
        if found is not None
    ]
