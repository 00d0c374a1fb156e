"""The shapes of dividends and votes in the API. Amounts in sen, times in chain seconds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.securities.types.actions import Choice, Resolution


class Dividend(serializers.Serializer[Any]):
    """A dividend; `own_…` is what the viewer's own door has of it."""

    address = serializers.CharField()
    face = serializers.CharField()
    class_name = serializers.CharField()
    symbol = serializers.CharField()
    issuer = serializers.CharField()
    issuer_name = serializers.CharField()
    money = serializers.CharField()
    trustee_name = serializers.CharField()
    title = serializers.CharField()
    rate = serializers.IntegerField(help_text="hundredths of a sen for a unit")
    per_unit = serializers.CharField(help_text="the rate in ringgit")
    record_at = serializers.IntegerField()
    payable_at = serializers.IntegerField()
    state = serializers.CharField(help_text="announced, paying, paid, cancelled or lapsed")
    declared_at = serializers.IntegerField()
    needed = serializers.IntegerField()
    funded = serializers.IntegerField()
    missing = serializers.IntegerField()
    units = serializers.IntegerField(help_text="the supply that it is measured by")
    paid = serializers.IntegerField()
    held = serializers.IntegerField(help_text="waits for holders who are frozen")
    holders = serializers.IntegerField(help_text="paid or waiting")
    returned = serializers.IntegerField(help_text="went back to the issuer")
    begun_at = serializers.IntegerField()
    ended_at = serializers.IntegerField()
    why = serializers.CharField()
    own_units = serializers.IntegerField()
    own_amount = serializers.IntegerField()
    own_state = serializers.CharField(help_text="paid, held, or empty")


class Payment(serializers.Serializer[Any]):
    """What one holder got: paid, or held while it is frozen."""

    holder = serializers.CharField()
    name = serializers.CharField()
    units = serializers.IntegerField()
    amount = serializers.IntegerField()
    state = serializers.CharField()
    at = serializers.IntegerField()
    transaction = serializers.CharField()


class Payments(serializers.Serializer[Any]):
    """A page of payments; `next` is the `after` of the following one."""

    dividend = Dividend()
    lines = Payment(many=True)
    next = serializers.CharField(allow_null=True)


class Ballot(serializers.Serializer[Any]):
    """A vote; `quorate` and `passed` are null before the close."""

    address = serializers.CharField()
    face = serializers.CharField()
    class_name = serializers.CharField()
    symbol = serializers.CharField()
    issuer = serializers.CharField()
    issuer_name = serializers.CharField()
    question = serializers.CharField(help_text="the fingerprint of its text")
    title = serializers.CharField()
    text = serializers.CharField()
    resolution = serializers.CharField()
    quorum = serializers.IntegerField(help_text="hundredths of a percent of all units")
    record_at = serializers.IntegerField()
    closes_at = serializers.IntegerField()
    state = serializers.CharField(help_text="announced, open, closed or cancelled")
    posed_at = serializers.IntegerField()
    units = serializers.IntegerField()
    in_favour = serializers.IntegerField()
    against = serializers.IntegerField()
    abstained = serializers.IntegerField()
    voters = serializers.IntegerField()
    quorate = serializers.BooleanField(allow_null=True)
    passed = serializers.BooleanField(allow_null=True)
    closed_at = serializers.IntegerField()
    why = serializers.CharField()
    own_units = serializers.IntegerField()
    own_choice = serializers.CharField(allow_null=True)


class Actions(serializers.Serializer[Any]):
    """Dividends and votes, the latest record date first."""

    dividends = Dividend(many=True)
    ballots = Ballot(many=True)


# -- what is asked


class NewDividend(serializers.Serializer[Any]):
    """A dividend to be declared."""

    title = serializers.CharField(max_length=31)
    rate = serializers.IntegerField(min_value=1, max_value=10**12, help_text="hundredths of a sen for a unit")
    record_at = serializers.IntegerField(min_value=0)
    payable_at = serializers.IntegerField(min_value=0)


class NewBallot(serializers.Serializer[Any]):
    """A question to be asked."""

    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=4_000)
    resolution = serializers.ChoiceField(choices=[each.value for each in Resolution])
    quorum = serializers.IntegerField(min_value=0, max_value=10_000)
    record_at = serializers.IntegerField(min_value=0)
    closes_at = serializers.IntegerField(min_value=0)


class NewVote(serializers.Serializer[Any]):
    """A vote."""

    choice = serializers.ChoiceField(choices=[each.value for each in Choice])
