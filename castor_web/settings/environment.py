"""Reading the environment: the names are those of README.md, a missing one has a default that suits
development.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ

env = environ.Env()

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""


def secret_in(name: str) -> str:
    """The secret in the file that variable `name` points to.

    With no such variable: a fresh one for this process (sign-ins then end with it), which `prod` refuses.
    """
    path = env.str(name, default="")
    return Path(path).read_text("utf-8").strip() if path else secrets.token_urlsafe(48)


def server_of(url: str) -> str:
    """A Redis address without its database number, for the numbers are ours: `redis://host:1/5` → `redis://host:1`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
