"""The shapes of the rulebook in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import AddressField, WordField
from apps.rulebook.types import FileDifference
from apps.vocabulary.types import InvestorClass, Role


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


class FixedShape(serializers.Serializer[Any]):
    """A span of time that no figure can change: a constant of a contract of contracts/src."""

    constant = serializers.CharField()
    source: Any = serializers.CharField()
    seconds = serializers.IntegerField()
    text = serializers.CharField()


class NewFigure(serializers.Serializer[Any]):
    """A figure to be proposed, in the rule's unit. `effective_from` 0: at once."""

    rule = serializers.CharField(max_length=46, help_text="R20:0x… permits an operator")
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


class ChangeShape(serializers.Serializer[Any]):
    """New logic that was announced. Times are chain seconds; `before` is the code it replaces."""

    id = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField(source="state.value")
    code = serializers.CharField()
    code_hash = serializers.CharField()
    template = serializers.BooleanField()
    activator = WordField(Role)
    announced_at = serializers.IntegerField()
    announced_in = serializers.CharField()
    earliest = serializers.IntegerField()
    ended_at = serializers.IntegerField()
    before = serializers.CharField(allow_null=True)
    reason = serializers.CharField()


class Changes(serializers.Serializer[Any]):
    """A page of them, the latest first; `next` is the following page's `after`."""

    changes = ChangeShape(many=True)
    next = serializers.CharField(allow_null=True)


class SayingShape(serializers.Serializer[Any]):
    """A function, event or error that came, or went."""

    came = serializers.BooleanField()
    kind = serializers.CharField()
    signature = serializers.CharField()
    notice = serializers.CharField()


class FileShape(serializers.Serializer[Any]):
    """A source file against its predecessor, as a unified difference."""

    before = serializers.CharField()
    after = serializers.CharField()
    difference = serializers.SerializerMethodField()

    def get_difference(self, file: FileDifference) -> str:
        """As `diff -u` writes it, without its first two lines."""
        return "\n".join(line for _, line in file.lines)


class DifferenceShape(serializers.Serializer[Any]):
    """A change against what it replaces. `after` is the contract that this portal compiles to the code
    announced, null where none does; `genuine` says that the code has the hash that was announced.
    """

    before = serializers.CharField(source="before.contract", default=None, allow_null=True)
    after = serializers.CharField(source="after.contract", default=None, allow_null=True)
    genuine = serializers.BooleanField()
    said = SayingShape(many=True)
    files = FileShape(many=True)


class NewChange(serializers.Serializer[Any]):
    """Logic to be announced. For a name in force, `template` and `activator` are what they are."""

    name = serializers.CharField(max_length=31)
    code = AddressField()
    template = serializers.BooleanField(required=False, default=False)
    activator = WordField(Role, required=False, default="regulator")


class Withdrawal(serializers.Serializer[Any]):
    """Why what was announced does not come: 31 bytes, public."""

    reason = serializers.CharField(max_length=31)
