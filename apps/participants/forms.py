"""What pages ask before something is proposed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, gettext_lazy

from apps.ledger.forms import AddressField, Choosing, ReasonOnRecordForm, ShortTextField
from apps.participants.types import Participant
from apps.vocabulary.types import Address, Role, Standing

DAY = 86_400
LONGEST_FREEZE_DAYS = 30


class AdmitForm(forms.Form):
    """A trustee or an operator, with the keys of its first two members of staff."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[
            (Role.TRUSTEE.word, gettext_lazy("Trustee: holds the money in trust")),
            (Role.OPERATOR.word, gettext_lazy("Operator: knows its customers and runs campaigns")),
        ],
        initial=Role.TRUSTEE.word,
    )
    name = ShortTextField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As it is registered. It is public and stays on the record."),
    )
    maker = AddressField(
        label=gettext_lazy("Maker’s key"),
        help_text=gettext_lazy(
            "The organisation makes two keys at its own installation (manage.py new_staff_keys) and sends "
            "you their addresses."
        ),
    )
    checker = AddressField(label=gettext_lazy("Checker’s key"))

    def clean(self) -> dict[str, Any]:
        """Two different keys."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("maker") and cleaned.get("maker") == cleaned.get("checker"):
            self.add_error("checker", gettext("Maker and checker need two different keys."))
        return cleaned

    @property
    def chosen_role(self) -> Role:
        """The role that was ticked."""
        return Role[self.cleaned_data["role"].upper()]


class StandingForm(ReasonOnRecordForm):
    """A new standing. Revoking is for ever: the name is typed to confirm it."""

    WORDS: ClassVar[dict[str, Standing]] = {
        "suspend": Standing.SUSPENDED,
        "reinstate": Standing.ACTIVE,
        "revoke": Standing.REVOKED,
    }

    change = forms.ChoiceField(choices=[(word, word) for word in WORDS], widget=forms.HiddenInput)
    confirm = forms.CharField(required=False)

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant

    def clean(self) -> dict[str, Any]:
        """What cannot be taken back is typed."""
        cleaned: dict[str, Any] = super().clean() or {}
        wanted = self.participant.confirmation
        if cleaned.get("change") == "revoke" and cleaned.get("confirm", "").strip() != wanted:
            self.add_error("confirm", gettext("This is not what was asked for."))
        return cleaned

    @property
    def standing(self) -> Standing:
        """The standing that was chosen."""
        return self.WORDS[self.cleaned_data["change"]]


class FreezeForm(ReasonOnRecordForm):
    """For how many days; none lifts the freeze."""

    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=0,
        max_value=3650,
        initial=LONGEST_FREEZE_DAYS,
        help_text=gettext_lazy("A first freeze lapses after 30 days, unless you confirm it. 0 lifts it."),
    )

    def until(self, now: int) -> int:
        """The chain second at which the freeze lapses; 0 lifts it."""
        days: int = self.cleaned_data["days"]
        return now + days * DAY if days else 0


class SignerForm(forms.Form):
    """A key of the organisation's own door."""

    key = AddressField(label=gettext_lazy("Key"), help_text=gettext_lazy("The address of the key."))


class RecoverForm(forms.Form):
    """The key that is to sign for a client whose own is lost."""

    key = AddressField(
        label=gettext_lazy("New key"),
        help_text=gettext_lazy("The address that the client derived anew, confirmed in person."),
    )


class PartnerForm(Choosing):
    """An organisation to link."""

    other = forms.ChoiceField(label=gettext_lazy("Organisation"))

    def __init__(self, *args: Any, partners: list[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("other", [(each.door, each.name) for each in partners])


class WithdrawOrderForm(ReasonOnRecordForm):
    """Why an order is taken back."""


class MoveForm(Choosing):
    """Another operator, together with a trustee that is linked to it."""

    way = forms.ChoiceField(
        label=gettext_lazy("Operator and trustee"),
        help_text=gettext_lazy("A trustee can guard you only where it is linked with the operator."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, ways: list[tuple[Participant, Participant]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = {f"{operator.door}:{trustee.door}": (operator, trustee) for operator, trustee in ways}
        self.choose(
            "way",
            [
                (
                    key,
                    gettext("%(operator)s, in the guard of %(trustee)s")
                    % {"operator": o.name, "trustee": t.name},
                )
                for key, (o, t) in self.ways.items()
            ],
        )

    @property
    def chosen(self) -> tuple[Address, Address]:
        """The doors of the operator and the trustee that were ticked."""
        operator, trustee = self.ways[self.cleaned_data["way"]]
        return operator.door, trustee.door
