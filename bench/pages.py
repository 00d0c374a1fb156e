"""Pages over a full read model, beside a bare view on the same server: synthetic events, written through the
projections.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import cast

from apps.campaigns.types import CAMPAIGNS
from apps.ledger import abi, registry, store
from apps.ledger.commits import Commit
from apps.ledger.directory import CONTRACTS
from apps.ledger.events import Event, read_event
from apps.ledger.gateway import gateway
from apps.ledger.indexes import changeset
from apps.ledger.members import lengthened
from apps.ledger.names import Names
from apps.ledger.origin import origin
from apps.ledger.packing import Document
from apps.ledger.readmodel import shape_of, shapes
from apps.ledger.write import Write
from apps.securities.types import CERTIFICATES
from apps.vocabulary.types import Address
from bench import load
from bench.figures import Figure, figure
from bench.latency import percentile
from bench.market import Market

BATCH = 2_000
CONNECTIONS = 4
REPEATS = 5
BARE = "/healthz"
LIFE = {"Opened", "Proposed", "Disclosed", "Approved", "Pinned", "UnitsMinted"}
"""The events of a campaign until it is open."""


def measure(market: Market, *, campaigns: int, holdings: int, requests: int) -> Iterator[Figure]:
    """Each page in turns with the bare view: the median of both p95s. Nothing may follow the chain."""
    newest = str(market.campaign)
    own = [
        each for each in _events() if each.name in LIFE and newest in (each.source, *each.arguments.values())
    ]
    _fill(_campaigns(own, newest, campaigns))
    _fill(_holdings(market, holdings))
    ivan = load.sign_in([market.cast.ivan])[0]
    owned = CERTIFICATES.page(where={"owner": market.cast.ivan.door}, limit=1).rows[0]["number"]
    face = market.cast.face
    pages = (
        ("a campaign", "detail", f"/campaigns/{newest}/", 2.5),
        ("a certificate", "detail", f"/securities/classes/{face}/certificates/{owned}/", 2.5),
        ("campaigns", "list", "/campaigns/", 5.0),
        ("portfolio", "list", "/securities/portfolio/", 5.0),
        ("API: campaigns", "list", "/api/v1/campaigns", 5.0),
    )
    size = f"{CAMPAIGNS.count():,} campaigns, {CERTIFICATES.count():,} certificates"
    for name, kind, path, most in pages:
        bare, page = _in_turns(market.servers.port, (BARE, path), ivan, requests)
        yield figure(
            f"p95 of a {kind}: {name} ({size})", page * 1000, "ms",
            against=f"a bare view: {bare * 1000:.1f} ms", baseline=bare * 1000, most=most,
        )  # fmt: skip


def _in_turns(port: int, paths: Sequence[str], session: str, requests: int) -> list[float]:
    found: list[list[float]] = [[] for _ in paths]
    for _ in range(REPEATS):
        for into, path in zip(found, paths, strict=True):
            asked = [load.Asked("GET", path, b"", load.headers(session))] * requests
            answered = load.ask(port, asked, connections=CONNECTIONS)
            if set(answered.statuses) != {200}:
                raise RuntimeError(f"{path}: {set(answered.statuses)}")
            into.append(percentile(sorted(answered.each), 95))
    return [median(each) for each in found]


def _events() -> list[Event]:
    """What the market's contracts said."""
    found = []
    for log in gateway().logs(origin().first_block, "latest"):
        known = CONTRACTS.get(abi.address(log["address"]))
        if known is not None:
            block = gateway().block(int(log["blockNumber"], 16))
            found += [read_event(log, known["name"], block)] if block is not None else []
    return found


def _campaigns(life: Sequence[Event], address: str, number: int) -> Iterator[Event]:
    """The life of one campaign, told of others."""
    at = 10_000_000
    for i in range(number):
        other = abi.checksum((0xCA << 152 | i + 1).to_bytes(20, "big"))
        for event in life:
            at += 1
            arguments = {
                name: other if value == address else value for name, value in event.arguments.items()
            }
            source = other if event.source == address else event.source
            yield replace(event, source=Address(source), arguments=arguments, block=at)


def _holdings(market: Market, number: int) -> Iterator[Event]:
    """So many certificates of the class, each another investor's; the first is Ivan's."""
    head = gateway().head()
    for i in range(number):
        holder = market.cast.ivan.door if i == 0 else abi.checksum(secrets.token_bytes(20))
        arguments = {
            "face": market.cast.face, "to": holder, "id": 1_000_000 + i, "units": 1 + i % 500,
            "ref": "0x" + secrets.token_hex(32), "trustee": market.cast.tan.door,
        }  # fmt: skip
        yield Event(
            "UnitsMinted", "MarketMaster", Address(market.cast.stage.market.master), arguments,
            20_000_000 + i, 0, head.timestamp, head.hash,
        )  # fmt: skip


def _fill(events: Iterator[Event]) -> None:
    """Writes them into the live epoch, through the projections; the head stays where it is."""
    epoch = store.live()
    head = epoch.checkpoint()
    if head is None:
        raise LookupError("nothing is indexed")
    known: dict[tuple[str, str], Document | None] = {}
    # Nobody else writes now: what is there is known, and nothing else need be asked for.
    written = Names()
    for shape in shapes():
        for key in _keys(epoch, shape.kind):
            written.add((shape.kind, key))
    write = Write(epoch, known=known, written=written, overseers=registry.overseers)
    for i, event in enumerate(events, start=1):
        registry.apply(event, write)
        if i % BATCH == 0:
            _commit(epoch, head, write)
            write = Write(epoch, known=known, written=written, overseers=registry.overseers)
    _commit(epoch, head, write)


def _keys(epoch: store.Epoch, kind: str) -> list[str]:
    found = store.client().hkeys(f"{store.PREFIX}{epoch.name}:doc:{kind}")
    return [lengthened(each) for each in cast("list[bytes]", found)]


def _commit(epoch: store.Epoch, head: bytes, write: Write) -> None:
    changes = changeset(
        (shape_of(kind), key, before, after) for (kind, key), (before, after) in write.changes().items()
    )
    epoch.commit(Commit(expected=head, checkpoint=head, changes=changes), live=True)
