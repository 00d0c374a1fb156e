"""Whether a part is well: `healthy.py web`, `ready` or `chain`; ends with 0 when it is."""

from __future__ import annotations

import json
import sys
import urllib.request

# The portal answers to its own name only.
ASKED = {
    "web": urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": "localhost"}),
    "ready": urllib.request.Request("http://web:8000/readyz", headers={"Host": "localhost"}),
    "chain": urllib.request.Request(
        "http://127.0.0.1:8545",
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_blockNumber", "params": []}).encode(),
        {"Content-Type": "application/json"},
    ),
}

try:
    with urllib.request.urlopen(ASKED[sys.argv[1]], timeout=5) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except OSError as problem:
    sys.exit(str(problem))
