"""What the people of a run want: withdrawals, signed by investors and posted to the API, and mints by staff.

An intent counts from its first request on. What becomes of that request (no answer, 503) only makes its
client ask again with the same key, as anybody's program should.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar
from uuid import UUID

import requests
from django.db import DatabaseError, InterfaceError, connection

from apps.ledger import services
from apps.ledger.clock import chain_now
from apps.ledger.errors import OutOfTurn
from apps.ledger.types import Prepared
from apps.vocabulary.errors import Unavailable
from castor_web.faults.people import Investor, People, token

Made = TypeVar("Made")

POSTERS = 12
PATIENCE_SECONDS = 180
MINT_SHARE, DOOMED_SHARE, HASTY_SHARE = 0.03, 0.03, 0.02
"""Parts of the intents: mints; those of the poor investor; those whose deadline comes soon."""
HASTY_SECONDS = 6
AGAIN_SECONDS = 0.25
PACE_SECONDS = 0.1


@dataclass
class Intent:
    """One wish. `act` is its row; `declined` why the portal refused it at once, if it did."""

    number: int
    kind: str
    sen: int
    who: int
    act: UUID | None = None
    accepted: bool = False
    declined: str = ""


@dataclass
class Book:
    """All intents of a run, and what the portal answered."""

    intents: list[Intent] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    lost_answers: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, intent: Intent) -> None:
        """From now on it must come to an end."""
        with self._lock:
            self.intents.append(intent)

    def heard(self, status: int | None) -> None:
        """An answer's status; None where none came."""
        with self._lock:
            if status is None:
                self.lost_answers += 1
            else:
                self.answers[status] += 1


class Crowd:
    """Posts `wanted` intents from several threads, as far as `progress` says (from 0 to 1)."""

    def __init__(
        self, people: People, origin: str, *, seed: int, wanted: int, progress: Callable[[], float]
    ) -> None:
        self.book = Book()
        self._people, self._origin = people, origin
        self._seed, self._wanted, self._progress = seed, wanted, progress
        self._numbers: Iterator[int] = count()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Posts no more of them."""
        self._over.set()

    def lags(self, progress: float) -> bool:
        """Whether fewer intents were begun than there should be by now."""
        return len(self.book.intents) + POSTERS < self._wanted * progress

    def join(self, within: float) -> bool:
        """Waits for the last one; says whether it came."""
        self._thread.join(within)
        return not self._thread.is_alive()

    def _run(self) -> None:
        with ThreadPoolExecutor(POSTERS) as pool:
            for each in [pool.submit(self._post_all) for _ in range(POSTERS)]:
                each.result()

    def _post_all(self) -> None:
        session = requests.Session()
        try:
            for number in self._numbers:
                if number >= self._wanted or self._over.is_set():
                    return
                while number > self._wanted * self._progress() + POSTERS:
                    if self._over.wait(PACE_SECONDS):
                        return
                chance = random.Random(f"{self._seed} {number}")  # noqa: S311 - nothing secret
                if chance.random() < MINT_SHARE:
                    self._mint(number, chance)
                else:
                    self._withdraw(number, chance, session)
        finally:
            connection.close()

    # -- withdrawals --------------------------------------------------------------------------------------

    def _withdraw(self, number: int, chance: random.Random, session: requests.Session) -> None:
        who = 0 if chance.random() < DOOMED_SHARE else chance.randrange(1, len(self._people.investors))
        intent = Intent(number, "withdrawal", chance.randrange(1, 9), who)
        hasty = chance.random() < HASTY_SHARE
        investor = self._people.investors[who]
        prepared = _until_done(lambda: self._prepare(investor, intent.sen, hasty=hasty))
        intent.act = prepared.id
        self.book.add(intent)
        signature = investor.client.key.sign(bytes.fromhex(prepared.digest[2:]))
        body = {
            "id": str(prepared.id),
            "signer": investor.client.key.address.lower(),
            "signature": "0x" + signature.hex(),
            "key": f"{self._seed}-{number}",
        }
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and not self._posted(intent, investor, body, session):
            time.sleep(AGAIN_SECONDS)

    def _prepare(self, investor: Investor, sen: int, *, hasty: bool) -> Prepared:
        door, money = investor.client.door, self._people.money
        return services.prepare(
            actor=investor.client.viewer,
            door=door,
            act="RequestWithdrawal",
            target=door,
            arguments={"token": money, "amount": sen},
            asset=money,
            most=sen,
            deadline=chain_now() + HASTY_SECONDS if hasty else None,
        )

    def _posted(
        self, intent: Intent, investor: Investor, body: dict[str, str], session: requests.Session
    ) -> bool:
        """Whether the portal has answered for good."""
        forgery = token()
        try:
            answer = session.post(
                f"{self._origin}/api/v1/acts",
                json=body,
                headers={"X-CSRFToken": forgery},
                cookies={"sessionid": investor.session, "csrftoken": forgery},
                timeout=20,
            )
        except requests.RequestException:
            self.book.heard(None)
            return False
        self.book.heard(answer.status_code)
        if answer.status_code == 202:
            intent.accepted = True
        elif answer.status_code == 409:
            intent.declined = str(answer.json().get("code", answer.status_code))
        return answer.status_code in (202, 409)

    # -- mints --------------------------------------------------------------------------------------------

    def _mint(self, number: int, chance: random.Random) -> None:
        intent = Intent(
            number, "mint", chance.randrange(1, 500), chance.randrange(1, len(self._people.investors))
        )
        tan, to = self._people.tan, self._people.investors[intent.who].client.door
        ref = f"{self._seed} {number}".encode().ljust(32, b"\0")
        self.book.add(intent)

        def proposed() -> UUID:
            return services.propose(
                actor=tan.maker,
                door=tan.door,
                act="Mint",
                target=tan.door,
                arguments={"to": to, "amount": intent.sen, "ref": ref, "creditedAt": credited},
                key=f"mint-{self._seed}-{number}",
            ).id

        credited = _until_done(chain_now) - 60
        intent.act = _until_done(proposed)

        def approved() -> bool:
            try:
                services.approve(actor=tan.checker, act=intent.act or UUID(int=0))
            except OutOfTurn:
                # The first answer was lost: it is approved.
                return True
            return True

        intent.accepted = _until_done(approved)


def _until_done(do: Callable[[], Made]) -> Made:
    """Does what may be done twice until nothing was away meanwhile. Raises what is no absence."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return do()
        except (DatabaseError, InterfaceError):
            connection.close()
        except Unavailable:
            pass
        if time.monotonic() > until:
            raise TimeoutError(f"{do} was not done within {PATIENCE_SECONDS} s")
        time.sleep(AGAIN_SECONDS)
