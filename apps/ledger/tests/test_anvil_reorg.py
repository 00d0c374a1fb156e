"""The same, against a real node: its blocks vanish, and the read model goes with them."""

from __future__ import annotations

import pytest

from apps.ledger import abi, heads, store
from apps.ledger.gateway import gateway
from apps.ledger.indexer import Indexer
from apps.ledger.origin import Origin
from apps.ledger.rebuild import rebuild
from apps.ledger.tests.paperchain import opened, taken
from apps.ledger.tests.test_indexing import run
from apps.ledger.tests.tills import TILLS
from apps.ledger.types import RawLog
from apps.vocabulary.types import Address
from castor_web.stack.anvil import Anvil

pytestmark = pytest.mark.usefixtures("paper", "valkey")


class Speaker:
    """A contract that emits whatever log it is sent: call data = its topics, then its data.

    One deployed copy is the market's master, others are its tills.
    """

    def __init__(self, node: Anvil, topics: int) -> None:
        self.node = node
        self.sender: str = node.call("eth_accounts")[0]
        words = "".join(f"60{32 * i:02x}35" for i in reversed(range(topics)))
        skip = f"60{32 * topics:02x}"
        # topics …, then size = calldatasize - skip; copy the data to memory 0; LOGn(0, size).
        code = words + skip + "3603" + "80" + skip + "6000" + "37" + "6000" + f"{0xA0 + topics:02x}" + "00"
        init = f"60{len(code) // 2:02x}80600b6000396000f3" + code
        receipt = self._mined({"data": "0x" + init})
        self.address: Address = abi.address(receipt["contractAddress"])

    def say(self, log: RawLog) -> None:
        """Emits the log, in a block of its own."""
        data = "".join(topic[2:] for topic in log["topics"]) + log["data"][2:]
        self._mined({"to": self.address, "data": "0x" + data})

    def _mined(self, transaction: dict[str, str]) -> dict[str, str]:
        sent = self.node.call("eth_sendTransaction", {"from": self.sender, "gas": "0x100000", **transaction})
        self.node.call("evm_mine")
        receipt: dict[str, str] = self.node.call("eth_getTransactionReceipt", sent)
        return receipt


class Market:
    """A master and one till on a node, and the indexer that follows them."""

    def __init__(self, node: Anvil) -> None:
        node.call("evm_setAutomine", False)
        self.gateway = gateway()
        first = self.gateway.head().number + 1
        self.master, self.till = Speaker(node, topics=4), Speaker(node, topics=1)
        self.origin = Origin(self.gateway.genesis_hash, first, {self.master.address: "MarketMaster"})
        epoch = store.new_epoch(self.gateway.chain_id)
        store.switch(to=epoch, instead_of=store.live())
        self._indexer = Indexer(self.gateway, epoch, self.origin, live=True)
        self.master.say(opened(self.till.address))

    def held(self) -> int:
        """What the till holds in the read model, once that has come to the node's newest block."""
        run(self._indexer)
        stands = heads.head()
        assert stands is not None
        assert stands.hash == self.gateway.head().hash
        document = TILLS.get(self.till.address)
        assert document is not None
        return int(document["held"])


def test_a_reorganised_node_is_followed_and_a_rebuild_agrees(chain: Anvil) -> None:
    market = Market(chain)
    market.till.say(taken(1, 500))
    market.till.say(taken(1, 70, "cash"))
    assert market.held() == 570
    chain.call("anvil_reorg", 2, [])
    assert market.held() == 0
    market.till.say(taken(1, 8))
    assert market.held() == 8
    assert rebuild(market.gateway, market.origin, compare=True).same is True


def test_a_node_that_was_set_back_is_followed_down(chain: Anvil) -> None:
    market = Market(chain)
    assert market.held() == 0
    snapshot = chain.call("evm_snapshot")
    market.till.say(taken(1, 500))
    assert market.held() == 500
    chain.call("evm_revert", snapshot)
    assert market.held() == 0
