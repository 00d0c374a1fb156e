"""The shapes of acts in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import AddressField, HexBytes


class SignedAct(serializers.Serializer[Any]):
    """A prepared act's signature. `signer`: 20 bytes of a key, or 84 of a verifier and its point."""

    id = serializers.UUIDField()
    signer = HexBytes()
    signature = HexBytes()
    key = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)


class OwnKey(serializers.Serializer[Any]):
    """A key that signs for a client, or is to; `since` in chain seconds."""

    key = AddressField()
    since = serializers.IntegerField(read_only=True)
