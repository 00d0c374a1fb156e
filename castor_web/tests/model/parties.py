"""Acts and steps straight at the contracts, signed as any wallet would: no outbox, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from eth_hash.auto import keccak

from apps.ledger import abi
from apps.ledger.signers import KeySigner
from apps.ledger.testing.stage import Stage
from apps.vocabulary.types import ZERO_ADDRESS, Address
from castor_web.stack.daemons import wait_until

RELAYER: Final = Address("0x00000000000000000000000000000000000C0FFE")
GAS_CAP: Final = 2_000_000
MINED_WITHIN: Final = 60.0
"""Seconds in which a receipt is there: anvil gives a hash a moment before it mines the transaction."""
_nonces = count(1 << 40)


@dataclass(frozen=True, slots=True)
class Party:
    """A door and the keys that sign for it."""

    door: Address
    keys: Sequence[KeySigner]


@dataclass
class Chain:
    """The market's contracts; each act is a block, a second after the one before."""

    stage: Stage
    now: int = 0
    _relay: abi.ContractAbi = field(default_factory=lambda: abi.contract("Relay"))

    def open(self) -> None:
        """A relayer that holds nothing but ether."""
        self.stage.node.call("anvil_setBalance", RELAYER, hex(10**24))
        self.stage.node.call("anvil_impersonateAccount", RELAYER)
        self.now = self.stage.gateway.head().timestamp

    def act(
        self,
        party: Party,
        target: Address,
        contract: str,
        name: str,
        *words: Any,
        asset: str = ZERO_ADDRESS,
        most: int = 0,
    ) -> bool:
        """Whether the market carried it out; False: it was refused, and changed nothing but its nonce."""
        call = abi.function(contract, name).encode(*words)
        act = {
            "target": target,
            "call": call,
            "asset": asset,
            "most": most,
            "nonce": next(_nonces),
            "deadline": 2**40,
        }
        digest = bytes.fromhex(self.stage.call("Door", "digestOf", act, at=party.door)[2:])
        signed = sorted(
            ((bytes.fromhex(key.address[2:]), key.sign(digest)) for key in party.keys),
            key=lambda each: keccak(each[0]),
        )
        carried = {
            "door": party.door,
            "gasCap": GAS_CAP,
            "act": act,
            "signers": [signer for signer, _ in signed],
            "signatures": [signature for _, signature in signed],
        }
        return self._send(
            self._relay.functions["relay"].encode([carried]), abi.contract("Door").events["Performed"]
        )

    def push(self, target: Address, contract: str, name: str, *words: Any) -> bool:
        """Whether the step was taken."""
        step = {"target": target, "gasCap": GAS_CAP, "call": abi.function(contract, name).encode(*words)}
        return self._send(self._relay.functions["push"].encode([step]), self._relay.events["Pushed"])

    def _send(self, data: bytes, success: abi.Signature) -> bool:
        self.now += 1
        self.stage.node.call("evm_setNextBlockTimestamp", hex(self.now))
        sent = {
            "from": RELAYER,
            "to": self.stage.market.relay,
            "data": "0x" + data.hex(),
            "gas": hex(8_000_000),
        }
        hashed = self.stage.node.call("eth_sendTransaction", sent)
        if not wait_until(lambda: self._receipt(hashed) is not None, within=MINED_WITHIN, every=0.0005):
            raise AssertionError(f"not mined: {self.stage.node.call('txpool_content')}")
        receipt = self._receipt(hashed)
        if receipt["status"] != "0x1":
            raise AssertionError("the relay itself never fails")
        return any(each["topics"][0] == success.topic for each in receipt["logs"])

    def _receipt(self, hashed: str) -> Any:
        return self.stage.node.call("eth_getTransactionReceipt", hashed)
