"""A whole market is stopped and started: its time goes on, its data is there, its indexer follows the same
chain, and a port that somebody took meanwhile is given way.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from castor_web.stack import checks, demo, install, ports
from castor_web.stack.anvil import Anvil
from castor_web.stack.daemons import wait_until
from castor_web.stack.places import ROOT, Place, demo_place, room

pytestmark = pytest.mark.slow

WEEK = 7 * 86_400
KNOWN = """
import json
from apps.ledger import heads, models
from apps.ledger.readmodel import collection_of
head, found = heads.head(), collection_of("participant")
print(json.dumps({
    "number": head and head.number, "hash": head and head.hash,
    "genesis": models.Market.objects.get().genesis_hash,
    "doors": sorted(each["door"] for each in found.walk()),
}))
"""


@dataclass(frozen=True)
class Market:
    """What `make demo` keeps in its folders."""

    place: Place

    @property
    def port(self) -> dict[str, int]:
        kept: dict[str, int] = json.loads((self.place.run / "ports.json").read_text())
        return kept

    @property
    def chain(self) -> Anvil:
        return Anvil(self.place, self.port["chain"])

    def known(self) -> dict[str, Any]:
        """What database and read model hold."""
        command = [str(install.PYTHON), str(ROOT / "manage.py"), "shell", "--verbosity", "0", "-c", KNOWN]
        environment = {**os.environ, **demo.kept_environment()}
        environment["DJANGO_SETTINGS_MODULE"] = "castor_web.settings.demo"
        told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        found: dict[str, Any] = json.loads(told.stdout)
        return found

    def block(self, number: int) -> dict[str, Any]:
        """A block of the chain, as it answers now."""
        found: dict[str, Any] = self.chain.call("eth_getBlockByNumber", hex(number), False)
        return found


@pytest.fixture
def market(monkeypatch: pytest.MonkeyPatch) -> Iterator[Market]:
    """The folders of a market of its own, born and not played; what is installed already is left alone."""
    for name in os.environ:
        if name.startswith(("CASTOR_", "DJANGO_", "DATABASE_URL", "REDIS_URL")) and "CHROMIUM" not in name:
            monkeypatch.delenv(name)
    run = Path(tempfile.mkdtemp(prefix="whole-", dir=room()))
    monkeypatch.setenv("CASTOR_RUN", str(run))
    for module, name in ((install, "node_packages"), (checks, "compile_contracts"), (checks, "build_assets")):
        monkeypatch.setattr(module, name, lambda: None)
    monkeypatch.setattr(install, "python_packages", lambda *, development: None)
    (run / "played.done").write_text("played")
    yield Market(demo_place())
    demo.clean()
    shutil.rmtree(run, ignore_errors=True)


def test_a_warped_market_goes_on_where_it_stopped(
    market: Market, built_assets: None, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.demo()
    market.chain.call("evm_increaseTime", WEEK)
    market.chain.call("evm_mine")
    warped, height = market.chain.now(), int(market.chain.call("eth_blockNumber"), 16)
    assert wait_until(lambda: market.known()["number"] >= height, within=20)
    before = market.known()
    assert before["doors"], "the regulator's"

    demo.stop()
    assert [name for name, port in market.port.items() if ports.answers(port)] == []
    with socket.socket() as other:
        taken = market.port["portal"]
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((ports.LOOPBACK, taken))
        other.listen()
        capsys.readouterr()
        demo.demo()
    said = capsys.readouterr().out
    assert f"port {taken} is taken by another program; portal uses {market.port['portal']}" in said
    assert f"http://localhost:{market.port['portal']}" in said

    assert market.chain.now() >= warped
    assert market.chain.now() - time.time() > WEEK - 60
    assert market.block(0)["hash"] == before["genesis"]
    assert market.block(before["number"])["hash"] == before["hash"], "where the indexer had come to"
    assert wait_until(lambda: market.known()["number"] > before["number"] + 2, within=20), "it goes on"
    after = market.known()
    assert market.block(after["number"])["hash"] == after["hash"]
    assert (after["genesis"], after["doors"]) == (before["genesis"], before["doors"])
    assert "took back" not in (market.place.logs / "indexer.log").read_text(), "on the same chain throughout"
