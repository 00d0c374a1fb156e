"""What calls for a look, each rule with a plain name. No I/O: facts in, findings out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final, NamedTuple

from apps.supervision.types.facts import Facts, Finding, Happening, KeyUse, Traded, Used
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.times import MALAYSIA

DAY: Final = 86_400
NEAR_PERCENT: Final = 90
"""From here on an investor is near a ceiling (R4, R4b)."""
ROUND_TRIP: Final = 7 * DAY
"""Units that come back within this time came back at once."""
JUMP_PERCENT: Final = 20
"""R21's band: what the price may move from one trade to the next."""
CONCENTRATED_PERCENT: Final = 33
"""More than a third stops a special resolution."""
REPORT_EVERY: Final = 183 * DAY
"""R23: an issuer reports twice a year."""
FIRST_HOUR, LAST_HOUR = 7, 21
"""Malaysian hours, business days, in which an organisation's keys are expected to sign."""


def near_limits(facts: Facts) -> Iterator[Finding]:
    """An investor has used nine tenths of a ceiling, and not more than all of it."""
    for each in facts.used:
        if each.ceiling and NEAR_PERCENT * each.ceiling <= 100 * each.used <= 100 * each.ceiling:
            yield _limit("near-limit", each)


def over_limits(facts: Facts) -> Iterator[Finding]:
    """More counts than the ceiling that holds now: it was lowered, or the investor's class has changed."""
    for each in facts.used:
        if each.ceiling and each.used > each.ceiling:
            yield _limit("over-limit", each)


def back_and_forth(facts: Facts) -> Iterator[Finding]:
    """Two persons trade one class with each other both ways within a week."""
    for pair, trades in _by_pair(facts.trades).items():
        turns = [
            (before, after)
            for before, after in pairwise(trades)
            if before.buyer_tag == after.seller_tag and after.at - before.at <= ROUND_TRIP
        ]
        if turns:
            _, last = turns[-1]
            yield Finding(
                rule="back-and-forth",
                subject=":".join(pair),
                occurrence=last.at,
                figures={
                    "one": last.buyer,
                    "other": last.seller,
                    "face": last.face,
                    "times": len(turns) + 1,
                    "units": last.units,
                },
                events=_events(each for turn in turns for each in turn),
                about=last.face,
            )


def price_jumps(facts: Facts) -> Iterator[Finding]:
    """A price further from the one before than R21's band."""
    for face, trades in _by_face(facts.trades).items():
        jumps = [
            (before, after)
            for before, after in pairwise(trades)
            if 100 * abs(after.price - before.price) > JUMP_PERCENT * before.price
        ]
        if jumps:
            before, after = jumps[-1]
            yield Finding(
                rule="price-jump",
                subject=face,
                occurrence=after.at,
                figures={"face": face, "before": before.price, "after": after.price},
                events=_events((before, after)),
                about=face,
            )


def concentration(facts: Facts) -> Iterator[Finding]:
    """Somebody other than the issuer has more than a third of a class."""
    for each in facts.spreads:
        if 100 * each.largest > CONCENTRATED_PERCENT * each.units:
            yield Finding(
                rule="concentration",
                subject=f"{each.face}:{each.holder}",
                occurrence=each.largest * 100 // each.units,
                figures={
                    "holder": each.holder,
                    "face": each.face,
                    "percent": each.largest * 100 // each.units,
                },
                about=each.holder,
            )


def unbacked(facts: Facts) -> Iterator[Finding]:
    """Ringgit in circulation and ringgit at the bank are not one figure (or not what is held)."""
    for each in facts.backed:
        difference = each.difference or each.supply - each.holdings
        if difference:
            yield Finding(
                rule="unbacked",
                subject=each.trustee,
                occurrence=abs(difference),
                figures={"trustee": each.trustee, "supply": each.supply, "difference": abs(difference)},
                about=each.trustee,
            )


def stale_statements(facts: Facts) -> Iterator[Finding]:
    """Money circulates, and the bank's statement is older than a business day."""
    for each in facts.backed:
        if each.supply and each.fresh_until and each.fresh_until < facts.now:
            yield Finding(
                rule="stale-statement",
                subject=each.trustee,
                occurrence=each.fresh_until,
                figures={"trustee": each.trustee, "since": each.fresh_until},
                about=each.trustee,
            )


def records_doubted(facts: Facts) -> Iterator[Finding]:
    """A record is not what was written, or not what the chain has of it."""
    for record, place, problem in facts.doubted:
        yield Finding(
            rule="record-mismatch",
            subject=record,
            occurrence=place,
            figures={"record": record, "problem": problem},
            about=record,
        )


def off_hours(facts: Facts) -> Iterator[Finding]:
    """An organisation's key signed at night, on a week-end or a holiday."""
    by_key: dict[str, list[KeyUse]] = defaultdict(list)
    for each in facts.uses:
        if not _expected(each):
            by_key[each.key].append(each)
    for key, uses in by_key.items():
        last = max(uses, key=lambda use: use.at)
        yield Finding(
            rule="off-hours",
            subject=key,
            occurrence=last.at,
            figures={"door": last.door, "key": key, "at": last.at},
            events=tuple(
                Happening(each.at, each.transaction) for each in uses[:_MOST_EVENTS] if each.transaction
            ),
            about=last.door,
        )


def deadlines(facts: Facts) -> Iterator[Finding]:
    """Something was due, and is not done."""
    for each in facts.dues:
        if each.due_at < facts.now:
            yield Finding(
                rule="deadline",
                subject=f"{each.what}:{each.subject}",
                occurrence=each.due_at,
                figures={"what": each.what, "who": each.who, "subject": each.subject, "due_at": each.due_at},
                about=each.who,
            )


def stale_reports(facts: Facts) -> Iterator[Finding]:
    """A company with shareholders has told them nothing for half a year."""
    for each in facts.reporting:
        if each.last_at + REPORT_EVERY < facts.now:
            yield Finding(
                rule="stale-report",
                subject=each.issuer,
                occurrence=each.last_at,
                figures={"issuer": each.issuer, "last_at": each.last_at},
                about=each.issuer,
            )


def broken_promises(facts: Facts) -> Iterator[Finding]:
    """One of the market's written invariants does not hold."""
    for key, subject, since in facts.broken:
        yield Finding(
            rule="invariant",
            subject=f"{key}:{subject}",
            occurrence=since,
            figures={"promise": key, "subject": subject, "block": since},
            about=subject,
        )


class Rule(NamedTuple):
    """A rule: its plain name, the sentence of its findings, and what finds them."""

    name: str
    sentence: str
    find: Callable[[Facts], Iterator[Finding]]


RULES: Final[Mapping[str, Rule]] = {
    "invariant": Rule(
        gettext_noop("A promise is broken"),
        gettext_noop("“{promise}” does not hold for {subject:name} since block {block:number}."),
        broken_promises,
    ),
    "unbacked": Rule(
        gettext_noop("Supply is not the bank"),
        gettext_noop(
            "{trustee:name} has {supply:sen} in circulation; {difference:sen} of it nobody can explain."
        ),
        unbacked,
    ),
    "record-mismatch": Rule(
        gettext_noop("A record was changed"),
        gettext_noop("Record {record:short} is not what was written: {problem}."),
        records_doubted,
    ),
    "over-limit": Rule(
        gettext_noop("Over a limit"),
        gettext_noop("{person:name} has put {used:sen} where {ceiling:sen} is the ceiling ({rule})."),
        over_limits,
    ),
    "near-limit": Rule(
        gettext_noop("Near a limit"),
        gettext_noop("{person:name} has used {used:sen} of {ceiling:sen} ({rule})."),
        near_limits,
    ),
    "back-and-forth": Rule(
        gettext_noop("Back and forth"),
        gettext_noop(
            "{one:name} and {other:name} traded {face:face} with each other both ways, "
            "{times} times in a week."
        ),
        back_and_forth,
    ),
    "price-jump": Rule(
        gettext_noop("The price jumped"),
        gettext_noop("{face:face} went from {before:sen} to {after:sen} in one trade."),
        price_jumps,
    ),
    "concentration": Rule(
        gettext_noop("Much in one hand"),
        gettext_noop("{holder:name} holds {percent} % of {face:face}."),
        concentration,
    ),
    "off-hours": Rule(
        gettext_noop("A key was used outside hours"),
        gettext_noop("A key of {door:name} ({key:short}) signed at {at:time}."),
        off_hours,
    ),
    "deadline": Rule(
        gettext_noop("A deadline was missed"),
        gettext_noop("{what:what} of {who:name} was due at {due_at:time}."),
        deadlines,
    ),
    "stale-statement": Rule(
        gettext_noop("The bank’s statement is old"),
        gettext_noop("The last statement of {trustee:name} was good until {since:time}."),
        stale_statements,
    ),
    "stale-report": Rule(
        gettext_noop("An issuer’s report is overdue"),
        gettext_noop("{issuer:name} last told its shareholders something at {last_at:time}."),
        stale_reports,
    ),
}
"""By key, the gravest first. Sentences as in feeds, and `{face:face}` a class's symbol, `{what:what}` what
was due.
"""

DUE: Final[Mapping[str, str]] = {
    "withdrawal": gettext_noop("A withdrawal"),
    "settlement": gettext_noop("The settlement of a campaign"),
    "refund": gettext_noop("The refunds of a campaign"),
    "order": gettext_noop("An order of the regulator"),
}
"""What can be due."""


def found(facts: Facts) -> list[Finding]:
    """Every finding of every rule, the gravest rule first."""
    return [each for rule in RULES.values() for each in rule.find(facts)]


# -- parts ----------------------------------------------------------------------------------------------

_MOST_EVENTS = 20


def _limit(rule: str, each: Used) -> Finding:
    return Finding(
        rule=rule,
        subject=f"{each.rule}:{each.person}:{each.issuer or ''}",
        occurrence=each.at,
        figures={"person": each.door, "used": each.used, "ceiling": each.ceiling, "rule": each.rule},
        about=each.door,
    )


def _by_face(trades: Sequence[Traded]) -> dict[str, list[Traded]]:
    """In the order of time; `face` alone is a book of its own."""
    sorted_by: dict[str, list[Traded]] = defaultdict(list)
    for each in trades:
        sorted_by[each.face].append(each)
    return sorted_by


def _by_pair(trades: Sequence[Traded]) -> dict[tuple[str, str, str], list[Traded]]:
    pairs: dict[tuple[str, str, str], list[Traded]] = defaultdict(list)
    for each in trades:
        one, other = sorted((each.buyer_tag, each.seller_tag))
        pairs[each.face, one, other].append(each)
    return pairs


def _events(trades: Iterable[Traded]) -> tuple[Happening, ...]:
    return tuple(dict.fromkeys(Happening(each.at, each.transaction) for each in trades))[-_MOST_EVENTS:]


def _expected(use: KeyUse) -> bool:
    hour = datetime.fromtimestamp(use.at, UTC).astimezone(MALAYSIA).hour
    return use.business_day and FIRST_HOUR <= hour < LAST_HOUR
