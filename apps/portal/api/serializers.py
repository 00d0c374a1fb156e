"""The shapes of acts in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.accounts.types import SignerKind
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


class ActPage(serializers.Serializer[Any]):
    """A page of acts; `next` is the `after` of the following one."""

    rows = Act(many=True)
    next = serializers.CharField(allow_null=True)


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


class OwnSigner(serializers.Serializer[Any]):
    """A signer of the client's: a key, or a verifier's address with the point of a passkey."""

    key = AddressField()
    x = HexBytes(length=32, required=False, default=bytes(32))
    y = HexBytes(length=32, required=False, default=bytes(32))


class OwnKey(serializers.Serializer[Any]):
    """A signer of the client's with the name it gave; `since` in chain seconds."""

    key = AddressField()
    x = serializers.CharField()
    y = serializers.CharField()
    since = serializers.IntegerField()
    kind = serializers.CharField()
    name = serializers.CharField()


class LostKey(serializers.Serializer[Any]):
    """A client's request for a new key. To ask or agree, post the key to `participants/<door>/recovery`."""

    name = serializers.CharField()
    door = serializers.CharField()
    key = serializers.CharField()
    asked_at = serializers.DateTimeField()
    vetoes = serializers.IntegerField()
    yours = serializers.BooleanField()
    ready = serializers.BooleanField()


class NewSigner(OwnSigner):
    """A signer to be added. `version` (of the market secret): a derived key's; `credential`: a passkey's."""

    kind = serializers.ChoiceField([each.value for each in SignerKind], default=SignerKind.WALLET.value)
    label: Any = serializers.CharField(  # Any: in DRF a word of every field's own
        max_length=40, required=False, default="", allow_blank=True
    )
    credential = serializers.CharField(max_length=1400, required=False, default="", allow_blank=True)
    version = serializers.IntegerField(required=False, allow_null=True, default=None)

    def validate_kind(self, value: str) -> SignerKind:
        """The word as a SignerKind."""
        return SignerKind(value)
