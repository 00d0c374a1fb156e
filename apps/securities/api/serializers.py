"""The shapes of equity in the API. Units are whole, amounts in sen, times in chain seconds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import AddressField


class Keeping(serializers.Serializer[Any]):
    """Another trustee that the issuer asked for; the regulator can confirm from `earliest` on."""

    trustee = serializers.CharField()
    earliest = serializers.IntegerField()


class Conversion(serializers.Serializer[Any]):
    """One ratio for all units: asked until the trustee confirms, then begun; `left` of `total` to convert."""

    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()
    earliest = serializers.IntegerField()
    begun = serializers.BooleanField()
    total = serializers.IntegerField()
    left = serializers.IntegerField()


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
    next_trustee = Keeping(allow_null=True)
    conversion = Conversion(allow_null=True)
    record_at = serializers.IntegerField(help_text="the last record date; 0 for none")


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
    order = serializers.IntegerField(allow_null=True, help_text="the order that freezes it")
    unconverted = serializers.BooleanField()


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


class Proof(serializers.Serializer[Any]):
    """What anybody may know of a certificate: no price, no name of a person."""

    face = serializers.CharField(source="certificate.face")
    number = serializers.IntegerField(source="certificate.number")
    units = serializers.IntegerField(source="certificate.units")
    holder = serializers.CharField(source="certificate.owner")
    acquired_at = serializers.IntegerField(source="certificate.acquired_at")
    locked_until = serializers.IntegerField(source="certificate.locked_until")
    order = serializers.IntegerField(source="certificate.order", allow_null=True)
    unconverted = serializers.BooleanField(source="certificate.unconverted")
    share_class = ShareClass()
    block = serializers.IntegerField()
    transaction = serializers.CharField()
    head = serializers.IntegerField()


class Member(serializers.Serializer[Any]):
    """A line of the register; `until` is 0 for who holds units."""

    holder = serializers.CharField()
    name = serializers.CharField()
    units = serializers.IntegerField()
    share = serializers.IntegerField(help_text="parts per million")
    since = serializers.IntegerField()
    until = serializers.IntegerField()


class Register(serializers.Serializer[Any]):
    """Who held a class at the end of second `at`, and who had ceased to until then."""

    share_class = ShareClass()
    at = serializers.IntegerField()
    units = serializers.IntegerField()
    members = Member(many=True)
    former = Member(many=True)


class Answers(serializers.Serializer[Any]):
    """What the contract answers; null for what was not asked."""

    can_send = serializers.BooleanField()
    can_receive = serializers.BooleanField(allow_null=True)
    frozen = serializers.BooleanField(allow_null=True)
    can_transfer = serializers.BooleanField(allow_null=True)


# -- what is asked


class Split(serializers.Serializer[Any]):
    """How many units are split off."""

    units = serializers.IntegerField(min_value=1)


class Merge(serializers.Serializer[Any]):
    """Into which other certificate."""

    into = serializers.IntegerField(min_value=1)


class NewTrustee(serializers.Serializer[Any]):
    """The trustee that is to keep the class."""

    trustee = AddressField()


class NewConversion(serializers.Serializer[Any]):
    """Each `denominator` units become `numerator`; a numerator of 0 redeems the class."""

    numerator = serializers.IntegerField(min_value=0)
    denominator = serializers.IntegerField(min_value=1)


class Question(serializers.Serializer[Any]):
    """An account; a receiver and a certificate, where they are asked about."""

    account = AddressField()
    to = AddressField(required=False, default=None)
    number = serializers.IntegerField(required=False, default=None, min_value=1)
