"""What a fresh machine needs: the virtual environment, packages from PyPI and npm, and for tests a browser.

Each part leaves a stamp, the hash of what it was made from; as long as that holds, nothing is done and no
network is needed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from castor_web.stack.daemons import run_quietly
from castor_web.stack.errors import StackError
from castor_web.stack.places import NODE_MODULES, ROOT, VENV

PYTHON = VENV / "bin" / "python"
_STAMP = ".castor-installed"
_OLDEST_NODE = 20
_NPM = ("npm", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_BROWSER_PACKAGE = "@sparticuz/chromium@147.0.2"  # the last that runs on Node 20


def python_packages(*, development: bool) -> bool:
    """Make `.venv`, install requirements.txt (and -dev); says whether anything was to do."""
    files = ["requirements.txt", "requirements-dev.txt"] if development else ["requirements.txt"]
    stamp = VENV / f"{_STAMP}-{'development' if development else 'demo'}"
    wanted = _hash(*(ROOT / file for file in files)) + sys.version.split()[0]
    if _is_stamped(stamp, wanted) and PYTHON.exists():
        return False
    if not PYTHON.exists():
        run_quietly(
            [sys.executable, "-m", "venv", VENV],
            "the virtual environment could not be made; on Debian and Ubuntu: apt install python3-venv",
        )
    run_quietly(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", ROOT / files[-1]],
        "packages could not be installed from PyPI; is there a network?",
    )
    stamp.write_text(wanted)
    return True


def node_packages() -> bool:
    """Install what package-lock.json says, running no package's scripts; says whether anything was to do."""
    _check_node()
    stamp = NODE_MODULES / _STAMP
    wanted = _hash(ROOT / "package-lock.json")
    if _is_stamped(stamp, wanted):
        return False
    run_quietly(
        [*_NPM, "ci"],
        "packages could not be installed from npm; is there a network?",
    )
    stamp.write_text(wanted)
    return True


def browser() -> Path:
    """A Chromium for the browser tests: `CASTOR_CHROMIUM`, the system's, Debian's by apt, or npm's.

    Raises `StackError` when none can be had.
    """
    found = os.environ.get("CASTOR_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found:
        return Path(found)
    if os.getuid() == 0 and shutil.which("apt-get"):
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *arguments], stdout=subprocess.DEVNULL, check=False)
        if installed := shutil.which("chromium"):
            return Path(installed)
    return _browser_of_npm()


def _browser_of_npm() -> Path:
    folder = VENV / "browser"
    executable = folder / "chromium"
    if not executable.exists():
        folder.mkdir(exist_ok=True)
        run_quietly(
            [*_NPM, "install", "--prefix", folder, _BROWSER_PACKAGE],
            "no Chromium: install one (on Debian: apt install chromium) or set CASTOR_CHROMIUM to its path",
        )
        unpack = "import c from '@sparticuz/chromium'; process.stdout.write(await c.executablePath())"
        told = run_quietly(
            ["node", "--input-type=module", "-e", unpack], "npm's Chromium could not be unpacked", cwd=folder
        )
        shutil.copy2(told, executable)
    return executable


def _check_node() -> None:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        raise StackError("Castor needs Node.js 20 or newer, with npm, and there is none on the PATH")
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = re.match(r"v(\d+)", told)
    if major is None or int(major[1]) < _OLDEST_NODE:
        raise StackError(f"Castor needs Node.js {_OLDEST_NODE} or newer; this is {told.strip() or 'unknown'}")


def _hash(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _is_stamped(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted
