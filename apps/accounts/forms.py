"""The forms of signing up and in. No field of them ever holds a passphrase: those inputs have no name."""

from __future__ import annotations

import re
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import second_factor
from apps.accounts.errors import TooSoon
from apps.accounts.models import Account
from apps.accounts.types import Document, OperatorChoice
from apps.vocabulary.types import Role

SIGNATURE = re.compile(r"0x([0-9a-fA-F]{2}){65,2000}\Z")
"""A key's 65 bytes, or a passkey's assertion, ABI-encoded."""
NAME_INPUT = forms.TextInput(
    attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": "32"}
)


class _SignedForm(forms.Form):
    """Carries the answer to a challenge."""

    challenge = forms.UUIDField(widget=forms.HiddenInput, required=True)
    signature = forms.CharField(widget=forms.HiddenInput, required=True, max_length=4096)

    def clean_signature(self) -> bytes:
        """The bytes of the signature."""
        text: str = self.cleaned_data["signature"]
        if not SIGNATURE.match(text):
            raise ValidationError(_("Please sign in your browser first."))
        return bytes.fromhex(text[2:])


class SignInForm(_SignedForm):
    """A client's name and the signed challenge."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=32, widget=NAME_INPUT)
    credential = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1400)


class LostKeyForm(_SignedForm):
    """Whose key is lost, and the message that the new one signed."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=32, widget=NAME_INPUT)


class SignUpForm(_SignedForm):
    """What an account is to be, what is accepted, and the signed challenge."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=32,
        widget=NAME_INPUT,
        help_text=gettext_lazy(
            "3 to 32 letters (a to z), figures, dots, dashes or underscores. Others see it."
        ),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("I come as"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        choices=[
            (Role.INVESTOR.word, gettext_lazy("an investor: I put money into companies")),
            (Role.ISSUER.word, gettext_lazy("an issuer: my company raises money")),
        ],
        initial=Role.INVESTOR.word,
    )
    operator = forms.ChoiceField(
        label=gettext_lazy("Operator"),
        help_text=gettext_lazy("It checks who you are, and is your contact in the market."),
    )
    terms = forms.BooleanField(label=gettext_lazy("I accept the terms of use."))
    risk = forms.BooleanField(
        label=gettext_lazy("I have read the risk warning: I can lose all the money that I invest.")
    )
    privacy = forms.BooleanField(
        label=gettext_lazy("I agree to how my data is used, as the privacy notice says.")
    )

    def __init__(self, *args: Any, operators: list[OperatorChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["operator"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [(each.door, each.name) for each in operators]

    def consents(self) -> list[Document]:
        """The documents that were ticked."""
        return [document for document in Document if self.cleaned_data.get(document.value)]


class _CodeOnce:
    """Checks a code in PostgreSQL: used codes and tries survive a flush of the cache."""

    # As allauth's form has them:
    user: Account
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            accepted = second_factor.accept(self.user, code)
        except TooSoon as wait:
            said = _(wait.sentence).replace("{seconds}", str(wait.seconds))
            raise ValidationError(said, code=wait.code) from wait
        if accepted is None:
            raise get_adapter().validation_error("incorrect_code")
        accepted.user = self.user
        self.authenticator = accepted
        return code


class SecondFactorForm(_CodeOnce, AuthenticateForm):
    """MFA_FORMS["authenticate"]: the code after the password."""


class SecondFactorAgainForm(_CodeOnce, ReauthenticateForm):
    """MFA_FORMS["reauthenticate"]: the code before a dangerous act."""
