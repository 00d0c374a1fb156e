"""What pages ask about campaigns. Amounts are typed in ringgit, times as Malaysian dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from apps.campaigns.types import MOST_UNITS, SECTORS, SLOTS, Offer
from apps.ledger.forms import Choosing, MomentField, RinggitField
from apps.vocabulary.types import Address

LONGEST = 4000


def _text(label: Any, help_text: Any, rows: int = 5) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=LONGEST)


class WordsForm(Choosing):
    """What a campaign says of itself."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("The name under which investors find you."),
    )
    pitch = forms.CharField(
        label=gettext_lazy("In one line"),
        max_length=240,
        help_text=gettext_lazy("What you do, so that anybody understands it."),
    )
    sector = forms.ChoiceField(label=gettext_lazy("Sector"))
    story = _text(gettext_lazy("The story"), gettext_lazy("What you do, for whom, and why it works."), 8)
    use_of_proceeds = _text(gettext_lazy("Use of proceeds"), gettext_lazy("What the money is spent on."))
    team = _text(gettext_lazy("Team"), gettext_lazy("Who does it. Everybody will be able to read this."))
    risks = _text(gettext_lazy("Risks"), gettext_lazy("What can go wrong, said plainly."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("sector", [(word, gettext(label)) for word, label in SECTORS.items()])


class DocumentForm(Choosing):
    """A document of a draft."""

    slot = forms.ChoiceField(label=gettext_lazy("Which"))
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, JPEG or PNG, at most 5 MB.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("slot", [(word, gettext(label)) for word, label in SLOTS.items()])


class OfferForm(Choosing):
    """The terms of a campaign."""

    face = forms.ChoiceField(label=gettext_lazy("Share class"))
    money = forms.ChoiceField(
        label=gettext_lazy("Money"),
        help_text=gettext_lazy("Whose ringgit it is: the trustee holds it until the end."),
    )
    price = RinggitField(label=gettext_lazy("Price per unit"))
    minimum = forms.IntegerField(
        label=gettext_lazy("Minimum units"),
        min_value=1,
        max_value=MOST_UNITS,
        help_text=gettext_lazy("With less, everybody is paid back."),
    )
    maximum = forms.IntegerField(
        label=gettext_lazy("Maximum units"),
        min_value=1,
        max_value=MOST_UNITS,
        help_text=gettext_lazy("When it is reached, the campaign closes at once."),
    )
    opens_at = MomentField(
        label=gettext_lazy("Opens"), help_text=gettext_lazy("Malaysian time, in the future.")
    )
    closes_at = MomentField(
        label=gettext_lazy("Closes"), help_text=gettext_lazy("Malaysian time, at most 180 days later.")
    )

    def __init__(
        self,
        *args: Any,
        classes: Sequence[tuple[str, str]],
        moneys: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose("face", classes)
        self.choose("money", moneys)

    def clean(self) -> dict[str, Any]:
        """What the contract would refuse, said beside the field."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("minimum") and given.get("maximum") and given["minimum"] > given["maximum"]:
            self.add_error("minimum", gettext("The minimum is above the maximum."))
        if given.get("opens_at") and given.get("closes_at") and given["opens_at"] >= given["closes_at"]:
            self.add_error("closes_at", gettext("The campaign closes before it opens."))
        return given

    @property
    def offer(self) -> Offer:
        """The terms, once valid."""
        given = self.cleaned_data
        return Offer(
            face=Address(given["face"]),
            money=Address(given["money"]),
            price=given["price"],
            minimum=given["minimum"],
            maximum=given["maximum"],
            opens_at=given["opens_at"],
            closes_at=given["closes_at"],
        )


class PledgeForm(forms.Form):
    """An amount to pledge; less when less is left, if ticked."""

    amount = RinggitField(label=gettext_lazy("Amount"))
    fewer = forms.BooleanField(label=gettext_lazy("Take fewer units if not all are left"), required=False)
    risk = forms.BooleanField(
        label=gettext_lazy("I may lose all of it, and may not be able to sell it for years.")
    )


class CheckForm(forms.Form):
    """A file to be compared with what is on the record."""

    file = forms.FileField(label=gettext_lazy("Check this file"))
