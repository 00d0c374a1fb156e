"""What pages ask before money moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext, gettext_lazy

from apps.ledger.forms import PLAIN, Choosing, MomentField, RinggitField
from apps.treasury import rules
from apps.treasury.errors import WrongReference
from apps.treasury.types import Pocket


class WithdrawalForm(Choosing):
    """How much is to be paid out, of which trustee's money."""

    token = forms.ChoiceField(label=gettext_lazy("Held by"))
    amount = RinggitField(label=gettext_lazy("Amount"))

    def __init__(self, *args: Any, pockets: Sequence[Pocket], names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pockets = {each.token: each for each in pockets}
        self.choose("token", [(each.token, name) for each, name in zip(pockets, names, strict=True)])
        if len(pockets) == 1:
            choice = self.fields["token"]
            choice.widget, choice.initial = forms.HiddenInput(), pockets[0].token

    def clean(self) -> dict[str, Any]:
        """Not more than there is: the contract says so too, but only after the signature."""
        cleaned: dict[str, Any] = super().clean() or {}
        pocket, amount = self.pockets.get(cleaned.get("token", "")), cleaned.get("amount", 0)
        if pocket is not None and amount > pocket.available:
            self.add_error("amount", gettext("This is more than you have available."))
        return cleaned


class BankAccountForm(forms.Form):
    """An account at a bank."""

    bank = forms.CharField(label=gettext_lazy("Bank"), max_length=60)
    holder = forms.CharField(
        label=gettext_lazy("Account holder"), max_length=140, help_text=gettext_lazy("As the bank has it.")
    )
    number = forms.RegexField(
        label=gettext_lazy("Account number"),
        regex=r"^[0-9][0-9 \-]{4,28}[0-9]$",
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **PLAIN}),
        error_messages={"invalid": gettext_lazy("An account number has 6 to 20 figures.")},
    )


class BankLineForm(forms.Form):
    """A credit on the trustee's account, as the bank shows it."""

    reference = forms.CharField(
        label=gettext_lazy("Reference that the payer wrote"),
        required=False,
        max_length=32,
        help_text=gettext_lazy("Empty where it is none of ours: you say later whose it is."),
        widget=forms.TextInput(
            attrs={
                "class": "hex",
                "hx-get": reverse_lazy("treasury:reference"),
                "hx-trigger": "input changed delay:250ms, load",
                "hx-target": "#reference-said",
                "hx-swap": "innerHTML",
                "aria-describedby": "reference-said",
                **PLAIN,
            }
        ),
    )
    amount = RinggitField(label=gettext_lazy("Amount"))
    bank_reference = forms.CharField(
        label=gettext_lazy("Bank’s own reference"),
        max_length=64,
        widget=forms.TextInput(attrs={"class": "hex", **PLAIN}),
    )
    credited_at = MomentField(
        label=gettext_lazy("Credited at"), help_text=gettext_lazy("The bank’s time, in Malaysia.")
    )
    payer = forms.CharField(
        label=gettext_lazy("Payer"),
        required=False,
        max_length=140,
        help_text=gettext_lazy("Kept encrypted, and shown to nobody without a reason."),
    )

    def clean_reference(self) -> str:
        """One that fits its check letter, or none."""
        typed: str = self.cleaned_data["reference"]
        proper = rules.read_reference(typed) if typed.strip() else ""
        if proper is None:
            raise ValidationError(gettext(WrongReference.sentence), code=WrongReference.code)
        return proper
