"""anvil and geth say the same in other words: docs/nodes.md has the table, and here it is held."""

from __future__ import annotations

import pytest

from apps.ledger.errors import NodeRefused
from apps.ledger.gateway import MOST_CALLS, gateway
from apps.ledger.signers import KeySigner
from apps.ledger.testing.stage import LANE_KEYS, Stage
from apps.ledger.transactions import bumped, sign
from apps.ledger.types import Answer, Fees

LANE = KeySigner(LANE_KEYS[1])
WORDS = {
    "anvil": {
        "twice": "transaction already imported",
        "underpriced": "",
        "spent": "nonce too low",
        "beyond": "BlockOutOfRangeError",
    },
    "geth": {
        "twice": "already known",
        "underpriced": "replacement transaction underpriced",
        "spent": "nonce too low",
        "beyond": "block range extends beyond current head block",
    },
}
"""What each says; an empty text: it takes it."""


@pytest.fixture
def words(stage: Stage) -> dict[str, str]:
    """This node's."""
    return WORDS[str(stage.node.call("web3_clientVersion")).partition("/")[0].lower()]


def send(stage: Stage, nonce: int, fees: Fees) -> Answer:
    """A self-send with this nonce at this price."""
    chain_id = stage.gateway.chain_id
    raw, _ = sign(LANE, chain_id=chain_id, nonce=nonce, to=LANE.address, data=b"", gas=21_000, fees=fees)
    (answer,) = stage.gateway.send_raw([raw])
    return answer


def test_the_pool_s_words_differ_and_decide_nothing(stage: Stage, words: dict[str, str]) -> None:
    outlook = stage.gateway.outlook(LANE.address)
    # Far above a base fee that fell to a few wei, of which five hundredths are nothing.
    most = max(outlook.fees.most, 10**9)
    fees = Fees(most, most)
    later = outlook.nonce + 1
    assert send(stage, later, fees).hash is not None
    assert words["twice"] in send(stage, later, fees).error
    a_little = Fees(fees.most * 105 // 100, fees.tip * 105 // 100)
    assert words["underpriced"] in send(stage, later, a_little).error
    enough = bumped(a_little, fees, cap=10**12)
    assert enough is not None
    assert send(stage, later, enough).hash is not None
    assert send(stage, outlook.nonce, fees).hash is not None
    stage.node.call("evm_mine")
    assert words["spent"] in send(stage, outlook.nonce, enough).error


def test_what_is_final_follows_the_head_on_both(stage: Stage) -> None:
    stage.node.call("anvil_mine", "0x3")
    final, head = gateway().final(), gateway().head()
    assert final is not None
    assert 0 < head.number - final.number <= 3


def test_a_batch_may_be_longer_than_a_node_takes(stage: Stage) -> None:
    found = stage.gateway.batch([("eth_blockNumber", [])] * (2 * MOST_CALLS + 1))
    assert len(found) == 2 * MOST_CALLS + 1


def test_a_refusal_brings_the_contract_s_own_words(stage: Stage) -> None:
    with pytest.raises(NodeRefused) as refusal:
        stage.gateway.call(stage.market.master, bytes.fromhex("deadbeef"), sender=LANE.address)
    assert refusal.value.code in (3, -32000)
    assert "revert" in refusal.value.message


def test_logs_beyond_the_head_are_refused(stage: Stage, words: dict[str, str]) -> None:
    beyond = stage.gateway.head().number + 1_000
    with pytest.raises(NodeRefused, match=words["beyond"]):
        stage.gateway.logs(beyond, beyond)


def test_ether_comes_from_nowhere_on_both(stage: Stage) -> None:
    poor = KeySigner(b"\x77" * 32).address
    stage.gateway.endow(poor, 10**18)
    stage.node.call("evm_mine")
    assert stage.gateway.balance(poor) >= 10**18
