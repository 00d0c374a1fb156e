"""The development chain's clock goes forward only, and no other chain's is touched."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from castor_web.demo.chain import DevelopmentChain, NoWarp
from castor_web.management.commands.timewarp import seconds_at, seconds_in
from castor_web.stack.anvil import Anvil
from castor_web.stack.daemons import wait_until


@pytest.mark.parametrize(
    ("words", "seconds"), [("7d", 604_800), ("1d12h", 129_600), ("90m", 5400), ("30s", 30), ("2w", 1_209_600)]
)
def test_lengths_of_time(words: str, seconds: int) -> None:
    assert seconds_in(words) == seconds


@pytest.mark.parametrize("words", ["7", "d", "7 d", "-1d", "1y", ""])
def test_what_is_no_length_of_time_is_said(words: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        seconds_in(words)


def test_times_are_kuala_lumpur_s_unless_they_name_a_zone() -> None:
    assert seconds_at("2026-12-31T09:00") == seconds_at("2026-12-31T01:00+00:00") == 1_798_678_800
    with pytest.raises(ValueError, match="no ISO time"):
        seconds_at("tomorrow")


def test_the_clock_goes_forward_by_one_block_and_goes_on_from_there(chain: Anvil) -> None:
    development = DevelopmentChain(chain.url)
    before, block = development.now(), int(chain.call("eth_blockNumber"), 16)
    assert development.warp(before + 604_800) == before + 604_800
    assert int(chain.call("eth_blockNumber"), 16) == block + 1
    chain.call("evm_mine")
    assert before + 604_800 <= development.now() < before + 604_900


def test_the_clock_never_goes_back(chain: Anvil) -> None:
    development = DevelopmentChain(chain.url)
    with pytest.raises(NoWarp, match="never goes back"):
        development.warp(development.now() - 1)


def test_what_waits_is_mined_and_made_final_while_the_demo_hurries(chain: Anvil) -> None:
    chain.call("evm_setAutomine", False)
    payer, payee = chain.call("eth_accounts")[:2]
    with DevelopmentChain(chain.url).hurried():
        sent = chain.call("eth_sendTransaction", {"from": payer, "to": payee, "value": "0x1"})
        assert wait_until(lambda: chain.call("eth_getTransactionReceipt", sent), within=20)
    mined = chain.call("eth_getTransactionReceipt", sent)
    assert int(chain.call("eth_blockNumber"), 16) >= int(mined["blockNumber"], 16) + 2


def test_the_command_says_what_was_wrong(settings: Settings, chain: Anvil) -> None:
    settings.CASTOR_CHAIN_URL = chain.url
    for arguments in ([], ["1d", "--to", "2026-12-31T09:00"]):
        with pytest.raises(CommandError, match="either by how much"):
            call_command("timewarp", *arguments)
    with pytest.raises(CommandError, match="never goes back"):
        call_command("timewarp", "--to", "2020-01-01T00:00")


def test_another_chain_s_clock_is_left_alone(chain: Anvil, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("castor_web.demo.chain.DEVELOPMENT_CHAIN", 1)
    development = DevelopmentChain(chain.url)
    assert not development.warps
    with pytest.raises(NoWarp, match="Only a development chain"):
        development.warp(development.now() + 60)
