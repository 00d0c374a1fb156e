"""Forms of the portal's own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.ledger.forms import AddressField, Choosing, ReasonOnRecordForm
from apps.portal import looks
from apps.vocabulary.types import InvestorClass


class DecisionForm(forms.Form):
    """A checker's decision on a proposal."""

    decision = forms.ChoiceField(choices=[("approve", "approve"), ("reject", "reject")])
    reason = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """A rejection without a reason is none."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "reject" and not cleaned.get("reason"):
            raise forms.ValidationError(_("Say why you reject it."))
        return cleaned


class KeyForm(forms.Form):
    """A further key of a client's own."""

    key = AddressField(
        label=_("Address of the key"),
        help_text=_("0x and 40 figures, as your wallet shows it. The wallet's key can then sign for you."),
    )


class StandingForm(ReasonOnRecordForm):
    """A change of how a client stands, with a reason that all can read, confirmed by typing a word."""

    confirm = forms.CharField(label=_("Confirmation"), max_length=20)

    def __init__(self, *arguments: Any, confirmation: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.confirmation = confirmation
        self.fields["confirm"].help_text = _("Type %(word)s.") % {"word": confirmation}

    def clean_confirm(self) -> str:
        """What was typed is what was asked for."""
        typed: str = self.cleaned_data["confirm"]
        if typed.strip() != self.confirmation:
            raise forms.ValidationError(_("Type %(word)s.") % {"word": self.confirmation})
        return typed


class RenewForm(Choosing):
    """A client's class, certified again."""

    investor_class = forms.TypedChoiceField(label=_("Class"), coerce=int)
    days = forms.IntegerField(label=_("Valid for how many days"), min_value=1, max_value=366, initial=365)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.choose(
            "investor_class", [(int(each), looks.investor_class(each)) for each in InvestorClass if each]
        )
