"""What pages ask about campaigns. Amounts are typed in ringgit, times as Malaysian dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, gettext_lazy

from apps.campaigns.rules import MOST_PAYMENTS, read_rate, units_for
from apps.campaigns.types import ALLOCATIONS, MOST_UNITS, SECTORS, Allocation, Offer
from apps.ledger.forms import (
    Choosing,
    MomentField,
    ReadField,
    ReasonOnRecordForm,
    RinggitField,
    ShortTextField,
)
from apps.rulebook import queries as rulebook
from apps.vocabulary.types import Address
from apps.vocabulary.words import ringgit

LONGEST = 4000


def _text(label: Any, help_text: Any, rows: int = 5) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=LONGEST)


class WordsForm(Choosing):
    """What a campaign says of itself: one section of it."""

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
    team = _text(
        gettext_lazy("Team"),
        gettext_lazy("Who does it, and what they did before. Everybody will be able to read this."),
        8,
    )
    financials = _text(
        gettext_lazy("Financials"),
        gettext_lazy("Revenue, costs, debts and cash of the last years, and what you expect."),
        8,
    )
    risks = _text(gettext_lazy("Risks"), gettext_lazy("What can go wrong, said plainly."), 8)

    SECTION_FIELDS: ClassVar = {
        "brief": ("title", "pitch", "sector"),
        "story": ("story", "use_of_proceeds"),
        "team": ("team",),
        "financials": ("financials",),
        "risks": ("risks",),
    }
    """Which fields are on which page."""

    def __init__(self, *args: Any, section: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("sector", [(word, gettext(label)) for word, label in SECTORS.items()])
        wanted = self.SECTION_FIELDS[section]
        self.fields = {name: field for name, field in self.fields.items() if name in wanted}


class DocumentForm(Choosing):
    """A document of a draft."""

    slot = forms.ChoiceField(label=gettext_lazy("Which"))
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("PDF, JPEG or PNG, at most 5 MB.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("slot", [(word, gettext(label)) for word, label in rulebook.slots().items()])


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
        help_text=gettext_lazy("There are never more."),
    )
    allocation = forms.ChoiceField(
        label=gettext_lazy("If more is asked for than there is"),
        widget=forms.RadioSelect,
        initial=Allocation.FIRST_COME.value,
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
        self.choose("allocation", [(each.value, gettext(label)) for each, label in ALLOCATIONS.items()])

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
            allocation=Allocation(given["allocation"]),
        )


class HowMuchForm(forms.Form):
    """How much is pledged: ringgit, units, or both where they say the same. Nothing is guessed."""

    amount = RinggitField(label=gettext_lazy("Amount"), required=False)
    units = forms.IntegerField(label=gettext_lazy("Units"), min_value=1, max_value=MOST_UNITS, required=False)

    def __init__(self, *args: Any, price: int, **options: Any) -> None:
        """`price` of one unit, in sen."""
        super().__init__(*args, **options)
        self.price = price

    def clean(self) -> dict[str, Any]:
        """One of the two, or both alike."""
        given: dict[str, Any] = super().clean() or {}
        sen, units = given.get("amount"), given.get("units")
        if not sen and not units and not self.errors:
            self.add_error("amount", gettext("Say how much, in ringgit or in units."))
        if sen and units and sen != units * self.price:
            said = gettext("%(units)s units cost RM %(cost)s, not RM %(amount)s. Change one of the two.")
            told = {"units": f"{units:,}", "cost": ringgit(units * self.price), "amount": ringgit(sen)}
            self.add_error("units", said % told)
        return given

    @property
    def asked(self) -> int:
        """The units, once valid. Raises NotAMultiple."""
        return self.cleaned_data["units"] or units_for(self.cleaned_data["amount"], self.price)


class PledgeForm(HowMuchForm):
    """What is pledged; less when less is left, if ticked; later, if its money is on its way."""

    fewer = forms.BooleanField(label=gettext_lazy("Take fewer units if not all are left"), required=False)
    later = forms.BooleanField(
        label=gettext_lazy("My money is on its way: sign now, and pledge when it has come"), required=False
    )
    risk = forms.BooleanField(
        label=gettext_lazy("I may lose all of it, and may not be able to sell it for years.")
    )


class SayForm(forms.Form):
    """A comment, a question or an answer."""

    text = forms.CharField(
        label=gettext_lazy("Your words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class UpdateForm(forms.Form):
    """What an issuer tells its investors."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=2000,
        help_text=gettext_lazy("Plain text. Everybody will be able to read it, and nobody to change it."),
    )


class NoticeForm(forms.Form):
    """What has changed for the worse."""

    reason = ShortTextField(
        label=gettext_lazy("What has changed"),
        help_text=gettext_lazy("On the record, for everybody: at most 31 letters. Say more in an update."),
    )
    sure = forms.BooleanField(label=gettext_lazy("I have read what this does, and that it cannot be undone."))


class ApprovalForm(forms.Form):
    """Why a campaign is approved."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=5,
        max_length=500,
        help_text=gettext_lazy(
            "Kept with the campaign, for you, your trustee, the regulator and the issuer."
        ),
    )


class RejectionForm(ReasonOnRecordForm):
    """Why a campaign is turned down: in short for the record, and what the issuer should know."""

    explanation = forms.CharField(
        label=gettext_lazy("What the issuer should know"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
        help_text=gettext_lazy("For the issuer and who oversees it, not for the public."),
    )


class CheckForm(forms.Form):
    """A file to be compared with what is on the record."""

    file = forms.FileField(label=gettext_lazy("Check this file"))


class SukukForm(forms.Form):
    """A sukuk's own terms."""

    rate = ReadField(
        read_rate,
        label=gettext_lazy("Profit rate, in percent a year"),
        max_length=10,
        help_text=gettext_lazy("Of the price, such as 6.25. At most 50."),
    )
    payments = forms.IntegerField(
        label=gettext_lazy("How often profit is paid"),
        min_value=1,
        max_value=MOST_PAYMENTS,
        help_text=gettext_lazy("In equal periods from the close to the maturity."),
    )
    matures_at = MomentField(
        label=gettext_lazy("Matures"),
        help_text=gettext_lazy(
            "Malaysian time. Then each unit’s price is paid back: 30 days to 30 years after the close."
        ),
    )
