"""Telling people what happened: once each, in their inbox and by e-mail.

Cursor and notices are kept in PostgreSQL and move in one transaction: a rebuilt read model tells nobody
anything again. What concerns thousands is told in batches, each a transaction of its own, and whoever comes
next goes on where the last batch ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from apps.accounts import queries as accounts
from apps.campaigns import queries as campaigns
from apps.kyc import queries as kyc
from apps.kyc.types import KINDS as CASES
from apps.kyc.types import State as Case
from apps.ledger import queries as ledger
from apps.ledger.types import ActView
from apps.notices import queries, rules
from apps.notices.services.mailing import GIVE_UP
from apps.notices.types import CURSOR, NOTICE, State
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records import services as recording
from apps.records.types import Heading, Readers
from apps.securities import queries as securities
from apps.trading import queries as trading
from apps.vocabulary.types import Address, Role, Viewer

BATCH = 500
"""How many notices a transaction writes at most, and how many lines of the feed it looks at."""
BATCHES = 20
"""How many batches of the feed a round of the task tells at most."""
OVERLAP = dt.timedelta(minutes=2)
"""How far back sources that are told by wall time are looked through again: a row may commit late."""

REMINDED = (30, 7, 1)
"""Days before an admission ends."""
DAY = 86_400

_CLIENTS = (Role.INVESTOR, Role.ISSUER)
_NONE = "-"

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Told:
    """That a client is told something: `line` names what happened, `operator` who reads it for a client
    without a door.
    """

    client: Viewer
    word: str
    arguments: Mapping[str, Any]
    line: str
    at: int = 0
    operator: Address | None = None

    @property
    def reference(self) -> str:
        """The mark of this one notice."""
        return rules.reference_of(str(self.client.door or self.client.account), self.word, self.line)


def tell() -> int:
    """Makes the notices of what happened since the last time; how many."""
    if participants.regulator() is None:
        return 0
    return _tell_feed() + _tell_cases() + _tell_said() + _tell_refusals() + _tell_expiries()


# -- what the chain says, for good ----------------------------------------------------------------------


@dataclass(slots=True)
class _Batch:
    """Part of the feed: whom its lines name, as far as a batch goes. It ends after the line at `place` (its
    chain time is `at`), or within the line that follows, before the door that `within` begins.
    """

    place: str
    at: int | None
    within: str
    lines: list[tuple[Mapping[str, Any], Address]] = field(default_factory=list)
    further: bool = False


def _tell_feed() -> int:
    told, named = 0, dict[str, list[Address]]()
    for _ in range(BATCHES):
        count, further = _tell_batch(named)
        told += count
        if not further:
            break
    return told


@transaction.atomic
def _tell_batch(named: dict[str, list[Address]]) -> tuple[int, bool]:
    """Tells what follows the cursor; how many notices, and whether there may be more. `named` keeps, for a
    round, whom a long line names.
    """
    queries.lock()
    known, known_within = queries.cursor("feed"), queries.cursor("feed-within")
    begun = _Batch(
        place="" if known is None or known.state == _NONE else known.state,
        at=int(known.due_at.timestamp()) if known and known.due_at else None,
        within=known_within.state if known_within else _NONE,
    )
    batch = _next_batch(begun, named)
    told = _note_all(_told_of(batch.lines))
    if (batch.place, batch.at) != (begun.place, begun.at):
        _advance("feed", known, batch.place or _NONE, dt.datetime.fromtimestamp(batch.at or 0, dt.UTC))
    if batch.within != begun.within:
        _advance("feed-within", known_within, batch.within, None)
    return told, batch.further


def _next_batch(begun: _Batch, named: dict[str, list[Address]]) -> _Batch:
    batch, looked_at = _Batch(begun.place, begun.at, begun.within), 0
    for line in queries.lines_after(begun.place, begun.at, most=BATCH):
        looked_at += 1
        if line["place"] not in named:
            named[line["place"]] = _concerned(line)
        doors = named[line["place"]]
        left = [each for each in doors if batch.within == _NONE or rules.mark_of(each) >= batch.within]
        room = BATCH - len(batch.lines)
        batch.lines += [(line, each) for each in left[:room]]
        if len(left) > room:
            batch.within, batch.further = rules.mark_of(left[room]), True
            return batch
        batch.place, batch.at, batch.within = line["place"], line["at"], _NONE
        del named[line["place"]]
    batch.further = looked_at == BATCH
    return batch


def _concerned(line: Mapping[str, Any]) -> list[Address]:
    """The doors that a line of the feed names, and its campaign's investors, its class's holders, who has
    something in its book, or everybody, where all of them are told; in the order of their marks.
    """
    if not rules.is_told(line["sentence"]):
        return []
    named = {Address(door) for door in line["doors"]}
    if line["sentence"] in rules.TO_INVESTORS:
        named.update(campaigns.investors_of(Address(line["arguments"]["campaign"])))
    if line["sentence"] == "UpdatePublished":
        named.update(campaigns.shareholders_of(Address(line["arguments"]["campaign"])))
    if line["sentence"] in rules.TO_HOLDERS:
        named.update(securities.holders_of(Address(line["arguments"]["face"])))
    if line["sentence"] in rules.OF_BOOKS:
        named.update(trading.concerned(Address(line["arguments"]["market"])))
    if line["sentence"] in rules.TO_EVERYBODY:
        named.update(participants.every_client())
    return sorted(named, key=rules.mark_of)


def _told_of(lines: Sequence[tuple[Mapping[str, Any], Address]]) -> Iterable[Told]:
    known = participants.participants_at([door for _, door in lines])
    for line, door in lines:
        role = known[door].role if door in known else Role.NONE
        word = rules.word_of(role, door, line["sentence"], line["arguments"])
        if word is not None:
            client, place = Viewer(role=role, door=door), f"feed:{line['place']}"
            yield Told(client, word, line["arguments"], place, line["at"])


# -- what is told by wall time --------------------------------------------------------------------------


def _tell_said() -> int:
    """Questions, answers and comments, to whom they are said."""
    known, now = queries.cursor("said"), timezone.now()
    told = _note_in_batches(
        Told(Viewer(role=each.role, door=each.door), each.word, each.arguments, f"said:{each.record}")
        for each in campaigns.said_since(_since(known))
    )
    _looked_until("said", known, now)
    return told


def _tell_cases() -> int:
    """Applications that were returned or rejected."""
    known, now = queries.cursor("cases"), timezone.now()
    told = sum(
        _note_in_batches(_of_cases(operator.door, _since(known)))
        for operator in participants.organisations(Role.OPERATOR)
    )
    _looked_until("cases", known, now)
    return told


def _of_cases(operator: Address, since: dt.datetime | None) -> Iterable[Told]:
    desk = Viewer(role=Role.OPERATOR, door=operator)
    rows = records.queue(desk, list(CASES), [Case.RETURNED, Case.REJECTED])
    for row in rows.filter(changed_at__gte=since) if since else rows:
        word = "Returned" if row.state == Case.RETURNED else "Rejected"
        client = Viewer(role=kyc.role_of(row.kind), account=row.account)
        yield Told(client, word, {}, f"case:{row.pk}:{row.version}:{row.state}", operator=operator)


def _tell_refusals() -> int:
    """Clients' acts that were refused for good."""
    known, now = queries.cursor("refusals"), timezone.now()
    told = _note_in_batches(_of_refusals(ledger.refused_for_good(_since(known) or now - GIVE_UP)))
    _looked_until("refusals", known, now)
    return told


def _of_refusals(acts: Iterable[ActView]) -> Iterator[Told]:
    for batch in _batches(acts):
        doors = participants.participants_at([each.door for each in batch if each.door])
        for act in batch:
            if act.door in doors and doors[act.door].role in _CLIENTS:
                whom = Viewer(role=doors[act.door].role, door=act.door)
                arguments = {"act": str(act.id), "name": act.name}
                yield Told(whom, "ActRefused", arguments, f"act:{act.id}")


def _tell_expiries() -> int:
    """Admissions that end in 30 days, in 7, and tomorrow: once each, by the market's clock."""
    now = participants.chain_time()
    ending = kyc.expiring(now, REMINDED[0] * DAY)
    doors = participants.participants_at([each.door for each in ending])
    return _note_in_batches(
        Told(
            Viewer(role=doors[each.door].role, door=each.door),
            "Expiring",
            {"until": each.until},
            f"expiry:{each.until}:{min(days for days in REMINDED if each.until - now <= days * DAY)}",
            now,
        )
        for each in ending
        if each.door in doors
    )


def _since(known: Heading | None) -> dt.datetime | None:
    return known.due_at - OVERLAP if known and known.due_at else None


@transaction.atomic
def _looked_until(source: str, known: Heading | None, now: dt.datetime) -> None:
    if known is None or known.due_at is None or now - known.due_at > OVERLAP / 2:
        queries.lock()
        _advance(source, queries.cursor(source), _NONE, now)


# -- parts ----------------------------------------------------------------------------------------------


def _note_in_batches(told: Iterable[Told]) -> int:
    return sum(_note_batch(batch) for batch in _batches(told))


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while batch := list(islice(left, BATCH)):
        yield batch


@transaction.atomic
def _note_batch(told: Sequence[Told]) -> int:
    queries.lock()
    return _note_all(told)


def _note_all(told: Iterable[Told]) -> int:
    """A notice of each, where the client has an account here and has not been told; how many. Under the
    lock.
    """
    regulator = participants.regulator()
    different = {each.reference: each for each in told}
    if regulator is None or not different:
        return 0
    doors = [each.client.door for each in different.values() if each.client.door]
    here, known = accounts.with_accounts(doors), participants.participants_at(doors)
    before = queries.told(different)
    news = [
        recording.New(
            fields={"word": each.word, "arguments": dict(each.arguments), "at": each.at},
            readers=Readers(regulator=regulator, operator=known[door].parent if door else each.operator),
            owner=door,
            account=each.client.account,
            reference=reference,
        )
        for reference, each in different.items()
        if reference not in before and ((door := each.client.door) is None or door in here)
    ]
    recording.create_many(kind=NOTICE, news=news, state=State.UNREAD, due_at=timezone.now())
    return len(news)


def _advance(source: str, known: Heading | None, state: str, until: dt.datetime | None) -> None:
    regulator = participants.regulator()
    if regulator is None:
        return
    desk = Viewer(role=Role.REGULATOR, door=regulator)
    if known is None:
        recording.create(
            actor=desk,
            kind=CURSOR,
            fields={},
            readers=Readers(regulator=regulator),
            owner=regulator,
            state=state,
            due_at=until,
            reference=source,
        )
        return
    since = frozenset({known.state})
    recording.change_state(actor=desk, record=known.id, state=state, since=since, due_at=until)
