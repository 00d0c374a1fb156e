"""What the market's pages ask before something is signed or proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from apps.ledger.forms import Choosing, RinggitField
from apps.trading.types import Lot

LONGEST_DAYS = 365
DAY = 86_400


class MarketForm(Choosing):
    """A share class, and the trustee in whose money it is traded."""

    face = forms.ChoiceField(label=gettext_lazy("Share class"))
    money = forms.ChoiceField(label=gettext_lazy("Money of"))

    def __init__(
        self,
        *args: Any,
        faces: Sequence[tuple[str, str]],
        moneys: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose("face", faces)
        self.choose("money", moneys)


class OfferForm(Choosing):
    """How many units of which certificate, at which price, for how long."""

    certificate = forms.ChoiceField(label=gettext_lazy("Certificate"))
    units = forms.IntegerField(
        label=gettext_lazy("Units"),
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    price = RinggitField(label=gettext_lazy("Price per unit, in ringgit"))
    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=30,
        help_text=gettext_lazy("How long the offer stands. You can end it at any time before."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, lots: Sequence[Lot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lots = {str(each.certificate): each for each in lots if each.ready}
        self.choose("certificate", [(number, _words(each)) for number, each in self.lots.items()])

    def clean(self) -> dict[str, Any]:
        """No more units than the certificate has."""
        cleaned: dict[str, Any] = super().clean() or {}
        lot = self.lots.get(cleaned.get("certificate", ""))
        if lot is not None and cleaned.get("units", 0) > lot.units:
            self.add_error("units", gettext("This certificate has %(units)s units.") % {"units": lot.units})
        return cleaned

    def expires_at(self, now: int) -> int:
        """The chain second at which the offer ends."""
        days: int = self.cleaned_data["days"]
        return now + days * DAY


class TakeForm(forms.Form):
    """How many units of an offer."""

    units = forms.IntegerField(
        label=gettext_lazy("Units"),
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, left: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = left
        self.fields["units"].initial = left

    def clean_units(self) -> int:
        """No more than are left."""
        units: int = self.cleaned_data["units"]
        if units > self.left:
            raise forms.ValidationError(gettext("%(units)s units are left.") % {"units": f"{self.left:,}"})
        return units


def _words(lot: Lot) -> str:
    words = {"number": lot.certificate, "units": f"{lot.units:,}"}
    return gettext("No. %(number)s: %(units)s units") % words
