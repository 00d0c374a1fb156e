"""What a part of a record proves to others: fields of the version that the chain has, each with its proof."""

from __future__ import annotations

from collections.abc import Iterable

from apps.records import content, disclosure, merkle
from apps.records.disclosure import Disclosed
from apps.records.errors import NotDisclosable, RecordBroken
from apps.records.models import Record, RecordVersion
from apps.records.projections import ANCHORS
from apps.records.types import Json, Standing
from apps.vocabulary.errors import NotFound


def disclosure_of(found: Record, key: bytes, names: Iterable[str]) -> dict[str, Json]:
    """Fields of the version that the chain has, each with its proof. For `services.disclose`.

    Raises NotDisclosable, NotFound for a field that is not there, RecordBroken.
    """
    anchor = ANCHORS.get("0x" + bytes(found.anchor_id).hex())
    if anchor is None:
        raise NotDisclosable
    root = bytes.fromhex(anchor["root"][2:])
    body = content.opened(found, key)
    if body.root() != root:
        earlier = RecordVersion.objects.filter(record=found, root=root).first()
        if earlier is None:
            raise RecordBroken(problem="another root")
        body = content.opened(found, key, version=earlier.version, sealed=bytes(earlier.sealed), root=root)
    wanted = list(dict.fromkeys(names))
    if not wanted or any(name not in body.fields for name in wanted):
        raise NotFound
    proofs = [merkle.prove(body.leaves, body.salts, f"field:{name}") for name in wanted]
    record, version = bytes(found.anchor_id), int(anchor["version"])
    return disclosure.document(record=record, version=version, root=root, proofs=proofs)


def disclosed(text: str | bytes) -> tuple[Disclosed, Standing]:
    """What a disclosure proves, and whether the chain has its root, as far as the read model knows.

    Raises DisclosureWrong for what proves nothing by itself.
    """
    found = disclosure.verified(text)
    anchor = ANCHORS.get("0x" + found.record.hex())
    if anchor is None:
        return found, Standing.UNKNOWN
    return found, standing(found, int(anchor["version"]), bytes.fromhex(anchor["root"][2:]))


def standing(found: Disclosed, version: int, root: bytes) -> Standing:
    """A disclosure beside what the chain has of its record."""
    if (version, root) == (found.version, found.root):
        return Standing.ON_THE_CHAIN
    return Standing.AMENDED_SINCE if version > found.version else Standing.WRONG
