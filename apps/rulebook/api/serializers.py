"""The shapes of the rulebook in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import WordField
from apps.vocabulary.types import InvestorClass


class PastFigure(serializers.Serializer[Any]):
    """A figure and since when (chain seconds)."""

    value = serializers.IntegerField()
    effective_from = serializers.IntegerField()


class FigureShape(serializers.Serializer[Any]):
    """A figure in force, in the rule's `unit`; `none` is the class of a figure for all."""

    rule = serializers.CharField(source="rule.id")
    investor_class = WordField(InvestorClass, source="figure.investor_class")
    value = serializers.IntegerField(source="figure.value")
    unit = serializers.CharField(source="rule.unit")
    effective_from = serializers.IntegerField(source="figure.effective_from")
    text = serializers.CharField(source="rule.text")
    origin = serializers.CharField(source="rule.source")
    history = PastFigure(many=True)
    announced = PastFigure(allow_null=True)


class NewFigure(serializers.Serializer[Any]):
    """A figure to be proposed, in the rule's unit. `effective_from` 0: at once."""

    rule = serializers.CharField(max_length=31)
    investor_class = WordField(InvestorClass, required=False, default="none")
    value = serializers.IntegerField(min_value=0)
    effective_from = serializers.IntegerField(min_value=0, required=False, default=0)


class NewCalendar(serializers.Serializer[Any]):
    """256 days from day `word * 256` of the epoch; `holidays` are days of the epoch among them."""

    word = serializers.IntegerField(min_value=0)
    holidays = serializers.ListField(child=serializers.IntegerField(min_value=0))


class Clock(serializers.Serializer[Any]):
    """The market's clock, in chain seconds."""

    now = serializers.IntegerField()
