"""Gas of the market's acts, as `contracts/gas.json` holds it, against what peers were measured to use."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bench.figures import Figure, figure
from castor_web.stack.places import ROOT

TREX_TRANSFER = "T-REX 4.1 transfer, one module"
TREX_DVD = "T-REX DvD, initiate and take"
TREX_ONBOARDING = "T-REX onboarding"
TREX_SUITE = "T-REX token suite"
NEUFUND_CLAIM = "Neufund claim"
NEUFUND_REFUND = "Neufund refund"

PEERS = {
    TREX_TRANSFER: 242_897,
    TREX_DVD: 478_033,
    TREX_ONBOARDING: 766_143,
    TREX_SUITE: 3_195_334,
    NEUFUND_CLAIM: 316_650,
    NEUFUND_REFUND: 184_000,
}
"""Whole transactions on anvil (hardfork prague): T-REX by solc 0.8.17, Neufund by 0.4.26, 200 runs each."""

HELD = (
    ("pledge, first, one of 50 in a transaction", TREX_TRANSFER, 0.90),
    ("pledge, later, one of 50 in a transaction", TREX_TRANSFER, 0.45),
    ("book: a fill, one of ten, a part of a certificate", TREX_DVD, 0.30),
    ("book: a fill, one of ten, the certificate itself", TREX_DVD, 0.20),
    ("admit a client", TREX_ONBOARDING, 0.35),
    ("propose a campaign", TREX_SUITE, 0.15),
    ("settle, one of 50 in a transaction", NEUFUND_CLAIM, 0.30),
    ("refund, one of 50 in a transaction", NEUFUND_REFUND, 0.20),
)


def measure() -> Iterator[Figure]:
    """One figure for each act that has a peer."""
    used = json.loads((ROOT / "contracts" / "gas.json").read_text("utf-8"))
    for act, peer, most in HELD:
        yield figure(
            f"gas: {act}",
            int(used[act]),
            "gas",
            against=f"{peer}: {PEERS[peer]:,}",
            baseline=PEERS[peer],
            most=most,
        )
