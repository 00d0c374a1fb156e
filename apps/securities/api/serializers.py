"""The shapes of equity in the API. Units are whole, amounts in sen, times in chain seconds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import AddressField


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
    trustee = AddressField(help_text="the trustee's door")


class Certificate(serializers.Serializer[Any]):
    """A certificate and the units in it; `cost` is null where it is not known."""

    face = serializers.CharField()
    number = serializers.IntegerField()
    owner = serializers.CharField()
    units = serializers.IntegerField()
    acquired_at = serializers.IntegerField()
    locked_until = serializers.IntegerField()
    parent: Any = serializers.IntegerField()  # Any: DRF takes it off the class
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
