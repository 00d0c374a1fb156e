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
    chain.call("evm_revert", snapshot)
    assert int(chain.call("eth_blockNumber"), 16) == before


def test_throwaway_servers_are_gone_after_the_block() -> None:
    with throwaway("valkey") as environment:
        run, port = Path(environment["CASTOR_RUN"]), urlsplit(environment["REDIS_URL"]).port
        assert port
        assert ports.answers(port)
    assert not ports.answers(port)
    assert not run.exists()
