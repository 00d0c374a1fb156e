"""Pledges a second, from the API to the projection, beside the same pledges signed beforehand and handed raw
to the same node.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from apps.campaigns.types import CAMPAIGNS
from apps.ledger import services
from apps.ledger.deployment import LANE_WEI
from apps.ledger.gateway import Gateway, gateway
from apps.ledger.readmodel import head
from apps.ledger.relay import relay_call
from apps.ledger.signers import KeySigner
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Client
from apps.ledger.transactions import sign
from bench import load
from bench.market import FEES, PRICE, Market
from bench.rawhttp import RawConnection
from castor_web.stack import processes

PATIENCE_SECONDS = 300
GLANCE_SECONDS = 0.005
SENDERS = 50
CONNECTIONS = 8
BULK = 100


@dataclass
class Pledgers:
    """Investors with a session each, who pledge in turn."""

    market: Market
    clients: list[Client]
    sessions: list[str]
    turn: int = 0

    def next(self, number: int) -> list[tuple[Client, str]]:
        """So many of them, the next in turn."""
        size = len(self.clients)
        found = [
            (self.clients[i % size], self.sessions[i % size]) for i in range(self.turn, self.turn + number)
        ]
        self.turn = (self.turn + number) % size
        return found


def through_the_api(pledgers: Pledgers, number: int) -> float:
    """Pledges a second, each a request of its own."""
    requests = [
        load.post("/api/v1/acts", signed, session)
        for (client, session) in pledgers.next(number)
        for signed in [signed_pledge(pledgers.market, client)]
    ]
    return _timed(pledgers.market, requests, number)


def through_the_bulk_endpoint(market: Market, clients: Sequence[Client], session: str) -> float:
    """Pledges a second, a hundred of many investors a request, sent by the operator who collected them."""
    signed = [signed_pledge(market, client) for client in clients]
    requests = [
        load.post("/api/v1/acts/bulk", {"acts": signed[i : i + BULK]}, session)
        for i in range(0, len(signed), BULK)
    ]
    return _timed(market, requests, len(signed), connections=2)


def raw(market: Market, clients: Sequence[Client]) -> float:
    """Pledges a second, one a transaction, over one keep-alive connection, then mined."""
    senders = [KeySigner(secrets.token_bytes(32)) for _ in range(SENDERS)]
    for each in senders:
        gateway().request("anvil_setBalance", each.address, hex(LANE_WEI))
    bodies = []
    for i, client in enumerate(clients):
        act = market.client_act(client, "Pledge", market.campaign, most=PRICE, units=1, least=1)
        signed, _ = sign(
            senders[i % SENDERS],
            chain_id=gateway().chain_id,
            nonce=i // SENDERS,
            to=market.cast.stage.market.relay,
            data=relay_call([act]),
            gas=act.gas_cap + 100_000,
            fees=FEES,
        )
        call = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "eth_sendRawTransaction",
            "params": ["0x" + signed.hex()],
        }
        bodies.append(json.dumps(call).encode())
    with by_hand():
        connection = RawConnection("127.0.0.1", market.servers.anvil.port)
        began = time.perf_counter()
        for body in bodies:
            answer = connection.post(body)
            if b'"error"' in answer:
                raise RuntimeError(answer.decode())
        market.mine()
        spent = time.perf_counter() - began
        connection.close()
    _projected()
    return len(clients) / spent


@contextmanager
def by_hand() -> Iterator[None]:
    """Nothing is mined by itself."""
    gateway().request("evm_setAutomine", False)
    try:
        yield
    finally:
        gateway().request("evm_setAutomine", True)


@contextmanager
def on_demand(url: str) -> Iterator[None]:
    """Whatever waits is mined within some ten milliseconds, as one block."""
    node, over = Gateway(url), threading.Event()

    def mine() -> None:
        while not over.wait(0.01):
            if int(node.request("txpool_status")["pending"], 16):
                node.request("evm_mine")

    with by_hand():
        miner = threading.Thread(target=mine)
        miner.start()
        try:
            yield
        finally:
            over.set()
            miner.join()


def units_pledged(market: Market) -> int:
    """What the read model shows."""
    found = CAMPAIGNS.get(market.campaign)
    return int(found["units_pledged"]) if found else 0


def follow(market: Market) -> None:
    """Brings the read model to the chain's end: by the indexer where it runs, else here."""
    if processes.daemon("indexer", market.servers.place).pid() is None:
        catch_up()
    _projected()


def signed_pledge(market: Market, client: Client) -> dict[str, str]:
    """A pledge that was prepared by the portal and signed by its investor, as it is posted."""
    prepared = services.prepare(
        actor=client.viewer,
        door=client.door,
        act="Pledge",
        target=market.campaign,
        arguments={"units": 1, "least": 1},
        asset=market.cast.money,
        most=PRICE,
    )
    signature = client.key.sign(bytes.fromhex(prepared.digest[2:]))
    return {
        "id": str(prepared.id),
        "signer": client.key.address.lower(),
        "signature": "0x" + signature.hex(),
        "key": secrets.token_hex(8),
    }


def _timed(
    market: Market, requests: Sequence[load.Asked], number: int, *, connections: int = CONNECTIONS
) -> float:
    before = units_pledged(market)
    with on_demand(market.servers.anvil.url):
        began = time.perf_counter()
        answered = load.ask(market.servers.port, requests, connections=connections)
        if answered.refused():
            raise RuntimeError(answered.refused()[0].decode())
        _until(lambda: units_pledged(market) >= before + number)
        return number / (time.perf_counter() - began)


def _projected() -> None:
    """Waits until the read model is where the chain is."""

    def there() -> bool:
        stands = head()
        return stands is not None and stands.number >= gateway().head().number

    _until(there)


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > until:
            raise TimeoutError("the read model did not follow")
        time.sleep(GLANCE_SECONDS)
