"""The shapes of supervision in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class Line(serializers.Serializer[Any]):
    """What happened: the sentence in the asker's language, its key, figures and place."""

    place = serializers.CharField()
    at = serializers.IntegerField()
    key = serializers.CharField()
    text = serializers.CharField()
    block = serializers.IntegerField()
    transaction = serializers.CharField()
    contract = serializers.CharField()
    address = serializers.CharField()
    arguments = serializers.DictField()


class Lines(serializers.Serializer[Any]):
    """A page; `next` is the `after` of the following one, null at the end."""

    lines = Line(many=True)
    next = serializers.CharField(allow_null=True)


class MarketFigures(serializers.Serializer[Any]):
    """The market at a glance; `now` is chain seconds."""

    trustees = serializers.IntegerField()
    operators = serializers.IntegerField()
    issuers = serializers.IntegerField()
    investors = serializers.IntegerField()
    live_campaigns = serializers.IntegerField()
    events = serializers.IntegerField()
    now = serializers.IntegerField()
    block = serializers.IntegerField()
