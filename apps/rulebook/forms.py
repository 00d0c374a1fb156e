"""What pages ask before a figure, new logic, or its withdrawal is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, gettext_lazy

from apps.ledger.forms import AddressField, Choosing, MomentField, ReasonOnRecordForm, ShortTextField
from apps.rulebook.rules import RULES, permission
from apps.vocabulary.types import Address, InvestorClass, Role

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
        help_text=gettext_lazy(
            "A whole number in the rule’s unit: amounts in sen, rates in parts per million; of documents, "
            "the sum of 1 (presentation), 2 (financial statements) and 4 (terms of the shares)."
        ),
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


class AnnounceForm(forms.Form):
    """New logic: under which name, at which address, and who is to activate it where the name is new."""

    KINDS: ClassVar[dict[str, tuple[bool, Role]]] = {
        "trustee": (False, Role.TRUSTEE),
        "regulator": (False, Role.REGULATOR),
        "template": (True, Role.OPERATOR),
    }

    name = ShortTextField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("The name of what it follows, such as money or campaign; or a new one."),
    )
    code = AddressField(
        label=gettext_lazy("Address of the code"),
        help_text=gettext_lazy("It is deployed already; its page shows what it was compiled from."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("If the name is new"),
        choices=[
            ("template", gettext_lazy("A template of instances: an operator activates it")),
            ("trustee", gettext_lazy("A module of money or equity: a trustee activates it")),
            ("regulator", gettext_lazy("A module of rules: you activate it yourselves")),
        ],
        help_text=gettext_lazy("For a name in force, kind and activator stay what they are."),
    )

    @property
    def wanted(self) -> dict[str, Any]:
        """What `services.announce` takes."""
        template, activator = self.KINDS[self.cleaned_data["kind"]]
        given = {"name": self.cleaned_data["name"], "code": self.cleaned_data["code"]}
        return {**given, "template": template, "activator": activator}


class WithdrawForm(ReasonOnRecordForm):
    """Why what was announced does not come."""
