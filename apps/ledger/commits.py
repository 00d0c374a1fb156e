"""The one atomic step by which the indexer writes: all of a batch, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from apps.ledger.indexes import Changeset
from apps.ledger.members import shortened
from apps.ledger.packing import compressed

Word = str | bytes | int

SCRIPT = """
for i, key in ipairs(KEYS) do
    if (redis.call('GET', key) or '') ~= ARGV[i] then return 0 end
end
local at = #KEYS + 1
while at <= #ARGV do
    local last = at + ARGV[at]
    redis.call(unpack(ARGV, at + 1, last))
    at = last + 1
end
return 1
"""
"""Runs commands, each led by the number of its words, provided that the keys are what they are said to be."""
MOST_WORDS = 2_000
"""Of one command: Lua hands over some thousands of words at a time, and no more."""


@dataclass(slots=True)
class Commit:
    """What one atomic step writes, provided that the checkpoint is still `expected`.

    `undo` by block number; `forget` are blocks that have become final, or are taken back. `news` goes to the
    channel.
    """

    expected: bytes | None
    checkpoint: bytes
    changes: Changeset
    undo: Mapping[int, bytes] = field(default_factory=dict)
    forget: Sequence[int] = ()
    outcomes: Sequence[bytes] = ()
    news: bytes = b""
    made_by: str = ""

    def words(self, prefix: str, channel: str) -> list[Word]:
        """What SCRIPT runs, for an epoch whose keys begin with `prefix`."""
        found: list[Word] = []
        for command, key, parts in self._commands():
            for some in _some(parts):
                found += (len(some) + 2, command, prefix + key, *some)
        if self.news:
            found += (3, "PUBLISH", channel, self.news)
        return found

    def _commands(self) -> Iterator[tuple[str, str, Sequence[Word]]]:
        yield from _changes(self.changes)
        if self.undo:
            yield "HSET", "undo", [part for pair in self.undo.items() for part in pair]
        if self.forget:
            yield "HDEL", "undo", self.forget
        if self.outcomes:
            yield "RPUSH", "outcomes", self.outcomes
        yield "SET", "checkpoint", [self.checkpoint]
        if self.made_by:
            yield "SET", "made_by", [self.made_by]


def _changes(changes: Changeset) -> Iterator[tuple[str, str, Sequence[Word]]]:
    for kind, documents in changes.documents.items():
        there: list[Word] = []
        gone: list[Word] = []
        for key, raw in documents.items():
            if raw is None:
                gone.append(shortened(key))
            else:
                there += (shortened(key), compressed(raw))
        if there:
            yield "HSET", f"doc:{kind}", there
        if gone:
            yield "HDEL", f"doc:{kind}", gone
    for name, places in changes.left.items():
        yield "ZREM", name, places
    for name, places in changes.entered.items():
        yield "ZADD", name, [part for place in places for part in (0, place)]
    for name, counts in changes.counted.items():
        for value, step in counts.items():
            yield "ZINCRBY", name, (step, value)
        yield "ZREMRANGEBYSCORE", name, ("-inf", 0)


def _some(parts: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The same, as many at a time as one command may have: an even number, for some come in pairs."""
    for i in range(0, len(parts), MOST_WORDS):
        yield parts[i : i + MOST_WORDS]
