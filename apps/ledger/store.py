"""Redis: connections, key names, what is read and committed there. Nothing else of the portal imports redis.

    castor:epoch                      which epoch is read, such as `31337:2`, and the form that it is kept in
    castor:rebuilding                 how many hundredths a rebuild has read, as long as one is at work
    castor:epochs                     a counter: the number of the newest epoch
    castor:rung:…                     a ring of the doorbell that no worker has heard yet
    castor:seen                       what the indexer saw of the node, and when (wall time)
    castor:{chain}:{epoch}:checkpoint the last block that was applied
    castor:{chain}:{epoch}:doc:…      documents of a kind, compressed, by shortened key, a hash
    castor:{chain}:{epoch}:by:…       members in an order (see `indexes`), sorted sets
    castor:{chain}:{epoch}:values:…   a facet's values with their counts, sorted sets
    castor:{chain}:{epoch}:undo       per block that is not final: the way back, a hash
    castor:{chain}:{epoch}:made_by    which version of the projections filled it
    castor:{chain}:{epoch}:outcomes   what the outbox has yet to be told, a list

The channel `castor:live` says after each commit what it touched; `castor:sent` (see `doorbell`), that a lane
has sent something.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, cast

import redis
import redis.asyncio
from django.conf import settings
from redis.exceptions import LockError, OutOfMemoryError

from apps.ledger.commits import SCRIPT, Commit
from apps.ledger.members import lengthened, shortened
from apps.ledger.packing import decompressed, form
from apps.vocabulary.errors import Unavailable
from apps.vocabulary.messages import gettext_noop

PREFIX = "castor:"
POINTER = "castor:epoch"
COUNTER = "castor:epochs"
REBUILDING = "castor:rebuilding"
SEEN = "castor:seen"
CHANNEL = "castor:live"
TIMEOUT_SECONDS = 1.0
"""No page waits longer for the read model."""
PATIENCE_SECONDS = 30.0
"""How long a commit or a dump may take."""
GRACE_SECONDS = 60
"""How long an epoch outlives its successor's start: longer than any page takes that began to read it."""
NO_EPOCH = "0:0"


class ReadModelAway(Unavailable):
    """Redis does not answer: pages cannot be shown now, and nothing is lost."""

    code = "read-model-away"


class BeingRead(ReadModelAway):
    """Another version of the portal keeps the read model in a form that this one cannot read: of the market,
    `percent` is read again so far.
    """

    code = "market-being-read"
    sentence = gettext_noop(
        "The portal was renewed, and is reading the market again from its record: {percent} % so far. "
        "Nothing is lost or changed; please come back in a moment."
    )


class Overtaken(Exception):
    """Another indexer committed first, or another epoch went live; what was to be committed is dropped."""


class LetGo(Overtaken):
    """The epoch that was being filled is no more: another rebuild began after it."""


@contextmanager
def answering() -> Iterator[None]:
    """Redis not answering, in whatever way, is ReadModelAway."""
    try:
        yield
    except (redis.ConnectionError, redis.TimeoutError, redis.BusyLoadingError, OutOfMemoryError) as failure:
        raise ReadModelAway from failure


@cache
def _client_at(url: str, seconds: float) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=seconds, socket_connect_timeout=TIMEOUT_SECONDS)


def client() -> redis.Redis:
    """This process's connections to the read model, at CASTOR_READ_MODEL_URL."""
    return _client_at(settings.CASTOR_READ_MODEL_URL, TIMEOUT_SECONDS)


def patient() -> redis.Redis:
    """As `client`, for what may take its time."""
    return _client_at(settings.CASTOR_READ_MODEL_URL, PATIENCE_SECONDS)


class Epoch:
    """One filling of the read model, live or not: a `Storage`, and its checkpoint, undo and outcomes.

    `form` is that in which it is kept (see `packing.form`), by default the one that this version reads.
    Every method raises ReadModelAway where Redis does not answer.
    """

    def __init__(self, name: str, form: str = form()) -> None:
        self.name = name
        self.form = form
        self._prefix = f"{PREFIX}{name}:"

    def __repr__(self) -> str:
        return f"Epoch({self.name})"

    @property
    def pointer(self) -> str:
        """What points to it while it is live."""
        return f"{self.name} {self.form}"

    @property
    def readable(self) -> bool:
        """Whether this version of the portal can read it; an empty one it can."""
        return self.form == form() or self.name == NO_EPOCH

    # -- Storage ----------------------------------------------------------------------------------------

    def documents(self, kind: str, keys: Sequence[str]) -> list[bytes | None]:
        """See `storage.Storage`."""
        fields: list[Any] = [shortened(key) for key in keys]
        with answering():
            found = cast("list[bytes | None]", client().hmget(self._key(f"doc:{kind}"), fields))
        return [None if kept is None else decompressed(kept) for kept in found]

    def members(self, name: str, low: bytes, high: bytes, *, limit: int, descending: bool) -> list[bytes]:
        """See `storage.Storage`."""
        first, last = b"[" + low, b"(" + high
        if descending:
            first, last = last, first
        with answering():
            found = client().zrange(
                self._key(name),
                cast("Any", first),
                cast("Any", last),
                desc=descending,
                bylex=True,
                offset=0,
                num=limit,
            )
        return cast("list[bytes]", found)

    def holds(self, name: str, members: Sequence[bytes]) -> list[bool]:
        """See `storage.Storage`."""
        with answering():
            found = client().zmscore(self._key(name), cast("Any", list(members)))
        return [score is not None for score in found]

    def sizes(self, names: Sequence[str]) -> list[int]:
        """See `storage.Storage`."""
        with answering(), client().pipeline(transaction=False) as pipe:
            for name in names:
                pipe.zcard(self._key(name))
            return cast("list[int]", pipe.execute())

    def common(self, names: Sequence[str]) -> int:
        """See `storage.Storage`."""
        with answering():
            return client().zintercard(len(names), [self._key(name) for name in names])

    def values(self, name: str) -> dict[str, int]:
        """See `storage.Storage`."""
        with answering():
            found = cast(
                "list[tuple[bytes, float]]", client().zrange(self._key(name), 0, -1, withscores=True)
            )
        return {value.decode(): int(score) for value, score in found}

    def checkpoint(self) -> bytes | None:
        """See `storage.Storage`."""
        with answering():
            return cast("bytes | None", client().get(self._key("checkpoint")))

    # -- the indexer's ----------------------------------------------------------------------------------

    def made_by(self) -> str:
        """The fingerprint of the projections that began it, or nothing before the first commit."""
        with answering():
            return cast("bytes", client().get(self._key("made_by")) or b"").decode()

    def undo(self, number: int) -> bytes | None:
        """The way back before this block, or None where it is final or unknown."""
        with answering():
            return cast("bytes | None", client().hget(self._key("undo"), str(number)))

    def commit(self, commit: Commit, *, live: bool) -> None:
        """Writes all of it or nothing.

        Raises Overtaken when the checkpoint is not the expected one, or (`live`) when this epoch is not.
        """
        must = {self._key("checkpoint"): commit.expected or b""} | ({POINTER: self.pointer} if live else {})
        words = [*must.values(), *commit.words(self._prefix, CHANNEL)]
        with answering():
            if not patient().register_script(SCRIPT)(list(must), words):
                raise Overtaken

    def outcome(self) -> bytes | None:
        """The oldest thing that the outbox has yet to be told."""
        with answering():
            return cast("bytes | None", client().lindex(self._key("outcomes"), 0))

    def told(self, outcome: bytes) -> None:
        """The outbox knows it."""
        with answering():
            client().lrem(self._key("outcomes"), 1, cast("Any", outcome))

    def dump(self) -> Iterator[bytes]:
        """Every document and every sorted set, an entry a line, in one order: equal epochs give equal
        lines.
        """
        with answering():
            names = sorted(cast("Iterator[bytes]", patient().scan_iter(match=self._prefix + "*", count=1000)))
            for name in names:
                plain = name[len(self._prefix) :]
                if plain.startswith(b"doc:"):
                    found = cast("dict[bytes, bytes]", patient().hgetall(name))
                    keys = sorted((lengthened(short).encode(), short) for short in found)
                    yield from (
                        b"\t".join((plain, key, decompressed(found[short]))) + b"\n" for key, short in keys
                    )
                elif plain.startswith((b"by:", b"values:")):
                    ranked = cast("list[tuple[bytes, float]]", patient().zrange(name, 0, -1, withscores=True))
                    for place, score in sorted(ranked):
                        yield b"\t".join((plain, place, b"%d" % int(score))) + b"\n"

    def digest(self) -> str:
        """The SHA-256 of the dump, in hex."""
        whole = hashlib.sha256()
        for line in self.dump():
            whole.update(line)
        return whole.hexdigest()

    def expire(self, seconds: int = GRACE_SECONDS) -> None:
        """Lets the epoch go after so many seconds; 0 at once."""
        with answering():
            for name in patient().scan_iter(match=self._prefix + "*", count=1000):
                patient().expire(name, seconds) if seconds else patient().unlink(name)

    def lapses(self) -> bool:
        """Whether it is being let go of: something of it may be gone already."""
        with answering():
            return client().ttl(self._key("checkpoint")) >= 0

    def _key(self, rest: str) -> str:
        return self._prefix + rest


def live() -> Epoch:
    """The epoch that is read now; an empty one as long as nothing has been indexed.

    Raises BeingRead where it is kept in another form than this version's.
    """
    epoch = present()
    if not epoch.readable:
        with answering():
            raise BeingRead(percent=int(client().get(REBUILDING) or 0))
    return epoch


def present() -> Epoch:
    """As `live`, whatever its form: for who fills epochs."""
    with answering():
        found = cast("bytes | None", client().get(POINTER))
    name, _, its_form = (found or NO_EPOCH.encode()).decode().partition(" ")
    return Epoch(name, its_form)


def rebuilding(percent: int, *, seconds: int) -> None:
    """How far a rebuild is, for so long at most; 100 ends it."""
    with answering():
        client().set(REBUILDING, percent, ex=seconds) if percent < 100 else client().delete(REBUILDING)


def new_epoch(chain_id: int) -> Epoch:
    """A fresh epoch, not live yet."""
    with answering():
        return Epoch(f"{chain_id}:{client().incr(COUNTER)}")


def switch(*, to: Epoch, instead_of: Epoch) -> None:
    """Makes an epoch the live one. Raises Overtaken where another took the place of `instead_of` before."""
    with answering(), client().pipeline() as pipe:
        try:
            pipe.watch(POINTER)
            if present().name != instead_of.name:
                raise Overtaken
            pipe.multi()
            pipe.set(POINTER, to.pointer)
            pipe.execute()
        except redis.WatchError as failure:
            raise Overtaken from failure


def leftovers() -> list[Epoch]:
    """Epochs that are not live: what an interrupted rebuild left, or what a switch has not let go."""
    with answering():
        names = {
            ":".join(name.decode().split(":")[1:3])
            for name in patient().scan_iter(match=f"{PREFIX}*:*:checkpoint", count=1000)
        }
    return [Epoch(name) for name in sorted(names - {present().name})]


def seen() -> bytes | None:
    """What the indexer last saw of the node."""
    with answering():
        return cast("bytes | None", client().get(SEEN))


def see(what: bytes) -> None:
    """Keeps what the indexer saw of the node."""
    with answering():
        client().set(SEEN, what)


def count(name: str) -> None:
    """Counts one more of something that happens to the read model itself."""
    with answering():
        client().incr(f"{PREFIX}count:{name}")


def counted(name: str) -> int:
    """How often it was counted since Redis was last emptied."""
    with answering():
        return int(cast("bytes | None", client().get(f"{PREFIX}count:{name}")) or 0)


@contextmanager
def turn(name: str, *, seconds: int) -> Iterator[Callable[[], None] | None]:
    """The turn at what one process does at a time: a function that renews it, or None while it is another's.

    It lapses `seconds` after it was taken or renewed; renewing it then raises LetGo.
    """
    lock = client().lock(f"{PREFIX}turn:{name}", timeout=seconds, blocking=False)

    def renew() -> None:
        try:
            with answering():
                lock.reacquire()
        except LockError as failure:
            raise LetGo from failure

    with answering():
        mine = lock.acquire()
    try:
        yield renew if mine else None
    finally:
        # A turn that lapsed may be another's by now, and is not ours to give up.
        with suppress(LockError, ReadModelAway):
            if mine:
                with answering():
                    lock.release()


async def messages(*, every: float) -> AsyncIterator[bytes | None]:
    """What is said on the channel, and None whenever nothing was for `every` seconds. One connection each."""
    connection = redis.asyncio.Redis.from_url(settings.CASTOR_READ_MODEL_URL)
    try:
        async with connection.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.subscribe(CHANNEL)
            while True:
                found = await channel.get_message(ignore_subscribe_messages=True, timeout=every)
                yield found["data"] if found is not None else None
    except (redis.ConnectionError, redis.TimeoutError) as failure:
        raise ReadModelAway from failure
    finally:
        await connection.aclose()
