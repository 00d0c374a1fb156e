"""What the read model keeps of anchors: per record, the latest version that the chain knows."""

from __future__ import annotations

from apps.ledger.readmodel import Collection

ANCHORS = Collection("anchor")
"""Keyed by the record's on-chain id (0x, 64 hex digits): version, root, locator (six words), door, at, block."""
