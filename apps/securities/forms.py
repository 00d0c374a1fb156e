"""What pages ask before something is done with a share class, a certificate, or by an order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from apps.ledger.forms import (
    AddressField,
    Choosing,
    MomentField,
    ReadField,
    ReasonOnRecordForm,
    RinggitField,
    ShortTextField,
)
from apps.participants.types import Participant
from apps.securities.rules import read_quorum, read_rate, read_symbol
from apps.securities.types.actions import Choice, Resolution
from apps.vocabulary.types import Address

Choices = Sequence[tuple[str, str]]


class TrusteeForm(Choosing):
    """A trustee for a class."""

    trustee = forms.ChoiceField(label=gettext_lazy("Trustee"))

    def __init__(self, *args: Any, trustees: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("trustee", trustees)


class ClassForm(TrusteeForm):
    """A share class: its name, its symbol, and the trustee that keeps it."""

    name = ShortTextField(
        label=gettext_lazy("Name of the class"),
        help_text=gettext_lazy("For example “Kopi Utara ordinary”. It is public and stays on the record."),
    )
    symbol = ReadField(
        read_symbol,
        label=gettext_lazy("Symbol"),
        max_length=11,
        help_text=gettext_lazy("2 to 11 capital letters and figures, such as KOPI."),
    )

    field_order = ("name", "symbol", "trustee")


class SplitForm(forms.Form):
    """How many units are split off."""

    units = forms.IntegerField(
        label=gettext_lazy("Units to split off"),
        min_value=1,
        help_text=gettext_lazy("The rest stays in this certificate."),
    )


class MergeForm(Choosing):
    """Into which other certificate of the class."""

    into = forms.TypedChoiceField(label=gettext_lazy("Into certificate"), coerce=int)

    def __init__(self, *args: Any, others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("into", others)


class ConversionForm(forms.Form):
    """One ratio for all units."""

    denominator = forms.IntegerField(label=gettext_lazy("Each so many units"), min_value=1, initial=1)
    numerator = forms.IntegerField(
        label=gettext_lazy("become so many"),
        min_value=0,
        help_text=gettext_lazy(
            "Every certificate is rounded down; what is left over goes to you. 0 redeems the class."
        ),
    )


class Confirmed(forms.Form):
    """What is public at once is typed to confirm it."""

    confirm = forms.CharField(label=gettext_lazy("Confirmation"))

    def __init__(self, *args: Any, confirmation: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.confirmation = confirmation
        self.fields["confirm"].help_text = gettext("Type %(name)s to confirm.") % {"name": confirmation}

    def clean_confirm(self) -> str:
        """What was asked for, and nothing else."""
        typed: str = self.cleaned_data["confirm"]
        if typed.strip() != self.confirmation:
            raise forms.ValidationError(gettext("This is not what was asked for."))
        return typed

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, without the confirmation."""
        return {name: value for name, value in self.cleaned_data.items() if name != "confirm"}


class DividendForm(Confirmed):
    """A dividend: what for each unit, to whom, when. Malaysian times."""

    title = ShortTextField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("For example “Final dividend 2026”. It is public."),
    )
    rate = ReadField(
        read_rate,
        label=gettext_lazy("Ringgit for each unit"),
        max_length=20,
        help_text=gettext_lazy(
            "At most four decimals, such as 0.0525. Each holder’s is rounded down to a sen."
        ),
    )
    record_at = MomentField(
        label=gettext_lazy("Record date"),
        help_text=gettext_lazy("Who holds units at the end of this moment gets it. At most 90 days away."),
    )
    payable_at = MomentField(
        label=gettext_lazy("Paid from"),
        help_text=gettext_lazy("On the record date or later. By then the money has to lie ready."),
    )

    field_order = ("title", "rate", "record_at", "payable_at", "confirm")


class BallotForm(Confirmed):
    """A question to the shareholders. Malaysian times."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("What is to be resolved"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Its fingerprint goes on the chain: nobody can change it afterwards."),
    )
    resolution = forms.TypedChoiceField(
        label=gettext_lazy("Kind of resolution"),
        coerce=Resolution,
        widget=forms.RadioSelect,
        choices=[
            (Resolution.ORDINARY, gettext_lazy("Ordinary: more than half of the votes for and against")),
            (Resolution.SPECIAL, gettext_lazy("Special: three quarters of them at least")),
        ],
        initial=Resolution.ORDINARY,
    )
    quorum = ReadField(
        read_quorum,
        label=gettext_lazy("Quorum, in percent of all units"),
        max_length=8,
        initial="50",
        help_text=gettext_lazy("Who abstains counts as present."),
    )
    record_at = MomentField(
        label=gettext_lazy("Record date"),
        help_text=gettext_lazy("Who holds units at the end of this moment can vote. At most 90 days away."),
    )
    closes_at = MomentField(label=gettext_lazy("Open until"))

    field_order = ("title", "text", "resolution", "quorum", "record_at", "closes_at", "confirm")


class VoteForm(forms.Form):
    """What a holder chooses."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Your vote"),
        widget=forms.RadioSelect,
        choices=[
            (Choice.FOR, gettext_lazy("For")),
            (Choice.AGAINST, gettext_lazy("Against")),
            (Choice.ABSTAIN, gettext_lazy("Abstain")),
        ],
    )


class CancelForm(ReasonOnRecordForm):
    """Why something that was announced is taken back."""


class NothingAsked(forms.Form):
    """A review that asks for nothing but a signature."""


class QuestionForm(forms.Form):
    """What is asked of a class's contract."""

    account = AddressField(label=gettext_lazy("Account"))
    to = AddressField(label=gettext_lazy("Receiver"), required=False)
    number = forms.IntegerField(label=gettext_lazy("Certificate"), min_value=1, required=False)


class OrderForm(ReasonOnRecordForm, Choosing):
    """What of a participant goes to whom. The holder's name is typed to confirm it."""

    asset = forms.ChoiceField(label=gettext_lazy("What it names"), widget=forms.RadioSelect)
    amount = RinggitField(
        label=gettext_lazy("Amount"),
        required=False,
        help_text=gettext_lazy("Of money only. More than is free now also freezes what comes in meanwhile."),
    )
    to = AddressField(label=gettext_lazy("Receiver"), help_text=gettext_lazy("A participant’s address."))
    escrow = forms.ChoiceField(
        label=gettext_lazy("Gives back first"),
        required=False,
        help_text=gettext_lazy(
            "A campaign that holds something for the holder returns all of it before the order is carried "
            "out."
        ),
    )
    confirm = forms.CharField(label=gettext_lazy("Confirmation"))

    field_order = ("asset", "amount", "to", "escrow", "reason", "confirm")

    def __init__(
        self, *args: Any, holder: Participant, assets: Choices, escrows: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.holder = holder
        self.choose("asset", assets)
        self.choose("escrow", [("", gettext("Nobody")), *escrows])
        self.fields["confirm"].help_text = gettext("Type %(name)s to confirm.") % {
            "name": holder.confirmation
        }

    def clean(self) -> dict[str, Any]:
        """Money has an amount; what takes from somebody is typed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if str(cleaned.get("asset", "")).startswith("money:") and not cleaned.get("amount"):
            self.add_error("amount", gettext("Say how much."))
        if cleaned.get("confirm", "").strip() != self.holder.confirmation:
            self.add_error("confirm", gettext("This is not what was asked for."))
        return cleaned

    @property
    def named(self) -> tuple[Address, int]:
        """The face, and the sen or the certificate's number."""
        kind, face, *number = self.cleaned_data["asset"].split(":")
        return Address(face), int(number[0]) if kind == "certificate" else self.cleaned_data["amount"]
