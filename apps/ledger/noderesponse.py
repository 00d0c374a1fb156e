"""A node's answers over HTTP, read at a third of what http.client spends on their headers; and its errors."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from typing import Any

from apps.ledger.errors import NodeRefused

LONGEST_LINE = 65_536
"""Of an answer's headers, in bytes."""


class NodeResponse(http.client.HTTPResponse):
    """An answer whose headers are split at their colons, instead of being parsed as an e-mail's."""

    def begin(self) -> None:
        """Reads status and headers. Raises HTTPException, RemoteDisconnected, ValueError."""
        version, _, rest = self._line().partition(b" ")
        if not version.startswith(b"HTTP/1."):
            raise http.client.BadStatusLine(version.decode("latin-1"))
        self.version, self.status, self.headers = 11, int(rest[:3]), http.client.HTTPMessage()
        said: dict[bytes, bytes] = {}
        while line := self._line().strip():
            name, _, value = line.partition(b":")
            said[name.lower()] = value.strip().lower()
        self.chunked, self.chunk_left = said.get(b"transfer-encoding") == b"chunked", None
        self.length = int(said[b"content-length"]) if b"content-length" in said and not self.chunked else None
        self.will_close = said.get(b"connection") == b"close" or (self.length is None and not self.chunked)

    def _line(self) -> bytes:
        line: bytes = self.fp.readline(LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise http.client.RemoteDisconnected("the node closed the connection")
        return line


def refusal_of(error: Mapping[str, Any]) -> NodeRefused:
    """The node's error; revert data sits in `data`, which some nodes wrap in an object."""
    data = error.get("data")
    if isinstance(data, dict):
        data = data.get("data") or data.get("result")
    revert = b""
    if isinstance(data, str) and data.startswith("0x"):
        try:
            revert = bytes.fromhex(data[2:])
        except ValueError:
            revert = b""
    return NodeRefused(int(error.get("code", 0)), str(error.get("message", "")), revert)
