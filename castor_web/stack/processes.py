"""The market's own long-running processes.

`worker` delivers: it alone holds keys that sign, and nothing else stands in its queue. `clerk` does all that
may take its time (notices, steps that are due, sweeps of records), at a lower priority.
"""

from __future__ import annotations

import hashlib
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from castor_web.stack.daemons import Daemon
from castor_web.stack.install import PYTHON
from castor_web.stack.places import ROOT, VENV, Place
from castor_web.stack.ports import LOOPBACK

NAMES = ("web", "worker", "clerk", "beat", "indexer")
_ALONE = {
    "CASTOR_KEYSTORE": "worker",  # organisations' keys
    "CASTOR_TAG_KEY": "web",  # the regulator's service for person tags answers requests
}
"""Variables, by how they begin, that one process alone is given."""
_STOPS_WITHIN = 30.0
_CODE = (
    "apps/**/*.py",
    "castor_web/**/*.py",
    "templates/**/*.html",
    "contracts/abi/*.json",
    "requirements.txt",
)


def command(name: str, place: Place, port: int) -> list[str]:
    """What is run as `name`; `port` is the portal's."""
    celery = [str(VENV / "bin" / "celery"), "--app", "castor_web"]
    return {
        "web": [
            str(VENV / "bin" / "gunicorn"), "castor_web.asgi:application", "--worker-class", "asgi",
            "--workers", "2", "--preload", "--bind", f"{LOOPBACK}:{port}", "--no-control-socket",
            "--graceful-timeout", "5", "--keep-alive", "75",
        ],
        "worker": [*celery, "worker", *_queues("worker", "ledger")],
        "clerk": ["nice", *celery, "worker", *_queues("clerk", "default,notices")],
        "beat": [
            *celery, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule",
            str(place.run / "beat-schedule"),
        ],
        "indexer": [str(PYTHON), str(ROOT / "manage.py"), "follow_chain"],
    }[name]  # fmt: skip


def _queues(name: str, queues: str) -> list[str]:
    return [
        "--queues", queues, "--hostname", f"{name}@%h", "--concurrency", "2", "--loglevel", "INFO",
        "--without-mingle", "--without-gossip",
    ]  # fmt: skip


def daemon(name: str, place: Place) -> Daemon:
    """The process `name` of the market at `place`, running or not."""
    return Daemon(name, place.pids, place.logs)


def start(place: Place, environment: Mapping[str, str], port: int) -> None:
    """Start all; returns once the portal answers and the others stayed up so far."""
    for name in NAMES:
        theirs = environment_of(name, environment)
        if name == "web":
            theirs["PROMETHEUS_MULTIPROC_DIR"] = str(_shared_figures(place))
        daemon(name, place).start(command(name, place, port), env=theirs, cwd=ROOT)
    daemon("web", place).await_ready(answers(port, "/healthz"), within=60)
    for name in NAMES[1:]:
        daemon(name, place).await_ready(lambda: True)


def environment_of(name: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that the process `name` is given: all but those of another's keys."""
    return {key: value for key, value in environment.items() if _may_have(name, key)}


def _shared_figures(place: Place) -> Path:
    """Where the web server's processes count together, so that a collector reads all of them; begun anew."""
    folder = place.run / "metrics"
    if daemon("web", place).pid() is None:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def answers(port: int, path: str) -> Callable[[], bool]:
    """Whether the portal answers `path` with 200."""

    def ask() -> bool:
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{port}{path}", timeout=5) as response:
                return bool(response.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    return ask


def stop(place: Place) -> list[str]:
    """End those that run, all at once, each in its own time; returns their names."""

    def end(name: str) -> bool:
        return daemon(name, place).stop(patience=_STOPS_WITHIN)

    with ThreadPoolExecutor(len(NAMES)) as pool:
        return [name for name, ended in zip(NAMES, pool.map(end, NAMES), strict=True) if ended]


def code_version() -> str:
    """What the processes run, as a hash: with other code they are started anew."""
    found = sorted(path for part in _CODE for path in ROOT.glob(part) if "tests" not in path.parts)
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in found)).hexdigest()


def _may_have(name: str, variable: str) -> bool:
    return all(name == holder or not variable.startswith(begin) for begin, holder in _ALONE.items())
