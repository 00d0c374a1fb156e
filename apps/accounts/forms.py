"""The forms of sign-in that are not django-allauth's own."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.accounts import second_factor
from apps.accounts.errors import TooSoon


class _CodeOnce:
    """Checks a code in PostgreSQL: used codes and tries survive a flush of the cache."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]  # type: ignore[attr-defined]
        try:
            accepted = second_factor.accept(self.user, code)  # type: ignore[attr-defined]
        except TooSoon as wait:
            raise ValidationError(_(wait.sentence), code=wait.code) from wait
        if accepted is None:
            raise get_adapter().validation_error("incorrect_code")
        accepted.user = self.user  # type: ignore[attr-defined]
        self.authenticator = accepted
        return code


class SecondFactorForm(_CodeOnce, AuthenticateForm):  # type: ignore[misc]
    """MFA_FORMS["authenticate"]: the code after the password."""


class SecondFactorAgainForm(_CodeOnce, ReauthenticateForm):  # type: ignore[misc]
    """MFA_FORMS["reauthenticate"]: the code before a dangerous act."""
