"""A loopback TCP proxy that loses and delays: between the market and its node, and its database."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from castor_web.stack.ports import LOOPBACK

_CHUNK = 65_536


class Way(StrEnum):
    """What happens to the next message that holds the word."""

    LOSE_ANSWER = "answer lost"
    LOSE_REQUEST = "request lost"
    DELAY = "delayed"


@dataclass(frozen=True, slots=True)
class Trap:
    """Waits for a message that holds `word`; `seconds` is how long one is held back."""

    way: Way
    word: bytes
    seconds: float = 0.0


class Proxy:
    """Listens on `port`, passes on to `target`; both on this machine. Runs in a thread of its own."""

    def __init__(self, port: int, target: int) -> None:
        self.port, self._target = port, target
        self._traps: list[Trap] = []
        self.sprung: Counter[Way] = Counter()
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        """Returns once it listens."""
        self._thread.start()
        self._run(self._listen())

    def stop(self) -> None:
        """Ends every connection."""
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def set(self, trap: Trap) -> None:
        """Sets a trap; the first message that fits springs it."""
        self._traps.append(trap)

    def clear(self) -> int:
        """Takes all traps away; how many had not sprung."""
        left, self._traps = len(self._traps), []
        return left

    def _run(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, self.port)

    async def _end(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            there = await asyncio.open_connection(LOOPBACK, self._target)
        except OSError:
            writer.close()
            return
        answering = asyncio.ensure_future(_pass_on(there[0], writer))
        try:
            await self._ask(reader, there[1], answering)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            answering.cancel()
            for each in (writer, there[1]):
                with contextlib.suppress(OSError, RuntimeError):
                    each.transport.abort() if isinstance(each.transport, asyncio.Transport) else each.close()

    async def _ask(
        self, reader: asyncio.StreamReader, there: asyncio.StreamWriter, answering: asyncio.Future[None]
    ) -> None:
        while message := await reader.read(_CHUNK):
            trap = next((each for each in self._traps if each.word in message), None)
            if trap is not None:
                self._traps.remove(trap)
                self.sprung[trap.way] += 1
                if trap.way is Way.LOSE_REQUEST:
                    return
                if trap.way is Way.DELAY:
                    await asyncio.sleep(trap.seconds)
                if trap.way is Way.LOSE_ANSWER:
                    answering.cancel()
            there.write(message)
            await there.drain()
            if trap is not None and trap.way is Way.LOSE_ANSWER:
                # Long enough for it to be done; the answer is nobody's.
                await asyncio.sleep(trap.seconds)
                return


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while message := await reader.read(_CHUNK):
            writer.write(message)
            await writer.drain()
        writer.close()
