"""The shapes of the rulebook in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.rulebook.types import FigureInForce
from apps.vocabulary.types import InvestorClass

_CLASSES = [each.name.lower() for each in InvestorClass]


class PastFigure(serializers.Serializer[Any]):
    """A figure and since when (chain seconds)."""

    value = serializers.IntegerField()
    effective_from = serializers.IntegerField()


class FigureShape(serializers.Serializer[Any]):
    """A figure in force, in the rule's `unit`; `none` is the class of a figure for all."""

    rule = serializers.CharField(source="rule.id")
    investor_class = serializers.SerializerMethodField()
    value = serializers.IntegerField(source="figure.value")
    unit = serializers.CharField(source="rule.unit")
    effective_from = serializers.IntegerField(source="figure.effective_from")
    text = serializers.CharField(source="rule.text")
    origin = serializers.CharField(source="rule.source")
    history = PastFigure(many=True)
    announced = PastFigure(allow_null=True)

    def get_investor_class(self, found: FigureInForce) -> str:
        """The word."""
        return found.figure.investor_class.name.lower()


class NewFigure(serializers.Serializer[Any]):
    """A figure to be proposed, in the rule's unit. `effective_from` 0: at once."""

    rule = serializers.CharField(max_length=31)
    investor_class = serializers.ChoiceField(choices=_CLASSES, required=False, default="none")
    value = serializers.IntegerField(min_value=0)
    effective_from = serializers.IntegerField(min_value=0, required=False, default=0)

    def validate_investor_class(self, word: str) -> InvestorClass:
        """The word as an InvestorClass."""
        return InvestorClass[word.upper()]


class NewCalendar(serializers.Serializer[Any]):
    """256 days from day `word * 256` of the epoch; `holidays` are days of the epoch among them."""

    word = serializers.IntegerField(min_value=0)
    holidays = serializers.ListField(child=serializers.IntegerField(min_value=0))


class Clock(serializers.Serializer[Any]):
    """The market's clock, in chain seconds."""

    now = serializers.IntegerField()


class ProposedFigure(serializers.Serializer[Any]):
    """An act that was proposed: follow it at `acts/<id>`."""

    id = serializers.UUIDField()
    state = serializers.CharField()
