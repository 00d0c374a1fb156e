"""The shapes of requests and answers. Rules are not here: services check."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.accounts.rules import CLIENT_ROLES
from apps.accounts.types import Document
from apps.ledger.api import AddressField, HexBytes, WordField


class Evaluation(serializers.Serializer[Any]):
    """One blinded element (RFC 9497, 32 bytes) for one name."""

    name = serializers.CharField(max_length=128)
    element = HexBytes()
    version = serializers.IntegerField(required=False, allow_null=True, default=None)


class Evaluated(serializers.Serializer[Any]):
    """The element, times the key of the name in that version of the market secret."""

    element = HexBytes()
    version = serializers.IntegerField()


class SignUpChallenge(serializers.Serializer[Any]):
    """What the account is to be: the name, who it is, which operator, and the derived key's address."""

    name = serializers.CharField(max_length=128)
    role = WordField(CLIENT_ROLES)
    operator = AddressField()
    address = AddressField()
    version = serializers.IntegerField(required=False, allow_null=True, default=None)


class SignInChallenge(serializers.Serializer[Any]):
    """Who signs in, with which key."""

    name = serializers.CharField(max_length=128)
    address = AddressField()


class ChallengeToSign(serializers.Serializer[Any]):
    """An EIP-4361 message, to be signed (EIP-191) as it is, once, before it expires."""

    id = serializers.UUIDField()
    message = serializers.CharField()
    expires_at = serializers.DateTimeField()


class LostKeyChallenge(serializers.Serializer[Any]):
    """Whose key is lost, and the new one; `version` of the market secret is what it was derived with."""

    name = serializers.CharField(max_length=128)
    address = AddressField()
    version = serializers.IntegerField(required=False, allow_null=True, default=None)


class PasskeySignIn(serializers.Serializer[Any]):
    """Who signs in with a passkey."""

    name = serializers.CharField(max_length=128)


class PasskeyChallenge(serializers.Serializer[Any]):
    """32 bytes for the passkey's `challenge` (WebAuthn), once, before it expires."""

    id = serializers.UUIDField()
    digest = HexBytes()
    expires_at = serializers.DateTimeField()


class Answer(serializers.Serializer[Any]):
    """The signature over a challenge's message."""

    challenge = serializers.UUIDField()
    signature = HexBytes()


class SignInAnswer(Answer):
    """A key's signature; or a passkey's, as its verifier takes it (ABI-encoded), with the credential's id."""

    credential = serializers.CharField(max_length=1400, required=False, default="", allow_blank=True)


class Consents(serializers.Serializer[Any]):
    """Documents that are accepted in the version in force."""

    consents = serializers.ListField(child=serializers.ChoiceField(choices=[each.value for each in Document]))

    def validate_consents(self, value: list[str]) -> list[Document]:
        """The words as Documents."""
        return [Document(each) for each in value]


class SignUpAnswer(Consents, Answer):
    """The signature that opens an account, and what is accepted with it."""


class Name(serializers.Serializer[Any]):
    """A name in the DNS."""

    name = serializers.CharField(max_length=253)


class DnKey(serializers.Serializer[Any]):
    """A name whose DN-Key agrees with the chain: its door, and what signs for it."""

    name = serializers.CharField()
    door = serializers.CharField()
    keys: Any = serializers.ListField(child=serializers.CharField())


class StaffSignIn(serializers.Serializer[Any]):
    """A member of staff's name, password and current code."""

    name = serializers.CharField(max_length=128)
    password = serializers.CharField(max_length=256, trim_whitespace=False)
    code = serializers.CharField(max_length=16)


class Code(serializers.Serializer[Any]):
    """The current code of a member of staff."""

    code = serializers.CharField(max_length=16)


class Me(serializers.Serializer[Any]):
    """Who is signed in. `csrf_token` goes into the X-CSRFToken header of what changes something."""

    account = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.CharField()
    door = serializers.CharField(allow_null=True)
    address = serializers.CharField(allow_null=True)
    applies_to = serializers.CharField(allow_null=True)
    maker = serializers.BooleanField()
    checker = serializers.BooleanField()
    consents_missing = serializers.ListField(child=serializers.CharField())
    csrf_token = serializers.CharField()


class Operator(serializers.Serializer[Any]):
    """An operator that takes clients."""

    door = serializers.CharField()
    name = serializers.CharField()
