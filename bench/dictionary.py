"""Makes the dictionary that documents are compressed against: `python -m bench.dictionary DUMP …`.

Of dumps of read models (`store.Epoch.dump`) that have every kind of document. A read model that was made with
another dictionary is rebuilt by itself.
"""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import zstandard

from apps.ledger.packing import DICTIONARY, LEVEL

SIZE = 8 * 1024
MOST_OF_A_KIND = 100
"""Enough to learn a kind's fields from; more would push out what other kinds have."""
_OF_ONE_MARKET = re.compile(rb"0x(?=0*[1-9a-fA-F])[0-9a-fA-F]{40,}")


def trained(lines: Iterable[bytes]) -> bytes:
    """The dictionary, of a dump's lines: kind, key and document, with tabs between them."""
    chance = random.Random(1)  # noqa: S311  # the same documents give the same dictionary
    kinds: dict[bytes, list[bytes]] = defaultdict(list)
    for line in lines:
        if line.startswith(b"doc:"):
            kind, _, document = line.split(b"\t", 2)
            kinds[kind].append(document)
    samples: list[bytes | bytearray | memoryview[int]] = [
        _of_no_market(each, chance)
        for _, found in sorted(kinds.items())
        for each in chance.sample(found, min(len(found), MOST_OF_A_KIND))
    ]
    return zstandard.train_dictionary(SIZE, samples, level=LEVEL).as_bytes()


def _of_no_market(document: bytes, chance: random.Random) -> bytes:
    """The document with other addresses and hashes: those of one market are in no other's."""
    others: dict[bytes, bytes] = {}

    def other(found: re.Match[bytes]) -> bytes:
        old = found.group()
        digits = "0123456789abcdef" + ("" if old == old.lower() else "ABCDEF")
        return others.setdefault(old, b"0x" + "".join(chance.choices(digits, k=len(old) - 2)).encode())

    return _OF_ONE_MARKET.sub(other, document)


if __name__ == "__main__":
    DICTIONARY.write_bytes(
        trained(line for name in sys.argv[1:] for line in Path(name).read_bytes().splitlines())
    )
