"""web3 is the yardstick: what it reads from the same node is what we read."""

from __future__ import annotations

import json

from apps.ledger import abi
from apps.ledger.testing.stage import Stage
from apps.ledger.tests.delivery.conftest import Cast


def test_every_event_of_the_kernel_reads_the_same(stage: Stage, cast: Cast) -> None:
    web3 = stage.gateway.web3()
    content = json.loads((abi.FOLDER / "MarketMaster.json").read_text("utf-8"))["abi"]
    kernel = web3.eth.contract(address=web3.to_checksum_address(stage.market.master), abi=content)
    compared = 0
    for name, event in abi.contract("MarketMaster").events.items():
        theirs = kernel.events[name]().get_logs(from_block=stage.market.start_block)
        ours = stage.events(name)
        assert [
            {
                key: "0x" + value.hex() if isinstance(value, bytes) else value
                for key, value in each.args.items()
            }
            for each in theirs
        ] == ours, event.text
        compared += len(ours)
    assert compared > 60


def test_a_call_is_encoded_the_same(stage: Stage) -> None:
    web3 = stage.gateway.web3()
    content = json.loads((abi.FOLDER / "MarketMaster.json").read_text("utf-8"))["abi"]
    kernel = web3.eth.contract(address=web3.to_checksum_address(stage.market.master), abi=content)
    theirs = kernel.encode_abi("roleOf", args=[stage.regulator.door])
    assert theirs == "0x" + abi.function("MarketMaster", "roleOf").encode(stage.regulator.door).hex()
    assert web3.eth.chain_id == stage.gateway.chain_id
