"""The test run's servers: addresses before settings are read, a server when the first test needs it.

`castor_web/settings/test.py` calls `prepare()` before anything else; `conftest.py` calls `start()`.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from castor_web.stack.throwaway import Throwaway, new_run, reserve

_RUN = "CASTOR_TEST_RUN"
_GIVEN = "CASTOR_TEST_GIVEN"
_ADDRESSES = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL", "chain": "CASTOR_CHAIN_URL"}


@cache
def prepare() -> Throwaway:
    """Point the environment at this process's servers; one whose address was given is not ours to start."""
    if _RUN not in os.environ:
        os.environ[_GIVEN] = " ".join(name for name, variable in _ADDRESSES.items() if variable in os.environ)
        os.environ[_RUN] = str(new_run())
    servers = reserve(Path(os.environ[_RUN]), os.environ.get("PYTEST_XDIST_WORKER", ""))
    given = {_ADDRESSES[name] for name in os.environ[_GIVEN].split()}
    os.environ.update({name: value for name, value in servers.environment().items() if name not in given})
    os.environ.setdefault("CASTOR_ORGANISATIONS", "*")
    return servers


def start(*names: str) -> Throwaway:
    """Start those of `postgres`, `valkey`, `chain` that are named, are ours and do not run yet."""
    servers = prepare()
    servers.start(*(name for name in names if name not in os.environ[_GIVEN].split()))
    return servers
