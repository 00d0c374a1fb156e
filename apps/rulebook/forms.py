"""What the page asks before a figure is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from apps.ledger.forms import Choosing, MomentField
from apps.rulebook.rules import RULES, permission
from apps.vocabulary.types import Address, InvestorClass

_CLASSES = {
    InvestorClass.NONE: gettext_lazy("For all"),
    InvestorClass.RETAIL: gettext_lazy("Retail"),
    InvestorClass.ANGEL: gettext_lazy("Angel"),
    InvestorClass.SOPHISTICATED: gettext_lazy("Sophisticated"),
}


class FigureForm(Choosing):
    """A figure of a rule for a class, from a moment on."""

    rule = forms.ChoiceField(label=gettext_lazy("Rule"))
    investor_class = forms.TypedChoiceField(
        label=gettext_lazy("Class"),
        choices=[(int(each), words) for each, words in _CLASSES.items()],
        coerce=lambda value: InvestorClass(int(value)),
    )
    value = forms.IntegerField(
        label=gettext_lazy("Figure"),
        min_value=0,
        help_text=gettext_lazy("A whole number in the rule’s unit; amounts are in sen."),
    )
    effective_from = MomentField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy("Malaysian time. Empty: at once."),
    )

    def __init__(self, *args: Any, operators: Sequence[tuple[Address, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [(id, f"{id} · {gettext(rule.text)} ({rule.unit})") for id, rule in RULES.items()]
        to = gettext("R20 · Secondary trading is open to %(name)s (flag)")
        self.choose("rule", [*rules, *((permission(door), to % {"name": name}) for door, name in operators)])

    def clean_effective_from(self) -> int:
        """The chain second from which the figure holds; 0: at once."""
        return self.cleaned_data["effective_from"] or 0
