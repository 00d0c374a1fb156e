"""What every app's API shares: what was asked, and acts as answers. `apps.*.api` are built of it.

Services check the rules; a shape only says how a value is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger import types
from apps.vocabulary.types import LARGEST, Address
from apps.vocabulary.words import LONGEST_TEXT, read_address

AFTER = OpenApiParameter("after", str, description="the page before's `next`")


class Public(APIView):
    """Open to who is not signed in."""

    permission_classes = [AllowAny]


def read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """What was asked, by the shape's fields: a GET's query, else the body. Raises ValidationError."""
    asked = shape(data=request.query_params if request.method == "GET" else request.data)
    asked.is_valid(raise_exception=True)
    found: dict[str, Any] = asked.validated_data
    return found


def on_its_way(act: types.ActView) -> Response:
    """202: the act was proposed or queued, and is followed at `acts/<id>`."""
    return Response(_shape_of_acts().to_representation(act), status=202)


def to_sign(signable: types.Signable) -> Response:
    """What the client signs; the signature is posted to `acts`."""
    return Response(signable.as_json())


# -- values ---------------------------------------------------------------------------------------------


class AddressField(serializers.CharField):
    """An address in any case; its checksum form for who reads it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=42, **more)

    def to_internal_value(self, data: Any) -> Address:
        """Raises NotAnAddress."""
        return read_address(super().to_internal_value(data))


class Count(serializers.IntegerField):
    """A whole number above zero: units, or sen."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST, **more)


class WordField(serializers.ChoiceField):
    """One of an enumeration's members, by its word."""

    def __init__(self, members: Iterable[IntEnum], **more: Any) -> None:
        self.members = {each.name.lower(): each for each in members}
        super().__init__(choices=list(self.members), **more)

    def to_internal_value(self, data: Any) -> Any:
        """The member."""
        return self.members[super().to_internal_value(data)]

    def to_representation(self, value: Any) -> str:
        """The word."""
        word: str = value.name.lower()
        return word


@extend_schema_field({"type": "string", "pattern": "^0x([0-9a-fA-F]{2})*$"})
class HexBytes(serializers.Field[bytes, str, str, Any]):
    """Bytes as 0x and pairs of hex figures; just `length` of them, where one is given."""

    default_error_messages = {
        "hex": "Bytes are written as 0x and pairs of hex figures.",
        "length": "{length} bytes are wanted here.",
    }

    def __init__(self, *, length: int | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.length = length

    def to_internal_value(self, data: Any) -> bytes:
        """Raises ValidationError for anything but `0x` and pairs of hex figures, as many as are wanted."""
        if not isinstance(data, str) or not data.startswith("0x"):
            self.fail("hex")
        try:
            found = bytes.fromhex(data[2:])
        except ValueError:
            self.fail("hex")
        if self.length is not None and len(found) != self.length:
            self.fail("length", length=self.length)
        return found

    def to_representation(self, value: bytes) -> str:
        """`0x` and hex."""
        return "0x" + value.hex()


@cache
def _shape_of_acts() -> Act:
    """Made once, to write with: its fields are copied whenever it is made, and that costs more than to write.
    Nothing is read with it, for its refusals would keep the first reader's language.
    """
    return Act()


# -- shapes ---------------------------------------------------------------------------------------------


class Reason(serializers.Serializer[Any]):
    """Why: for the people concerned, never for the chain."""

    reason = serializers.CharField(max_length=500)


class ReasonOnRecord(serializers.Serializer[Any]):
    """Why, in at most 31 bytes that go on the record for everybody to read."""

    reason = serializers.CharField(max_length=LONGEST_TEXT)


class Figure(serializers.Serializer[Any]):
    """One figure of what is signed, in the reader's language."""

    label: Any = (
        serializers.CharField()
    )  # Any: in DRF a word of every field's own; it takes this one off the class
    value = serializers.CharField()


class Signable(serializers.Serializer[Any]):
    """An act to sign: `typed_data` is what eth_signTypedData_v4 takes; POST the signature to /api/v1/acts."""

    id = serializers.UUIDField()
    typed_data = serializers.DictField()
    sentence = serializers.CharField()
    fields: Any = Figure(many=True)  # Any: as above


class Act(serializers.Serializer[Any]):
    """An act and how far it has come, as acts/<id> says. Amounts in sen or units; deadlines chain seconds."""

    id = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    kind = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in types.ActState])
    ended = serializers.BooleanField()
    door = serializers.CharField(allow_null=True)
    target = serializers.CharField()
    asset = serializers.CharField()
    most = serializers.IntegerField()
    fields: Any = serializers.DictField()  # Any: as above
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
    signers = serializers.ListField(child=serializers.CharField())

    def get_url(self, act: types.ActView) -> str:
        """The act's page."""
        return f"/acts/{act.id}/"
