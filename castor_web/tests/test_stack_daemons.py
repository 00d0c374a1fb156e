"""Detached processes: found again, ended exactly, and never mistaken for another."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from castor_web.stack.daemons import Daemon, wait_until
from castor_web.stack.errors import StackError

WAITING = "print('up', flush=True); time.sleep(600)"
SLEEPER = [sys.executable, "-c", f"import time; {WAITING}"]
DEAF = [
    sys.executable,
    "-c",
    f"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITING}",
]


@pytest.fixture
def daemon(tmp_path: Path) -> Daemon:
    return Daemon("sleeper", tmp_path, tmp_path)


def says_up(daemon: Daemon) -> bool:
    return "up" in daemon.log.read_text()


def test_what_never_started_is_not_running(daemon: Daemon) -> None:
    assert daemon.pid() is None
    assert daemon.stop() is False


def test_a_program_that_ends_at_once_is_said_with_its_last_words(daemon: Daemon) -> None:
    daemon.start([sys.executable, "-c", "import sys; sys.exit('no such database')"])
    with pytest.raises(StackError, match=r"sleeper ended at once(.|\n)*no such database"):
        daemon.await_ready(lambda: False)


def test_a_number_that_another_process_got_is_not_ours(daemon: Daemon, tmp_path: Path) -> None:
    with subprocess.Popen(SLEEPER, stdout=subprocess.DEVNULL) as other:
        (tmp_path / "sleeper.json").write_text(json.dumps({"pid": other.pid, "born": "long ago"}))
        assert daemon.pid() is None
        assert daemon.stop() is False
        assert other.poll() is None
        other.kill()


def test_starting_twice_starts_once(daemon: Daemon) -> None:
    daemon.start(SLEEPER)
    first = daemon.pid()
    daemon.start(SLEEPER)
    assert daemon.pid() == first
    assert daemon.stop() is True
    assert daemon.pid() is None


def test_who_does_not_listen_is_ended(daemon: Daemon) -> None:
    daemon.start(DEAF)
    assert wait_until(lambda: says_up(daemon), within=10)
    assert daemon.stop(by=signal.SIGTERM, patience=0.2) is True
    assert daemon.pid() is None
