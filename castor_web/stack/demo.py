"""`make demo`, `stop` and `clean`: this checkout's own market, from nothing to a portal that stays up."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from castor_web.stack import chains, checks, install, ports, processes
from castor_web.stack.daemons import run_quietly
from castor_web.stack.errors import StackError
from castor_web.stack.places import ROOT, Place, demo_place
from castor_web.stack.postgres import Postgres
from castor_web.stack.progress import Progress
from castor_web.stack.secretfiles import kept_secret, make_secrets
from castor_web.stack.valkey import Valkey

_PORTAL = 8000
_SERVERS = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL", "chain": "CASTOR_CHAIN_URL"}
_ENVIRONMENT = "environment.json"
_STEPS = 11
MARKETS = ("crowdfunding", "sukuk")
_PLAYED = {"crowdfunding": "played", "sukuk": "sukuk"}


def demo() -> None:
    """Bring the market up, play it once, leave it running. Raises `StackError` with what to do.

    Which market `MARKET` says: crowdfunding, or (`make demo MARKET=sukuk`) a sukuk's.
    """
    market = os.environ.get("MARKET", MARKETS[0])
    if market not in MARKETS:
        raise StackError(f"MARKET is {market}; the markets that can be played are {' and '.join(MARKETS)}")
    progress = Progress(_STEPS)
    with progress.step("Python packages"):
        install.python_packages(development=False)
    with progress.step("Node packages"):
        install.node_packages()
    with progress.step("Contracts"):
        checks.compile_contracts()
    with progress.step("Scripts and styles"):
        checks.build_assets()
    place = demo_place()
    place.make()
    chains.keep_kind(place)
    chosen, said = _choose_ports(place)
    for sentence in said:
        print(f"   {sentence}")
    environment = _environment(place, chosen)
    for name, server in _servers(place, chosen).items():
        with progress.step({"postgres": "PostgreSQL", "valkey": "Valkey", "chain": "Chain"}[name]):
            if _is_ours(name):
                server.start()
    _keep(place, environment)
    with progress.step("Database tables"):
        _once(place, "tables", _tables(environment), lambda: manage(environment, "migrate", "--no-input"))
    with progress.step("Market on the chain"):
        _once(place, "market", "created", lambda: manage(environment, "create_market"))
    with progress.step("Web, worker, beat, indexer"):
        _once(place, "code", processes.code_version(), lambda: processes.stop(place))
        processes.start(place, environment, chosen["portal"])
    with progress.step("Everything ready"):
        _await_ready(place, chosen["portal"])
    _once(place, "played", _PLAYED[market], lambda: play(environment, market))
    _farewell(place, environment, progress)


def stop() -> None:
    """End exactly what `demo` started; data stays."""
    place = demo_place()
    ended = processes.stop(place)
    for server in _servers(place, _kept_ports(place)).values():
        if server.stop():
            ended.append(server.daemon.name)
    print(f"stopped: {', '.join(ended)}" if ended else "nothing was running")


def clean() -> None:
    """End it and forget it: chain, database, read model, secrets, logs."""
    stop()
    demo_place().forget()
    print("the market is forgotten; `make demo` begins another")


def kept_environment() -> dict[str, str]:
    """The variables of this checkout's market, for `manage.py` beside it; empty before its first start."""
    file = demo_place().run / _ENVIRONMENT
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return kept


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a Django command quietly; raises `StackError` with the end of its output when it fails."""
    command: list[str | Path] = [install.PYTHON, ROOT / "manage.py", *arguments]
    run_quietly(command, f"`manage.py {arguments[0]}` failed", env=environment)


def play(environment: dict[str, str], market: str) -> None:
    """Play a small market, its own progress on the terminal; raises `StackError` when a figure is wrong."""
    command = [str(install.PYTHON), str(ROOT / "manage.py"), "play_demo", "--market", market]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise StackError(
            "the demo market was not played to its end; `make clean` and `make demo` begin again"
        )


def _servers(place: Place, chosen: dict[str, int]) -> dict[str, Postgres | Valkey | chains.Chain]:
    password = kept_secret(place.secrets / "servers") if place.secrets.exists() else ""
    return {
        "postgres": Postgres(place, chosen["postgres"], password),
        "valkey": Valkey(place, chosen["valkey"], password),
        "chain": chains.lasting(place, chosen["chain"]),
    }


def _is_ours(name: str) -> bool:
    """Whether the server is ours to start: its address was not given."""
    return _SERVERS[name] not in os.environ


def _environment(place: Place, chosen: dict[str, int]) -> dict[str, str]:
    servers = _servers(place, chosen)
    own = {_SERVERS[name]: server.url for name, server in servers.items() if _is_ours(name)}
    market = {
        "DJANGO_SETTINGS_MODULE": "castor_web.settings.demo",
        "CASTOR_DEMO": "1",
        "CASTOR_ORGANISATIONS": "*",
        "CASTOR_PUBLIC_ORIGIN": f"http://localhost:{chosen['portal']}",
        "CASTOR_RUN": str(place.run),
        **make_secrets(place),
    }
    chain = chains.lasting(place, chosen["chain"]).settings if _is_ours("chain") else {}
    return {**market, **chain, **os.environ, **own}


def _keep(place: Place, environment: dict[str, str]) -> None:
    """Write the variables down for `manage.py`: addresses carry passwords, so for this user alone."""
    file = place.run / _ENVIRONMENT
    file.touch(mode=0o600)
    names = ("CASTOR_", "DATABASE_URL", "REDIS_URL")
    kept = {name: value for name, value in sorted(environment.items()) if name.startswith(names)}
    file.write_text(json.dumps(kept, indent=1) + "\n")


def _choose_ports(place: Place) -> tuple[dict[str, int], list[str]]:
    wanted: dict[str, int | None] = {"portal": _PORTAL, "postgres": None, "valkey": None, "chain": None}
    servers = _servers(place, _kept_ports(place))
    running = [name for name, server in servers.items() if server.daemon.pid()]
    if processes.daemon("web", place).pid():
        running.append("portal")
    return ports.choose(place.run / "ports.json", wanted, running)


def _kept_ports(place: Place) -> dict[str, int]:
    file = place.run / "ports.json"
    kept: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
    return dict.fromkeys(("portal", *_SERVERS), 0) | kept


def _once(place: Place, name: str, version: str, act: Callable[[], object]) -> None:
    """Do `act` unless it was done for this version: a mark beside the data says so, and goes with it."""
    mark = place.run / f"{name}.done"
    if mark.exists() and mark.read_text() == version:
        return
    act()
    mark.write_text(version)


def _tables(environment: dict[str, str]) -> str:
    """What the tables are made from: which database, our migrations, and the packages with theirs."""
    sources: Iterable[Path] = sorted([*ROOT.glob("apps/*/migrations/*.py"), ROOT / "requirements.txt"])
    parts = [environment["DATABASE_URL"].encode(), *(source.read_bytes() for source in sources)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _await_ready(place: Place, port: int) -> None:
    """Wait for the portal to be ready; one of the others that ended meanwhile says why."""
    ready = processes.answers(port, "/readyz")
    web, *others = (processes.daemon(name, place) for name in processes.NAMES)
    web.await_ready(lambda: ready() or any(other.pid() is None for other in others), within=60, every=0.25)
    for other in others:
        other.await_ready(lambda: True)


def _farewell(place: Place, environment: dict[str, str], progress: Progress) -> None:
    print(f"\n {environment['CASTOR_PUBLIC_ORIGIN']}\n")
    sign_ins = place.run / "sign-ins.txt"
    if sign_ins.exists():
        print(sign_ins.read_text())
    print(f" Up after {progress.elapsed:.0f} s. Logs: {place.logs}")
    print(" `make stop` ends it, `make clean` forgets it.", flush=True)
