"""How django-allauth serves Castor's staff: nobody signs up, nobody comes in without a second factor."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts import second_factor
from apps.accounts.models import Account
from apps.accounts.types import Kind


class StaffSignIn(DefaultAccountAdapter):
    """ACCOUNT_ADAPTER."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: `manage.py add_staff` opens accounts of staff."""
        return False

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Turns away who has no second factor: a password alone opens nothing, not even enrolment."""
        if user.kind != Kind.STAFF or not second_factor.has_one(user):
            return render(request, "accounts/second_factor_missing.html", status=403)
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return refused


class SecondFactors(DefaultMFAAdapter):
    """MFA_ADAPTER."""

    def encrypt(self, text: str) -> str:
        """Secrets of code generators are sealed before they are stored."""
        return second_factor.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The reverse of `encrypt`."""
        return second_factor.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor stays."""
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=second_factor.SECOND_FACTORS
        ).exclude(pk=authenticator.pk)
        return bool(others.exists())

    def build_totp_svg(self, url: str) -> str:
        """The QR code of a new code generator."""
        picture = BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", scale=5, border=2, light="white", xmldecl=False)
        return picture.getvalue().decode()
