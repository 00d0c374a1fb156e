"""The embedded servers: they start empty, answer, and are gone afterwards."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from castor_web.stack import ports
from castor_web.stack.anvil import Anvil
from castor_web.stack.throwaway import throwaway
from castor_web.stack.valkey import Valkey


def test_a_taken_port_gives_way_to_another_and_is_said(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((ports.LOOPBACK, 0))
        other.listen()
        taken = other.getsockname()[1]
        chosen, said = ports.choose(tmp_path / "ports.json", {"portal": taken})
    assert chosen["portal"] != taken
    assert said == [f"port {taken} is taken by another program; portal uses {chosen['portal']}"]


def test_ports_stay_from_start_to_start(tmp_path: Path) -> None:
    first, _ = ports.choose(tmp_path / "ports.json", {"portal": None, "anvil": None})
    second, said = ports.choose(tmp_path / "ports.json", {"portal": None, "anvil": None})
    assert (second, said) == (first, [])


def test_a_running_service_keeps_its_port(tmp_path: Path) -> None:
    with socket.socket() as own:
        own.bind((ports.LOOPBACK, 0))
        own.listen()
        port = own.getsockname()[1]
        (tmp_path / "ports.json").write_text(f'{{"portal": {port}}}')
        chosen, said = ports.choose(tmp_path / "ports.json", {"portal": None}, running=["portal"])
    assert (chosen, said) == ({"portal": port}, [])


BURNS_GAS = "0x5b600056"
"""A contract's birth that runs in a circle (JUMPDEST, PUSH1 0, JUMP) until its gas is spent."""


@pytest.mark.django_db
def test_the_database_is_postgresql_18() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert cursor.fetchone()[0].startswith("18")


def test_valkey_refuses_who_has_no_password(valkey: Valkey) -> None:
    with socket.create_connection((ports.LOOPBACK, valkey.port), timeout=5) as stranger:
        stranger.sendall(b"PING\r\nQUIT\r\n")
        assert b"NOAUTH" in stranger.makefile("rb").read()


def test_the_chain_goes_back_to_where_the_test_found_it(chain: Anvil) -> None:
    before = int(chain.call("eth_blockNumber"), 16)
    snapshot = chain.call("evm_snapshot")
    chain.call("evm_mine")
    chain.take_back(snapshot)
    assert int(chain.call("eth_blockNumber"), 16) == before


def test_no_block_is_lost_when_the_chain_goes_back_while_it_mines(chain: Anvil) -> None:
    """anvil puts a block that it was mining above a hole: seen here in the first round without `still`."""
    sender = chain.call("eth_accounts")[0]
    for _ in range(10):
        snapshot = chain.call("evm_snapshot")
        before = int(chain.call("eth_blockNumber"), 16)
        for _ in range(3):
            chain.call("eth_sendTransaction", {"from": sender, "data": BURNS_GAS, "gas": "0xe00000"})
        chain.take_back(snapshot)
        chain.call("evm_mine")
        assert int(chain.call("eth_blockNumber"), 16) == before + 1
        assert chain.call("eth_getBlockByNumber", hex(before + 1), False)
        assert chain.call("txpool_status")["pending"] == "0x0"


def test_throwaway_servers_are_gone_after_the_block() -> None:
    with throwaway("valkey") as environment:
        run, port = Path(environment["CASTOR_RUN"]), urlsplit(environment["REDIS_URL"]).port
        assert port
        assert ports.answers(port)
    assert not ports.answers(port)
    assert not run.exists()
