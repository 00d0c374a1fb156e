"""The shapes of acts in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import Act, AddressField, HexBytes
from apps.ledger.types import BATCH_LIMIT


class SignedAct(serializers.Serializer[Any]):
    """A prepared act's signature. `signer`: 20 bytes of a key, or 84 of a verifier and its point."""

    id = serializers.UUIDField()
    signer = HexBytes()
    signature = HexBytes()
    key = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)


class SignedActs(serializers.Serializer[Any]):
    """Signatures of prepared acts: one's own, or those of one's clients. At most a hundred."""

    acts = serializers.ListField(child=SignedAct(), allow_empty=False, max_length=BATCH_LIMIT)


class Refusal(serializers.Serializer[Any]):
    """Why one of many was refused, in the words of a problem document."""

    code = serializers.CharField()
    detail = serializers.CharField()
    arguments = serializers.DictField()


class ActAnswer(serializers.Serializer[Any]):
    """What a request of its own would have been answered: 202 and the act, or the status and why."""

    status = serializers.IntegerField()
    act = Act(allow_null=True)
    problem = Refusal(allow_null=True)


class OwnKey(serializers.Serializer[Any]):
    """A key that signs for a client, or is to; `since` in chain seconds."""

    key = AddressField()
    since = serializers.IntegerField(read_only=True)
