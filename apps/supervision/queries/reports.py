"""What reports say, read from the read model as it stands: the caller says at which block (`standing_at`).

In English whoever asks, and with the names that the chain has: a report is the same for everybody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from apps.campaigns.types import CAMPAIGNS
from apps.ledger.feeds import FEED
from apps.participants import queries as participants
from apps.participants.types import Participant
from apps.securities.types import CLASSES, HOLDINGS
from apps.supervision.queries.trades import operator_of, trades
from apps.supervision.types.reported import Cell, Moment, ReportKind, Sen, Sheet
from apps.treasury import queries as treasury
from apps.treasury.types import DEPOSITS, SUPPLIES, WITHDRAWALS
from apps.vocabulary.pages import every
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import InvestorClass, Role, Viewer

DAY: Final = 86_400
CHUNK: Final = 500
_ROLES = (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR)


def sheets(kind: ReportKind, office: Viewer, since: int, until: int, of: str = "") -> tuple[Sheet, ...]:
    """A report's tables; the period is from `since` until before `until` (chain seconds). Returns may be `of`
    one operator or trustee alone.
    """
    return _MADE[kind](office, since, until, of)


# -- who takes part -------------------------------------------------------------------------------------


def _register(office: Viewer, since: int, until: int, of: str) -> tuple[Sheet, ...]:
    columns = (
        "Door",
        "Role",
        "Name",
        "Standing",
        "Under",
        "Guarded by",
        "Class",
        "Admitted (MYT)",
        "Valid until (MYT)",
        "Frozen until (MYT)",
    )
    rows = tuple(
        (
            each.door,
            each.role.word,
            each.name,
            each.standing.name.lower(),
            each.parent or "",
            each.trustee or "",
            each.investor_class.name.lower() if each.investor_class else "",
            Moment(each.admitted_at),
            Moment(each.valid_until),
            Moment(each.frozen_until),
        )
        for each in _everybody(office)
    )
    counted = Counter((row[1], row[3]) for row in rows)
    totals = tuple((str(role), str(standing), n) for (role, standing), n in sorted(counted.items()))
    return (
        Sheet("Participants", columns, rows),
        Sheet("How many", ("Role", "Standing", "Participants"), totals),
    )


def _classes(office: Viewer, since: int, until: int, of: str) -> tuple[Sheet, ...]:
    """Per operator and class: how many investors, what they pledged in the period, what they hold."""
    investors = {each.door: each for each in _clients(office, Role.INVESTOR)}
    pledged: Counter[str] = Counter()
    for line in _said("Pledged", since, until):
        pledged[line["investor"]] += line["amount"]
    for line in _said("PledgeWithdrawn", since, until):
        pledged[line["investor"]] -= line["amount"]
    held: Counter[str] = Counter(each["holder"] for each in HOLDINGS.walk() if each["holder"] in investors)
    figures: dict[tuple[str, InvestorClass], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for door, each in investors.items():
        own = figures[each.parent or "", each.investor_class]
        own[0] += 1
        own[1] += pledged[door] != 0
        own[2] += pledged[door]
        own[3] += held[door] > 0
    rows = tuple(
        (participants.name_of(operator), kind.name.lower(), n, active, Sen(sen), holding)
        for (operator, kind), (n, active, sen, holding) in sorted(figures.items())
    )
    columns = (
        "Operator",
        "Class",
        "Investors",
        "That pledged",
        "Pledged, less withdrawn (RM)",
        "That hold units",
    )
    return (Sheet("Investor classes", columns, rows),)


# -- returns --------------------------------------------------------------------------------------------


def _operators(office: Viewer, since: int, until: int, of: str) -> tuple[Sheet, ...]:
    clients = Counter((each.parent, each.role) for each in _clients(office, None))
    where = {"operator": of} if of else None
    campaigns = list(CAMPAIGNS.walk(order="proposed_at", where=where))
    traded: dict[str | None, list[int]] = defaultdict(lambda: [0, 0])
    for trade in trades(low=since):
        if trade["at"] < until:
            figures = traded[operator_of(trade["market"])]
            figures[0] += 1
            figures[1] += trade["amount"]
    rows = []
    for each in participants.organisations(Role.OPERATOR):
        if of not in ("", each.door):
            continue
        own = [found for found in campaigns if found["operator"] == each.door]
        ended = [found for found in own if since <= (found.get("ended_at") or 0) < until]
        settled = [found for found in ended if found["state"] == "settled"]
        rows.append(
            (
                each.name,
                each.standing.name.lower(),
                clients[each.door, Role.ISSUER],
                clients[each.door, Role.INVESTOR],
                sum(since <= found["proposed_at"] < until for found in own),
                len(settled),
                sum(found["state"] == "failed" for found in ended),
                Sen(sum(found["raised"] for found in settled)),
                Sen(sum(found.get("fee") or 0 for found in settled)),
                traded[each.door][0],
                Sen(traded[each.door][1]),
            )
        )
    columns = (
        "Operator",
        "Standing",
        "Issuers",
        "Investors",
        "Campaigns proposed",
        "Settled",
        "Failed",
        "Raised (RM)",
        "Fees (RM)",
        "Trades (no.)",
        "Traded (RM)",
    )
    return (Sheet("Operators", columns, tuple(rows)), _campaigns(campaigns, until))


def _campaigns(found: list[dict[str, Any]], until: int) -> Sheet:
    columns = (
        "Campaign",
        "Issuer",
        "Operator",
        "State",
        "Proposed (MYT)",
        "Ended (MYT)",
        "Raised (RM)",
        "Investors",
    )
    rows = tuple(
        (
            each["address"],
            participants.name_of(each["issuer"]),
            participants.name_of(each["operator"]),
            each["state"],
            Moment(each["proposed_at"]),
            Moment(each.get("ended_at") or 0),
            Sen(each["raised"]),
            each["investors"],
        )
        for each in found
        if each["proposed_at"] < until
    )
    return Sheet("Campaigns", columns, rows)


def _trustees(office: Viewer, since: int, until: int, of: str) -> tuple[Sheet, ...]:
    where = {"trustee": of} if of else None
    rows = sorted(
        (_trustee(each, since, until) for each in SUPPLIES.walk(where=where)), key=lambda row: str(row[0])
    )
    kept = tuple(
        (participants.name_of(each["trustee"]), each["symbol"], each["name"], each["units"], each["holders"])
        for each in CLASSES.walk(order="created_at", where=where)
    )
    columns = (
        "Trustee",
        "Standing",
        "Supply at the beginning (RM)",
        "Deposits (no.)",
        "Minted (RM)",
        "Paid out (no.)",
        "Burned (RM)",
        "Returned (no.)",
        "Supply at the end (RM)",
        "Held by participants at the block (RM)",
        "Waiting to be paid out (RM)",
        "Paid out late (no.)",
    )
    return (
        Sheet("Trustees", columns, tuple(rows)),
        Sheet("Share classes kept", ("Trustee", "Symbol", "Class", "Units", "Holders"), kept),
    )


def _trustee(supply: Mapping[str, Any], since: int, until: int) -> tuple[Cell, ...]:
    token = supply["token"]
    minted = list(DEPOSITS.walk(order="at", where={"token": token}, low=since))
    ended = {
        state: list(WITHDRAWALS.walk(order="ended_at", where={"token": token, "state": state}, low=since))
        for state in ("burned", "returned")
    }
    own = [each for each in minted if each["at"] < until]
    paid = [each for each in ended["burned"] if each["ended_at"] < until]
    later = _sum(minted) - _sum(own) - _sum(ended["burned"]) + _sum(paid)
    closing = supply["supply"] - later
    found = next(each for each in participants.organisations(Role.TRUSTEE) if each.door == supply["trustee"])
    return (
        found.name,
        found.standing.name.lower(),
        Sen(closing - _sum(own) + _sum(paid)),
        len(own),
        Sen(_sum(own)),
        len(paid),
        Sen(_sum(paid)),
        sum(each["ended_at"] < until for each in ended["returned"]),
        Sen(closing),
        Sen(supply["holdings"]),
        Sen(supply["withdrawing"]),
        sum(each["ended_at"] > treasury.due_at(each["requested_at"]) for each in paid),
    )


# -- volumes --------------------------------------------------------------------------------------------


def _volumes(office: Viewer, since: int, until: int, of: str) -> tuple[Sheet, ...]:
    days: dict[str, list[int]] = defaultdict(lambda: [0] * 8)
    for place, (sentence, amount) in enumerate(
        (("MoneyMinted", "amount"), ("MoneyBurned", "amount"), ("Pledged", "amount"))
    ):
        for line in _said(sentence, since, until):
            figures = days[_day(line["at"])]
            figures[2 * place] += 1
            figures[2 * place + 1] += line[amount]
    for each in trades(low=since):
        if each["at"] < until:
            figures = days[_day(each["at"])]
            figures[6] += 1
            figures[7] += each["amount"]
    rows = tuple(
        (day, *(Sen(figure) if place % 2 else figure for place, figure in enumerate(figures)))
        for day, figures in sorted(days.items())
    )
    columns = (
        "Day (MYT)",
        "Deposits (no.)",
        "Minted (RM)",
        "Paid out (no.)",
        "Burned (RM)",
        "Pledges (no.)",
        "Pledged (RM)",
        "Trades (no.)",
        "Traded (RM)",
    )
    return (Sheet("Volumes", columns, rows),)


# -- parts ----------------------------------------------------------------------------------------------

_MADE: Final[Mapping[ReportKind, Callable[[Viewer, int, int, str], tuple[Sheet, ...]]]] = {
    ReportKind.REGISTER: _register,
    ReportKind.OPERATORS: _operators,
    ReportKind.TRUSTEES: _trustees,
    ReportKind.VOLUMES: _volumes,
    ReportKind.CLASSES: _classes,
}


def _everybody(office: Viewer) -> Iterator[Participant]:
    for role in _ROLES:
        yield from participants.organisations(role)
    yield from _clients(office, None)


def _clients(office: Viewer, role: Role | None) -> Iterator[Participant]:
    return every(lambda after: participants.clients(office, role=role, after=after, limit=CHUNK))


def _said(sentence: str, since: int, until: int) -> Iterator[dict[str, Any]]:
    """What was told in the period: the figures, and `at`."""
    for line in FEED.walk(order="at", where={"sentence": sentence}, low=since, high=until - 1):
        yield {**line["arguments"], "at": line["at"]}


def _sum(found: list[dict[str, Any]]) -> int:
    return sum(each["amount"] for each in found)


def _day(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone(MALAYSIA):%Y-%m-%d}"
