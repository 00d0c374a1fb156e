"""What the market's pages ask before something is signed or proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from apps.ledger.forms import AddressField, Choosing, MomentField, ReasonOnRecordForm, RinggitField
from apps.trading import rules
from apps.trading.types import Form, MarketView, Side
from apps.trading.types.tickets import Lot
from apps.vocabulary.words import ringgit

LONGEST_DAYS = 365
DAY = 86_400
MOST_UNITS = (1 << 48) - 1
"""What the contract takes in one order."""
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}

FORMS = {
    Form.CONTINUOUS: gettext_lazy("Continuous: orders meet as they come"),
    Form.AUCTION: gettext_lazy("Call auction: all orders meet at one price"),
}


class MarketForm(Choosing):
    """A share class, the trustee in whose money it is traded, and how."""

    face = forms.ChoiceField(label=gettext_lazy("Share class"))
    money = forms.ChoiceField(label=gettext_lazy("Money of"))
    form = forms.ChoiceField(label=gettext_lazy("Form of trading"), choices=list(FORMS.items()))
    start_price = RinggitField(
        label=gettext_lazy("Price to begin with, in ringgit"),
        help_text=gettext_lazy("What the price band is around until there is a trade."),
    )
    tick = RinggitField(
        label=gettext_lazy("Step of prices, in ringgit"),
        help_text=gettext_lazy("Every price is a multiple of it."),
        initial="0.10",
    )

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

    def clean(self) -> dict[str, Any]:
        """The price to begin with is a multiple of the step."""
        cleaned: dict[str, Any] = super().clean() or {}
        start, tick = cleaned.get("start_price"), cleaned.get("tick")
        if start and tick and start % tick:
            self.add_error("start_price", gettext("A multiple of the step, please."))
        return cleaned


class LotsForm(Choosing):
    """What is sold: how many units of which certificate, for how many days."""

    certificate = forms.ChoiceField(label=gettext_lazy("Certificate"))
    units = forms.IntegerField(
        label=gettext_lazy("Units"), min_value=1, max_value=MOST_UNITS, widget=forms.TextInput(attrs=NUMBER)
    )
    price = RinggitField(label=gettext_lazy("Price per unit, in ringgit"))
    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        widget=forms.TextInput(attrs=NUMBER),
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
            words = gettext("This certificate has %(units)s units.") % {"units": f"{lot.units:,}"}
            self.add_error("units", words)
        return cleaned


class OrderForm(LotsForm):
    """The ticket: an order to buy or to sell, at a limit within the band and on the grid."""

    side = forms.ChoiceField(
        label=gettext_lazy("I want to"),
        choices=[(Side.BID, gettext_lazy("Buy")), (Side.ASK, gettext_lazy("Sell"))],
        widget=forms.RadioSelect,
    )
    field_order = ("side", "certificate", "units", "price", "days")

    def __init__(self, *args: Any, market: MarketView, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.market = market
        self.longest = min(market.sessions.longest // 24 or LONGEST_DAYS, LONGEST_DAYS)
        self.fields["side"].initial = side
        if side != Side.ASK:
            del self.fields["certificate"]
        self.fields["days"].initial = min(28, self.longest)
        self.fields["days"].help_text = gettext_lazy("You can take it back at any time before.")
        price = self.fields["price"]
        price.label = gettext("Limit per unit")
        price.widget.attrs["aria-describedby"] = "band"
        self.band = gettext("Limits go from RM %(lowest)s to RM %(highest)s, in steps of RM %(tick)s.") % {
            each: ringgit(getattr(market, each)) for each in ("lowest", "highest", "tick")
        }

    def clean_days(self) -> int:
        """No longer than the rulebook lets an order run."""
        days: int = self.cleaned_data["days"]
        if days > self.longest:
            raise forms.ValidationError(gettext("At most %(days)s days.") % {"days": self.longest})
        return days

    def clean_price(self) -> int | None:
        """On the grid, and within the band."""
        price: int | None = self.cleaned_data["price"]
        if price is not None and price % self.market.tick:
            words = gettext("A multiple of RM %(tick)s, please.")
            raise forms.ValidationError(words % {"tick": ringgit(self.market.tick)})
        if price is not None and not self.market.lowest <= price <= self.market.highest:
            bounds = {each: ringgit(getattr(self.market, each)) for each in ("lowest", "highest")}
            words = gettext("Between RM %(lowest)s and RM %(highest)s for now.")
            raise forms.ValidationError(words % bounds)
        return price

    def expires_at(self, now: int) -> int:
        """The chain second at which the order ends."""
        days: int = self.cleaned_data["days"]
        return min(now + days * DAY, rules.latest_expiry(self.market.sessions, now))


class DealForm(LotsForm):
    """What is offered to one buyer."""

    buyer = AddressField(
        label=gettext_lazy("Buyer’s address on the record"),
        help_text=gettext_lazy("Buyers find theirs on their account page. Nobody else can take it."),
    )
    field_order = ("buyer", "certificate", "units", "price", "days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = 7
        self.fields["days"].help_text = gettext_lazy("Until then the buyer can take it, or you take it back.")

    def expires_at(self, now: int) -> int:
        """The chain second at which it ends."""
        days: int = self.cleaned_data["days"]
        return now + days * DAY


class CloseForm(ReasonOnRecordForm):
    """When a market closes, and why."""

    closes_at = MomentField(
        label=gettext_lazy("Closes"),
        help_text=gettext_lazy(
            "Malaysian time, seven days ahead at least. From then on nothing is traded; orders are returned."
        ),
    )
    field_order = ("closes_at", "reason")


def _words(lot: Lot) -> str:
    words = {"number": lot.certificate, "units": f"{lot.units:,}"}
    return gettext("No. %(number)s: %(units)s units") % words
