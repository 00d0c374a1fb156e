"""What a relayed transaction costs the client in processor time, in signatures of coincurve."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median

from apps.ledger.gateway import gateway
from apps.ledger.relay import relay_call
from apps.ledger.signers import KeySigner
from apps.ledger.transactions import sign
from bench.figures import Figure, figure
from bench.market import FEES, PRICE, Market
from bench.throughput import by_hand

REPEATS = 7
SIGNATURES = 300


def measure(market: Market, number: int) -> Iterator[Figure]:
    """Encoded, signed and sent one by one, a pledge each; the signatures measured in turns with it."""
    acts = [
        market.client_act(each, "Pledge", market.campaign, most=PRICE, units=1, least=1)
        for each in market.crowd[:number]
    ]
    signer = KeySigner(b"\x77" * 32)
    chain, relay = gateway().chain_id, market.cast.stage.market.relay

    def relayed() -> list[bytes]:
        return [
            sign(signer, chain_id=chain, nonce=i, to=relay, data=relay_call([act]), gas=900_000, fees=FEES)[0]
            for i, act in enumerate(acts)
        ]

    raws = relayed()
    alone, made, sent = [], [], []
    with by_hand():
        for _ in range(REPEATS):
            alone.append(_cpu(lambda: [signer.sign(bytes(32)) for _ in range(SIGNATURES)]) / SIGNATURES)
            made.append(_cpu(relayed) / len(acts))
            # The sender has no ether: the node recovers it and refuses; the client's part is the same.
            sent.append(_cpu(lambda: gateway().send_raw(raws)) / len(acts))
    signature = median(alone)
    yield figure("coincurve: one signature", signature * 1e6, "µs")
    yield figure(
        "client CPU per relayed transaction: encode and sign", median(made) * 1e6, "µs",
        against="one coincurve signature", baseline=signature * 1e6,
    )  # fmt: skip
    whole = median(made) + median(sent)
    yield figure(
        "client CPU per relayed transaction: encode, sign, send", whole * 1e6, "µs",
        against="one coincurve signature", baseline=signature * 1e6, most=4,
    )  # fmt: skip


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
