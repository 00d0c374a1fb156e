"""The start page of each role: what its reader has, what waits for it, and what it does best now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from apps.campaigns import queries as campaigns
from apps.campaigns.types import CAMPAIGNS, Campaign, Pledge, State, Stored
from apps.kyc import queries as kyc
from apps.kyc.types import ApplicationView
from apps.kyc.types import State as Case
from apps.ledger import queries as ledger
from apps.participants import queries as participants
from apps.participants.types import Participant
from apps.portal import desks, looks
from apps.portal.queries import address_of, promised, teasers
from apps.portal.types import (
    Figure,
    InvestorHome,
    IssuerHome,
    Newcomer,
    NextStep,
    OperatorHome,
    Part,
    Purse,
    RegulatorHome,
    TrusteeHome,
    Worth,
)
from apps.securities import queries as securities
from apps.securities.types import ShareClass
from apps.supervision import queries as supervision
from apps.supervision.types import Supply, Told
from apps.trading import queries as trading
from apps.trading.types import MARKETS, TRADES
from apps.treasury import queries as treasury
from apps.treasury.errors import NotYourMoney
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer

SHOWN_NEWS = 6
SHOWN_CAMPAIGNS = 4
MOST_MARKETS = 200
RENEW_WITHIN = 30 * 86_400
"""Chain seconds before its certificate ends, from when on a client is told to have it renewed."""

# -- clients --------------------------------------------------------------------------------------------


def newcomer(viewer: Viewer) -> Newcomer:
    """A client before admission. Raises SignInNeeded."""
    found = kyc.current(viewer)
    steps = found.steps if found else ()
    done = sum(each.done and not each.notes for each in steps)
    return Newcomer(found, done, len(steps), _first_step(found))


def investor(viewer: Viewer) -> InvestorHome:
    """An investor's start page. Raises SignInNeeded."""
    door = _door(viewer)
    me = participants.participant(viewer, door)
    pledges = promised(viewer)
    purses = _purses(viewer, pledges)
    holdings = _worth(viewer)
    active = participants.is_active(door)
    return InvestorHome(
        me=me,
        name=kyc.names_of_clients(viewer, [door]).get(door, ""),
        active=active,
        next_step=_step_of_investor(viewer, me, active, purses, pledges, holdings),
        purses=purses,
        holdings=holdings,
        pledges=tuple(pledges),
        teasers=tuple(teasers()),
        news=_news(viewer),
    )


def issuer(viewer: Viewer) -> IssuerHome:
    """An issuer's start page. Raises SignInNeeded."""
    door = _door(viewer)
    me, active = participants.participant(viewer, door), participants.is_active(door)
    classes = tuple(securities.classes(viewer, issuer=door))
    mine = campaigns.campaigns_of(viewer)
    backers = campaigns.investors_of(mine[0].address) if mine else []
    return IssuerHome(
        me=me,
        active=active,
        next_step=_step_of_issuer(classes, mine) if active else None,
        purses=_purses(viewer, []),
        classes=classes,
        campaigns=tuple(mine[:SHOWN_CAMPAIGNS]),
        investors=tuple(
            (looks.investor_class(each), count) for each, count in participants.class_counts(backers).items()
        ),
        news=_news(viewer),
    )


def _door(viewer: Viewer) -> Address:
    if viewer.door is None:
        raise SignInNeeded
    return viewer.door


def _first_step(found: ApplicationView | None) -> NextStep:
    url = address_of("kyc:tasks")
    if found is None or found.state is Case.DRAFT:
        return NextStep(
            "id-badge",
            gettext("Tell us who you are"),
            gettext("About ten minutes, with your identity document at hand. Each step is saved."),
            url,
            gettext("Continue your application") if found else gettext("Begin your application"),
        )
    if found.state is Case.RETURNED:
        why = gettext("Your operator marked what to change. Fix it and send the application again.")
        return NextStep("arrow-back-up", gettext("Something to fix"), why, url, gettext("Fix and resend"))
    if found.state is Case.REJECTED:
        why = gettext("You can read the reason, and begin again.")
        return NextStep("circle-x", gettext("Your application was rejected"), why, url, gettext("Read why"))
    why = gettext("Two people check it. You need not do anything; you will be told here and by e-mail.")
    return NextStep(
        "hourglass", gettext("Your application is being checked"), why, url, gettext("Look at it")
    )


def _step_of_investor(
    viewer: Viewer,
    me: Participant,
    active: bool,
    purses: tuple[Purse, ...],
    pledges: list[Pledge],
    holdings: tuple[Worth, ...],
) -> NextStep | None:
    if not active:
        return None
    if 0 < me.valid_until < participants.chain_time() + RENEW_WITHIN:
        why = gettext("Your category must be certified again before then. Your operator does it.")
        return NextStep("clock", gettext("Your certificate is about to end"), why)
    if not any(each.total for each in purses) and not holdings:
        return NextStep(
            "building-bank",
            gettext("Pay in your first ringgit"),
            gettext("Transfer from your own bank account, with this reference:"),
            address_of("treasury:wallet"),
            gettext("Where to transfer to"),
            code=treasury.reference(viewer),
        )
    if not pledges and any(each.available for each in purses):
        return NextStep(
            "rocket",
            gettext("Find a company you believe in"),
            gettext("Your money is here. Read what companies say of themselves before you pledge."),
            address_of("campaigns:list"),
            gettext("Browse campaigns"),
        )
    return None


def _step_of_issuer(classes: tuple[ShareClass, ...], mine: list[Campaign]) -> NextStep | None:
    if not classes:
        return NextStep(
            "certificate",
            gettext("Define your first share class"),
            gettext("Name it and choose the trustee that keeps its units. You sign it once."),
            address_of("securities:new-class"),
            gettext("Define a share class"),
        )
    if not any(each.state in (State.PROPOSED, *_UNDER_WAY) for each in mine):
        return NextStep(
            "rocket",
            gettext("Propose a campaign"),
            gettext("Write what investors should know, set minimum, maximum and dates, and sign."),
            address_of("campaigns:mine"),
            gettext("Write a campaign"),
        )
    return None


_UNDER_WAY = (State.APPROVED, State.READY, State.LIVE, State.DUE, State.COOLING_OFF, State.SETTLING)

# -- organisations --------------------------------------------------------------------------------------


def operator(viewer: Viewer) -> OperatorHome:
    """An operator's start page. Raises SignInNeeded, NotAllowed."""
    door = _door(viewer)
    counts = participants.client_counts(viewer)
    settled = CAMPAIGNS.walk(where={"operator": door, "state": Stored.SETTLED.value})
    fees = [each.get("fee") or 0 for each in settled]
    ended = f"{address_of('campaigns:list')}?state=funded&operator={door}"
    return OperatorHome(
        queues=desks.queues(viewer),
        figures=(
            *_clients(counts),
            Figure(gettext("Campaigns settled"), f"{len(fees):,}", "certificate", ended),
            Figure(gettext("Fees earned"), desks.ringgit(sum(fees)), "coins", address_of("treasury:wallet")),
        ),
        campaigns=tuple(campaigns.under_way(viewer)[:SHOWN_CAMPAIGNS]),
        purses=_purses(viewer, []),
        news=_news(viewer),
    )


def trustee(viewer: Viewer) -> TrusteeHome:
    """A trustee's start page. Raises SignInNeeded, NotAllowed."""
    _door(viewer)
    try:
        reserve = treasury.reserve(viewer)
        day = treasury.today(viewer)
    except NotYourMoney:
        reserve, day = None, None
    figures = (
        Figure(
            gettext("Minted today"),
            desks.ringgit(day.minted if day else 0),
            "plus",
            address_of("treasury:deposits"),
        ),
        Figure(
            gettext("Paid out today"),
            desks.ringgit(day.burned if day else 0),
            "upload",
            address_of("treasury:withdrawals"),
        ),
        *_clients(participants.client_counts(viewer)),
    )
    return TrusteeHome(reserve, desks.queues(viewer), figures, _news(viewer))


def regulator(viewer: Viewer) -> RegulatorHome:
    """The regulator's start page. Raises SignInNeeded, NotAllowed."""
    market, live = supervision.figures(viewer), campaigns.under_way(viewer)
    people = address_of("participants:tree")
    figures = (
        Figure(gettext("Trustees"), f"{market.trustees:,}", "building-bank", people),
        Figure(gettext("Operators"), f"{market.operators:,}", "building-skyscraper", people),
        Figure(gettext("Companies"), f"{market.issuers:,}", "rocket", _clients_page(Role.ISSUER)),
        Figure(gettext("Investors"), f"{market.investors:,}", "users", _clients_page(Role.INVESTOR)),
        Figure(gettext("Campaigns under way"), f"{len(live):,}", "activity", address_of("campaigns:list")),
        Figure(gettext("Trades"), f"{TRADES.count():,}", "arrows-exchange", address_of("trading:list")),
    )
    return RegulatorHome(
        market=market,
        supplies=tuple(_supplies(viewer)),
        queues=desks.queues(viewer),
        figures=figures,
        campaigns=tuple(live[:SHOWN_CAMPAIGNS]),
        lag=ledger.lag().blocks,
        news=_news(viewer),
    )


def _supplies(viewer: Viewer) -> Iterable[Supply]:
    try:
        return supervision.supplies(viewer)
    except NotYourMoney:
        return ()  # a trustee was admitted whose money has no token yet


def _clients(counts: Mapping[Role, int]) -> tuple[Figure, ...]:
    return (
        Figure(gettext("Companies"), f"{counts[Role.ISSUER]:,}", "rocket", _clients_page(Role.ISSUER)),
        Figure(gettext("Investors"), f"{counts[Role.INVESTOR]:,}", "users", _clients_page(Role.INVESTOR)),
    )


def _clients_page(role: Role) -> str:
    return f"{address_of('admin:clients')}?role={role.word}"


# -- parts ----------------------------------------------------------------------------------------------


def _purses(viewer: Viewer, pledges: list[Pledge]) -> tuple[Purse, ...]:
    """The door's money, trustee by trustee: two trustees' ringgit are never added."""
    pledged: dict[str, int] = {}
    addresses = [each.campaign for each in pledges]
    for each, found in zip(pledges, CAMPAIGNS.many(addresses), strict=True):
        if found is not None:
            pledged[found["money"]] = pledged.get(found["money"], 0) + each.amount
    pockets, ordered = treasury.pockets(viewer), trading.reserved(viewer)
    names = participants.names_of([each.trustee for each in pockets])
    return tuple(
        purse(
            each.token,
            names[each.trustee],
            available=each.available,
            pledged=pledged.get(each.token, 0),
            withdrawing=each.withdrawing,
            ordered=ordered.get(each.token, 0),
        )
        for each in pockets
    )


def purse(
    token: Address, trustee_name: str, *, available: int, pledged: int, withdrawing: int, ordered: int = 0
) -> Purse:
    """A purse from its parts, in sen: `ordered` is what bids on the market hold."""
    parts = (
        (gettext("Available"), "available", available),
        (gettext("Pledged"), "pledged", pledged),
        (gettext("In orders on the market"), "ordered", ordered),
        (gettext("On its way to the bank"), "leaving", withdrawing),
    )
    total, at, shown = sum(sen for _, _, sen in parts), 0.0, []
    for label, look, sen in parts:
        share = round(sen * 100 / total, 2) if total else 0.0
        shown.append(Part(label, look, sen, round(at, 2), share))
        at += share
    return Purse(token, trustee_name, total, tuple(shown))


def _worth(viewer: Viewer) -> tuple[Worth, ...]:
    holdings = securities.portfolio(viewer)
    if not holdings:
        return ()
    faces = [each.share_class.face for each in holdings]
    markets = MARKETS.page(where={"face": faces}, limit=MOST_MARKETS).rows
    prices: dict[str, int] = {
        each["face"]: each["last_price"]
        for each in sorted(markets, key=lambda found: found["last_at"] or 0)
        if each["last_price"] is not None
    }
    return tuple(Worth(each, prices.get(each.share_class.face)) for each in holdings)


def _news(viewer: Viewer) -> tuple[Told, ...]:
    """The latest lines, with the persons' names that the viewer's own records say instead of addresses."""
    return tuple(supervision.board(viewer, limit=SHOWN_NEWS, persons=True).lines)
