"""The shapes of acts in the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.ledger.types import ActState


@extend_schema_field(OpenApiTypes.STR)
class Bytes(serializers.Field[bytes, str, str, Any]):
    """Bytes as hex with `0x`."""

    default_error_messages = {"hex": "Bytes are written as 0x and pairs of hex figures."}

    def to_internal_value(self, data: Any) -> bytes:
        """Raises ValidationError for anything but `0x` and pairs of hex figures."""
        if not isinstance(data, str) or not data.startswith("0x"):
            self.fail("hex")
        try:
            return bytes.fromhex(data[2:])
        except ValueError:
            self.fail("hex")

    def to_representation(self, value: bytes) -> str:
        """`0x` and hex."""
        return "0x" + value.hex()


class SignedAct(serializers.Serializer[Any]):
    """A prepared act's signature. `signer`: 20 bytes of a key, or 84 of a verifier and its point."""

    id = serializers.UUIDField()
    signer = Bytes()
    signature = Bytes()
    key = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)


class Rejection(serializers.Serializer[Any]):
    """Why a proposal is rejected."""

    reason = serializers.CharField(max_length=500)


class ActOnItsWay(serializers.Serializer[Any]):
    """An act and how far it has come. Amounts are whole sen or units; deadlines chain seconds."""

    id = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    kind = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in ActState])
    ended = serializers.BooleanField()
    door = serializers.CharField(allow_null=True)
    target = serializers.CharField()
    asset = serializers.CharField()
    most = serializers.IntegerField()
    fields = serializers.DictField()  # type: ignore[assignment]  # the act's word for it; DRF takes it off the class
    nonce = serializers.IntegerField(allow_null=True)
    deadline = serializers.IntegerField(allow_null=True)
    maker = serializers.IntegerField(allow_null=True)
    checker = serializers.IntegerField(allow_null=True)
    cause = serializers.CharField()
    created_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField()
    sentence = serializers.CharField()
    figures = serializers.DictField()
    transaction = serializers.CharField(allow_null=True)
    block = serializers.IntegerField(allow_null=True)

    def get_url(self, act: Any) -> str:
        """The act's page."""
        return f"/acts/{act.id}/"


class OwnKey(serializers.Serializer[Any]):
    """A key that signs for a client, or is to; `since` in chain seconds."""

    key = serializers.CharField(max_length=42)
    since = serializers.IntegerField(read_only=True)


class KeyField(serializers.Serializer[Any]):
    """One figure of what is signed, in the reader's language."""

    label = serializers.CharField()  # type: ignore[assignment]  # as in what is signed; DRF takes it off the class
    value = serializers.CharField()


class KeyActToSign(serializers.Serializer[Any]):
    """A change of one's own keys, to be signed: the words, and the EIP-712 typed data."""

    id = serializers.UUIDField()
    typed_data = serializers.DictField()
    sentence = serializers.CharField()
    fields = KeyField(many=True)  # type: ignore[assignment]  # the signing form's word for it; DRF takes it off the class
