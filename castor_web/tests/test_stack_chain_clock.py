"""The development chain goes on where it stopped, and its clock never runs back."""

from __future__ import annotations

import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from castor_web.stack.anvil import Anvil
from castor_web.stack.daemons import wait_until
from castor_web.stack.places import Place, room
from castor_web.stack.ports import any_free

WEEK = 7 * 86_400


@pytest.fixture
def market_chain() -> Iterator[Anvil]:
    """A chain as `make demo` runs it: on disk, with blocks of one second."""
    run = Path(tempfile.mkdtemp(prefix="chain-", dir=room()))
    place = Place(run, run / "data")
    place.make()
    anvil = Anvil(place, any_free(), block_time=1)
    anvil.start()
    yield anvil
    anvil.stop()
    shutil.rmtree(run)


def block_number(anvil: Anvil) -> int:
    return int(anvil.call("eth_blockNumber"), 16)


def test_a_warped_chain_goes_on_after_its_last_block(market_chain: Anvil) -> None:
    payer, payee = market_chain.call("eth_accounts")[:2]
    paid = market_chain.call("eth_sendTransaction", {"from": payer, "to": payee, "value": "0x1"})
    assert wait_until(lambda: market_chain.call("eth_getTransactionReceipt", paid) is not None, within=10)
    market_chain.call("evm_increaseTime", WEEK)
    market_chain.call("evm_mine")
    genesis = market_chain.call("eth_getBlockByNumber", "0x0", False)["hash"]
    last, height = market_chain.now(), block_number(market_chain)

    assert market_chain.stop() is True
    market_chain.start()

    assert market_chain.now() > last
    assert market_chain.now() - time.time() > WEEK - 60
    assert market_chain.call("eth_getBlockByNumber", "0x0", False)["hash"] == genesis
    assert market_chain.call("eth_getTransactionReceipt", paid) is not None
    assert wait_until(lambda: block_number(market_chain) > height + 1, within=10), "it mines by itself again"


def test_a_chain_that_was_killed_goes_on_from_what_it_wrote(market_chain: Anvil) -> None:
    market_chain.stop()
    market_chain.start()
    last = market_chain.now()
    state = market_chain.place.run / "anvil" / "state.json"

    assert market_chain.daemon.stop(by=signal.SIGKILL)
    state.write_text(state.read_text()[:100])  # cut off in the middle of writing
    market_chain.start()

    assert market_chain.now() >= last


def test_the_chain_keeps_its_genesis_however_often_it_starts(market_chain: Anvil) -> None:
    genesis = market_chain.call("eth_getBlockByNumber", "0x0", False)["hash"]
    for _ in range(6):
        market_chain.stop()
        market_chain.start()
        assert market_chain.call("eth_getBlockByNumber", "0x0", False)["hash"] == genesis
