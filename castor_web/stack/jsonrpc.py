"""One JSON-RPC call to a node of this machine, with nothing installed."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from castor_web.stack.errors import StackError


def call(url: str, method: str, *parameters: object) -> Any:
    """The result; raises `StackError` with the node's own words when it refuses, OSError when it is away."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        answer = json.load(response)
    if "error" in answer:
        raise StackError(f"the chain refuses {method}: {answer['error'].get('message')}")
    return answer["result"]
