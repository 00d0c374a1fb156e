"""Setting up: what is missing is said in a sentence, and what is there is left alone, without network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from castor_web.stack import commands, demo, install
from castor_web.stack.errors import StackError
from castor_web.stack.places import ROOT


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it but what the test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_a_missing_node_is_said(tools: Path) -> None:
    with pytest.raises(StackError, match=r"needs Node\.js 20 or newer, with npm, and there is none"):
        install.node_packages()


def test_an_old_node_is_said_with_its_version(tools: Path) -> None:
    program(tools, "node", "echo v18.19.0")
    program(tools, "npm", "exit 1")
    with pytest.raises(StackError, match=r"this is v18\.19\.0"):
        install.node_packages()


def test_no_network_is_said(tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tools, "node", "echo v20.1.0")
    program(tools, "npm", "echo getaddrinfo ENOTFOUND; exit 1")
    monkeypatch.setattr(install, "NODE_MODULES", tmp_path)
    with pytest.raises(StackError, match=r"from npm; is there a network\?\n.*ENOTFOUND"):
        install.node_packages()


def test_what_is_installed_needs_no_network(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second start: npm is not even asked."""
    program(tools, "node", "echo v20.1.0")
    program(tools, "npm", "exit 0")
    monkeypatch.setattr(install, "NODE_MODULES", tmp_path)
    assert install.node_packages() is True
    program(tools, "npm", "exit 1")
    assert install.node_packages() is False


def test_python_packages_need_the_network_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first start without it says so; the second, with everything there, does not ask pip."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    program(python.parent, "python", "echo no route to pypi.org; exit 1")
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "PYTHON", python)
    with pytest.raises(StackError, match=r"from PyPI; is there a network\?\n.*no route"):
        install.python_packages(development=False)
    program(python.parent, "python", "exit 0")
    assert install.python_packages(development=False) is True
    program(python.parent, "python", "exit 1")
    assert install.python_packages(development=False) is False


def test_a_browser_that_is_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASTOR_CHROMIUM", "/opt/browser")
    assert install.browser() == Path("/opt/browser")


def test_every_name_of_the_makefile_is_a_command() -> None:
    names = next(line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith(".PHONY"))
    assert set(names.split()[1:]) == commands.VERBS.keys()


def test_the_stack_runs_before_anything_is_installed() -> None:
    """Only the standard library: without the packages of the virtual environment it still loads."""
    program = "import sys; sys.path.insert(0, sys.argv[1]); import castor_web.stack.commands; "
    program += "assert not {'django', 'celery'} & sys.modules.keys()"
    bare = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(ROOT)], capture_output=True, text=True, check=False
    )
    assert bare.returncode == 0, bare.stderr


def test_stop_without_a_market_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CASTOR_RUN", str(tmp_path / "run"))
    demo.stop()
    assert capsys.readouterr().out == "nothing was running\n"
