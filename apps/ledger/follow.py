"""The indexer's loop: follow the live epoch, tell the outbox, start over where there is nothing to follow."""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error as DatabaseAway
from django.db import connection

from apps.ledger import heads, outcomes, rebuild, registry, store
from apps.ledger.directory import CONTRACTS
from apps.ledger.doorbell import Listener
from apps.ledger.errors import ForeignChain, NodeAway, NodeRefused
from apps.ledger.gateway import Gateway
from apps.ledger.indexer import Indexer, Step, TooDeep
from apps.ledger.origin import Origin
from apps.ledger.outcomes import Settlement
from apps.ledger.store import Epoch, LetGo, Overtaken, ReadModelAway

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
GLANCE_SECONDS = 0.01
LIVELY_SECONDS = 0.1
"""How often the chain is looked at, and for how long, once a lane has said that it sent something."""
AWAY_SECONDS = 1.0
TELL_SECONDS = 0.5
"""How long the outbox is told of what ended before the next blocks are looked at."""
AGAIN_WARNED = 40
"""After so many steps in a row that came to nothing (some ten seconds) a line says so."""


class Follower:
    """Keeps the live epoch at the chain's head, `turn` by turn. Any number of them may run."""

    def __init__(self, gateway: Gateway, origin: Origin, settlement: Settlement) -> None:
        self._gateway = gateway
        self._origin = origin
        self._settlement = settlement
        self._indexer: Indexer | None = None
        self._looked = False

    def turn(self) -> Step:
        """One step, and what follows from it.

        Raises NodeAway and ReadModelAway (nothing was lost, try again), ForeignChain and UnknownEvent (stop).
        """
        indexer = self._following()
        if indexer is None:
            return Step.IDLE
        try:
            step = indexer.step()
        except TooDeep as lost:
            return self._start_over(lost)
        except LetGo:
            # Redis was emptied, or this epoch's time is over: look again which one is live.
            self._indexer = None
            return Step.AGAIN
        heads.saw(indexer.chain_head)
        # As long as there is more to tell, this is no time to rest.
        return Step.ADVANCED if self._tell(indexer.epoch) and step is Step.IDLE else step

    def _following(self) -> Indexer | None:
        epoch = store.present()
        if self._indexer is None or self._indexer.epoch.name != epoch.name:
            self._check_chain()
            epoch = self._current(self._ours(epoch) if epoch.readable else epoch)
            # Another version's is not for this one to fill: it will be ended soon.
            self._indexer = Indexer(self._gateway, epoch, self._origin, live=True) if epoch.readable else None
        return self._indexer

    def _current(self, epoch: Epoch) -> Epoch:
        """The epoch, unless another version of the portal filled it: then one that this version fills.

        Looked at once, when this process starts: two versions side by side must not take turns at it.
        """
        if self._looked:
            return epoch
        self._looked = True
        if epoch.readable and epoch.made_by() in ("", registry.fingerprint()):
            return epoch
        log.warning("%s was filled by other projections than these: rebuilding", epoch)
        try:
            return rebuild.rebuild(self._gateway, self._origin).epoch
        except Overtaken:
            log.info("another process is rebuilding")
            found = store.present()
            # As long as there is nothing to read, whoever rebuilds may still give up.
            self._looked = found.readable
            return found

    def _ours(self, epoch: Epoch) -> Epoch:
        """The live epoch; a fresh one where there is none, or where it is of another market."""
        if epoch.name.startswith(f"{self._gateway.chain_id}:"):
            known = epoch.documents(CONTRACTS.kind, list(self._origin.contracts))
            # Without a checkpoint it was made a moment ago, and is still to begin.
            if None not in known or epoch.checkpoint() is None:
                return epoch
        fresh = store.new_epoch(self._gateway.chain_id)
        try:
            store.switch(to=fresh, instead_of=epoch)
        except Overtaken:
            return store.present()
        epoch.expire()
        log.warning(
            "no epoch of this market was live: filling %s from block %s", fresh, self._origin.first_block
        )
        return fresh

    def _start_over(self, lost: TooDeep) -> Step:
        self._check_chain()
        stands = heads.head()
        if stands is not None and self._gateway.head().number < stands.number:
            # A node that has yet to fetch most of its chain must not empty the read model.
            log.critical("%s: the node has fewer blocks than the read model; waiting for it", lost)
            return Step.IDLE
        log.critical("%s, and cannot be taken back: rebuilding", lost)
        try:
            rebuild.rebuild(self._gateway, self._origin, reopen=True)
        except Overtaken:
            log.info("another process is rebuilding")
            return Step.IDLE
        return Step.TAKEN_BACK

    def _check_chain(self) -> None:
        if self._gateway.genesis_hash != self._origin.genesis:
            raise ForeignChain

    def _tell(self, epoch: Epoch) -> bool:
        """Whether something was told, and not all. After a flush there is much to tell again, and the read
        model goes on meanwhile.
        """
        # PostgreSQL may be away while the read model goes on; what is not told now is told later.
        try:
            told = outcomes.tell(epoch, self._settlement, within=TELL_SECONDS)
            return told > 0 and epoch.outcome() is not None
        except DatabaseAway:
            log.exception("the outbox could not be told what became of acts")
            # The next attempt gets a new connection, if this one broke.
            connection.close()
            return False


def follow(follower: Follower, stop: threading.Event) -> None:
    """Turns until `stop` is set, resting when there is nothing to do or nobody answers."""
    away, again, pause = False, 0, Pause()
    while not stop.is_set():
        try:
            step = follower.turn()
        except (NodeAway, NodeRefused, ReadModelAway) as failure:
            if not away:
                log.warning("waiting, and trying again: %s", failure)
            away = True
            stop.wait(AWAY_SECONDS)
            continue
        away, again = False, again + 1 if step is Step.AGAIN else 0
        if again == AGAIN_WARNED:
            log.warning("the node's blocks and logs do not fit together; asking again and again")
        if step in (Step.IDLE, Step.AGAIN):
            pause.take(stop)


class Pause:
    """How long the indexer rests: a quarter of a second, or only a moment where something was just sent."""

    def __init__(self) -> None:
        self._listener = Listener()
        self._lively_until = 0.0

    def take(self, stop: threading.Event) -> None:
        """Returns when it is time to look again, or soon after `stop` is set."""
        if time.monotonic() < self._lively_until:
            stop.wait(GLANCE_SECONDS)
            return
        try:
            if self._listener.heard(within=POLL_SECONDS):
                self._lively_until = time.monotonic() + LIVELY_SECONDS
        except ReadModelAway:
            stop.wait(POLL_SECONDS)
