"""Sessions: begun by a proof, fixed to it, ended at once everywhere when the account's epoch moves."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.accounts import clock, hierarchy
from apps.accounts.errors import ChallengeExpired
from apps.accounts.models import Account
from apps.vocabulary.errors import Unavailable
from apps.vocabulary.types import Address

BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
SIGNER_KEY: Final = "accounts_signer"
CHALLENGE_KEY: Final = "accounts_challenge"
DEVICE_COOKIE: Final = "castor_device"
DEVICE_SALT: Final = "castor.accounts.device"
DEVICE_LIFE: Final = 180 * 24 * 3600


def begin_as_client(request: HttpRequest, account: Account, signer: str) -> None:
    """A fresh session, with a new key, for whoever signed with `signer`."""
    login(request, account, backend=BACKEND)
    request.session[SIGNER_KEY] = signer


def begin_as_staff(request: HttpRequest, account: Account, factor: Authenticator) -> None:
    """A fresh session for whoever gave password and code."""
    login(request, account, backend=BACKEND)
    record_authentication(request, account, method="mfa", id=factor.pk, type=factor.type)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was begun, or confirmed, by a second factor of its own account."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def showed_second_factor(request: HttpRequest, within: int) -> bool:
    """Whether this session's own second factor was shown in the last so many seconds."""
    records = get_authentication_records(request, request.user)
    shown = [float(record.get("at", 0)) for record in records if record.get("method") == "mfa"]
    return bool(shown) and max(shown) > clock.wall().timestamp() - within


def confirm_again(request: HttpRequest, account: Account, factor: Authenticator) -> None:
    """The second factor was shown again in a session that goes on."""
    record_authentication(
        request, account, method="mfa", id=factor.pk, type=factor.type, reauthenticated=True
    )


def has_ended(request: HttpRequest) -> bool:
    """Whether this session claims somebody whom it no longer proves.

    Its account was closed or signed out elsewhere, or its client's key no longer signs for the door. A door
    that is suspended, frozen, expired or revoked is no reason: whoever holds it may still take back what is
    theirs, and must be able to sign in for that.
    """
    claimed = SESSION_KEY in request.session  # asked first: reading the user may empty the session
    account = request.user
    if not isinstance(account, Account):
        return claimed
    if account.is_staff or account.door is None:
        return False
    try:
        return hierarchy.signs_no_more(Address(account.door), request.session.get(SIGNER_KEY, ""))
    except Unavailable:
        # Without the read model no page of the market answers and no act is prepared; nobody is thrown out
        # because Redis is away, and the next request asks again.
        return False


def hold_challenge(request: HttpRequest, id: UUID) -> None:
    """Ties a challenge to this browser: another one cannot answer it here, nor this one elsewhere."""
    request.session[CHALLENGE_KEY] = str(id)


def take_challenge(request: HttpRequest, id: UUID) -> None:
    """Raises ChallengeExpired unless this browser asked for this challenge last."""
    if request.session.pop(CHALLENGE_KEY, None) != str(id):
        raise ChallengeExpired


def device_of(request: HttpRequest, name: str) -> str | None:
    """The mark of a browser that signed in as `name` before, or None."""
    raw = request.COOKIES.get(DEVICE_COOKIE, "")
    try:
        marks: dict[str, str] = signing.loads(raw, salt=DEVICE_SALT, max_age=DEVICE_LIFE)
    except signing.BadSignature:
        return None
    return marks.get(name)


def mark_device(request: HttpRequest, response: HttpResponseBase, account: Account) -> None:
    """Marks this browser as one that the account signed in from."""
    mark = device_of(request, account.username) or uuid4().hex
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps({account.username: mark}, salt=DEVICE_SALT),
        max_age=DEVICE_LIFE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
