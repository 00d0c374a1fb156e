"""What must hold when the fire is out: asked of the chain, the outbox, the read model and the logs."""

from __future__ import annotations

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from eth_account.typed_transactions.typed_transaction import TypedTransaction
from hexbytes import HexBytes

from apps.ledger import abi
from apps.ledger.follow import Follower
from apps.ledger.gateway import gateway
from apps.ledger.indexer import Step
from apps.ledger.origin import origin
from apps.ledger.rebuild import rebuild
from apps.ledger.settlement import OutboxSettlement
from apps.ledger.testing import outbox
from apps.ledger.testing.outbox import Row
from apps.ledger.types import ActState
from apps.treasury.queries import holdings_by_walk
from apps.treasury.types import SUPPLIES
from castor_web.faults.intents import Book, Intent
from castor_web.faults.people import People, sessions_left

ALARMS = ("final re-opened", "final act settled elsewhere")
DEEP_SECONDS = 60
"""How long after a fault below the final block an alarm about a final act is owed to it."""
CAUGHT_UP_SECONDS = 120
BLOCKS_AT_ONCE = 100


@dataclass
class Verdict:
    """The counts of the last line, and every problem in a sentence."""

    lost: int = 0
    duplicated: int = 0
    false_final: int = 0
    stuck: int = 0
    rebuild: str = "not compared"
    ends: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything that must hold does."""
        counted = self.lost + self.duplicated + self.false_final + self.stuck
        return not counted and self.rebuild == "identical" and not self.problems

    def say(self, problem: str) -> None:
        """Keeps a problem."""
        self.problems.append(problem)


def judge(
    people: People, book: Book, *, logs: Path, secrets: Sequence[str], deep_at: Sequence[float]
) -> Verdict:
    """Everything. The market's processes have ended and the chain stands still."""
    verdict = Verdict()
    _read_model(verdict)
    performed = _performed(people)
    _intents(verdict, book, performed)
    _sums(verdict, people, book)
    _nonces(verdict)
    _logs(verdict, logs, secrets, deep_at)
    if book.answers[500]:
        verdict.say(f"{book.answers[500]} answers were 500")
    if sessions_left(people) != len(people.investors):
        verdict.say("somebody was signed out")
    return verdict


# -- the read model -------------------------------------------------------------------------------------


def _read_model(verdict: Verdict) -> None:
    follower, until = Follower(gateway(), origin(), OutboxSettlement()), time.monotonic() + CAUGHT_UP_SECONDS
    while follower.turn() is not Step.IDLE:
        if time.monotonic() > until:
            verdict.say("the read model does not come to the chain's newest block")
            return
    same = rebuild(gateway(), origin(), compare=True).same
    verdict.rebuild = {True: "identical", False: "different", None: "not compared"}[same]


# -- the intents ----------------------------------------------------------------------------------------

Performed = dict[tuple[str, int], list[str]]
"""By door and nonce: the hashes of the blocks in which the act was performed."""


def _performed(people: People) -> Performed:
    topic = str(abi.contract("IDoor").events["Performed"].topic)
    found: Performed = defaultdict(list)
    for door in (people.tan.door, *(each.client.door for each in people.investors)):
        for log in gateway().logs(people.first_block, "latest", [door], [topic]):
            found[door, int(log["topics"][1], 16)].append(log["blockHash"])
    return found


def _intents(verdict: Verdict, book: Book, performed: Performed) -> None:
    rows = outbox.rows(each.act for each in book.intents if each.act is not None)
    for intent in book.intents:
        row = rows.get(intent.act) if intent.act is not None else None
        if row is None:
            verdict.lost += intent.accepted
            verdict.stuck += not intent.accepted
            verdict.say(f"intent {intent.number} has no act")
            continue
        _one(verdict, intent, row, performed.get((row.door, row.nonce if row.nonce is not None else -1), []))
    verdict.duplicated += sum(len(blocks) > 1 for blocks in performed.values())


def _one(verdict: Verdict, intent: Intent, row: Row, blocks: list[str]) -> None:
    """An intent was executed once, or ended with a reason and was not executed."""
    verdict.ends[_end_of(intent, row)] += 1
    what = f"intent {intent.number} ({intent.act}) is {row.state}, performed in {blocks}"
    if row.state == ActState.FINAL:
        if row.block_hash not in blocks:
            verdict.false_final += 1
            verdict.say(f"{what}, but not in {row.block_hash}")
    elif blocks:
        verdict.lost += 1
        verdict.say(what)
    elif row.state in (ActState.PREPARED, ActState.PROPOSED):
        if intent.accepted:
            verdict.lost += 1
            verdict.say(f"{what}, though it was accepted")
        elif not intent.declined:
            verdict.stuck += 1
            verdict.say(f"{what}, and its client never had an answer")
    elif not row.final:
        verdict.stuck += 1
        verdict.say(what)
    elif row.state == ActState.REFUSED and not row.error:
        verdict.say(f"{what}, without a reason")


def _end_of(intent: Intent, row: Row) -> str:
    if row.state == ActState.REFUSED:
        return f"refused: {row.error}"
    return f"declined at once: {intent.declined}" if intent.declined else str(row.state)


# -- sums -----------------------------------------------------------------------------------------------


def _sums(verdict: Verdict, people: People, book: Book) -> None:
    rows = outbox.rows(each.act for each in book.intents if each.act is not None)
    final = {uid for uid, row in rows.items() if row.state is ActState.FINAL}
    balance_of = abi.function("MarketMaster", "balanceOf")
    master = origin().contracts.items()
    (kernel,) = [address for address, name in master if name == "MarketMaster"]
    for number, investor in enumerate(people.investors):
        done = [each for each in book.intents if each.who == number and each.act in final]
        wanted = investor.sen + sum(each.sen if each.kind == "mint" else -each.sen for each in done)
        held = balance_of.results(
            gateway().call(kernel, balance_of.encode(people.money, investor.client.door))
        )
        if held != wanted:
            verdict.say(f"investor {number} has {held} sen, and should have {wanted}")
    total = abi.function("MoneyToken", "totalSupply")
    supply = total.results(gateway().call(people.money, total.encode()))
    told = SUPPLIES.get(people.money) or {}
    walked = holdings_by_walk(people.money)
    if not supply == told.get("supply") == told.get("holdings") == walked:
        verdict.say(f"supply {supply}, told {told}, holdings one by one {walked}")


# -- nonces ---------------------------------------------------------------------------------------------


def _nonces(verdict: Verdict) -> None:
    """Each nonce of a lane was signed for one intent, and the chain has ours for each, without a gap."""
    ours = set()
    for each in outbox.signed():
        ours.add(each.hash)
        fields: dict[str, Any] = TypedTransaction.from_bytes(HexBytes(each.raw)).as_dict()
        signed = fields["nonce"], bytes(fields["to"]).hex(), bytes(fields["data"])
        if signed != (each.nonce, each.to[2:].lower(), each.data):
            verdict.say(f"{each.hash} is not for the intent of {each.lane} #{each.nonce}")
    lanes = {each.address.lower(): each for each in outbox.lanes()}
    for sent in _transactions():
        if sent["from"] in lanes and sent["hash"] not in ours:
            verdict.say(f"{sent['hash']} of {sent['from']} is not of this outbox")
    for lane in lanes.values():
        if lane.nonces != tuple(range(lane.next_nonce)) or gateway().nonce(lane.address) != lane.next_nonce:
            verdict.say(f"the nonces of {lane.address} have a gap, or the chain another count")
        if lane.foreign:
            verdict.say(f"{lane.foreign} nonces of {lane.address} are said to be another's")


def _transactions() -> Iterator[dict[str, Any]]:
    newest = gateway().head().number
    for first in range(0, newest + 1, BLOCKS_AT_ONCE):
        numbers = range(first, min(newest + 1, first + BLOCKS_AT_ONCE))
        for block in gateway().batch([("eth_getBlockByNumber", [hex(n), True]) for n in numbers]):
            yield from block["transactions"]


# -- logs -----------------------------------------------------------------------------------------------


FAILED = re.compile(r'" 500 [1-9]|Error in ASGI application')
"""An answer that is an error of ours. gunicorn writes `500 0` for who hung up before there was an answer."""


def _logs(verdict: Verdict, logs: Path, secrets: Sequence[str], deep_at: Sequence[float]) -> None:
    for file in sorted(logs.glob("*.log")):
        text = file.read_text("utf-8", "replace")
        if any(secret in text for secret in secrets if len(secret) > 8):
            verdict.say(f"a secret is in {file.name}")
        if file.name == "web.log" and (failed := len(FAILED.findall(text))):
            verdict.say(f"{failed} answers in the portal's log are 500")
        for line in _alarms(text.splitlines()):
            at = datetime.fromisoformat(line["timestamp"]).timestamp()
            if not any(deep - 1 <= at <= deep + DEEP_SECONDS for deep in deep_at):
                verdict.false_final += 1
                verdict.say(f"{file.name}: {line}")


def _alarms(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if any(alarm in line for alarm in ALARMS):
            try:
                yield json.loads(line)
            except ValueError:
                continue
