"""The shapes of equity in the API. Units are whole, amounts in sen, times in chain seconds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class ShareClass(serializers.Serializer[Any]):
    """A share class; `units` is its supply."""

    face = serializers.CharField()
    name = serializers.CharField()
    symbol = serializers.CharField()
    issuer = serializers.CharField()
    issuer_name = serializers.CharField()
    trustee = serializers.CharField()
    units = serializers.IntegerField()
    holders = serializers.IntegerField()
    created_at = serializers.IntegerField()


class NewClass(serializers.Serializer[Any]):
    """A share class to be defined, in the keeping of a trustee."""

    name = serializers.CharField(max_length=31)
    symbol = serializers.CharField(max_length=11)
    trustee = serializers.RegexField(r"^0x[0-9a-fA-F]{40}$", help_text="the trustee's door")


class ClassFigure(serializers.Serializer[Any]):
    """One figure of what is signed, in the reader's language."""

    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes it off the class
    value = serializers.CharField()


class ClassToSign(serializers.Serializer[Any]):
    """An act to be signed: `typed_data` is what eth_signTypedData_v4 takes; send the signature to /acts."""

    id = serializers.UUIDField()
    typed_data = serializers.DictField()
    sentence = serializers.CharField()
    fields = ClassFigure(many=True)  # type: ignore[assignment]  # as above


class Certificate(serializers.Serializer[Any]):
    """A certificate and the units in it; `cost` is null where it is not known."""

    face = serializers.CharField()
    number = serializers.IntegerField()
    owner = serializers.CharField()
    units = serializers.IntegerField()
    acquired_at = serializers.IntegerField()
    locked_until = serializers.IntegerField()
    parent = serializers.IntegerField()  # type: ignore[assignment]  # DRF takes it off the class
    held_by = serializers.CharField(allow_null=True)
    held_units = serializers.IntegerField()
    cost = serializers.IntegerField(allow_null=True)
    money = serializers.CharField(allow_null=True)


class Holding(serializers.Serializer[Any]):
    """What the viewer holds of a class."""

    share_class = ShareClass()
    units = serializers.IntegerField()
    offered = serializers.IntegerField()
    cost = serializers.IntegerField(allow_null=True)
    certificates = Certificate(many=True)


class UnitMove(serializers.Serializer[Any]):
    """How units moved: minted, moved, given-back."""

    what = serializers.CharField()
    parties = serializers.ListField(child=serializers.CharField())
    numbers = serializers.ListField(child=serializers.IntegerField())
    units = serializers.IntegerField()
    at = serializers.IntegerField()
    block = serializers.IntegerField()
    transaction = serializers.CharField()


class Provenance(serializers.Serializer[Any]):
    """A certificate and where its units came from, the newest move first."""

    certificate = Certificate()
    share_class = ShareClass()
    owner_name = serializers.CharField()
    moves = UnitMove(many=True)


class CapLine(serializers.Serializer[Any]):
    """A holder's line; `share` in parts per million."""

    holder = serializers.CharField()
    name = serializers.CharField()
    units = serializers.IntegerField()
    share = serializers.IntegerField()
    certificates = serializers.IntegerField()


class CapTable(serializers.Serializer[Any]):
    """A page of a cap table; `next` is the `after` of the following one."""

    share_class = ShareClass()
    lines = CapLine(many=True)
    next = serializers.CharField(allow_null=True)
