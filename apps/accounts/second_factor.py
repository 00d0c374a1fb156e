"""Codes of staff: each counts once, tries are braked in PostgreSQL, and the secrets are stored encrypted."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import quote

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from apps.accounts import attempts, clock
from apps.accounts.market_secret import key_for
from apps.accounts.models import Account
from apps.accounts.rules import FREE_TRIES

PERIOD: Final = 30
"""Seconds that a code stands (RFC 6238); its neighbours are taken as well, for clocks differ."""

NONCE_BYTES: Final = 12
SECOND_FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def seal(text: str) -> str:
    """A secret as it is stored: AES-GCM under a key that the database does not hold."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key_for("second-factor")).encrypt(nonce, text.encode(), None)
    return base64.b64encode(nonce + sealed).decode()


def unseal(text: str) -> str:
    """What `seal` was given. Raises cryptography's InvalidTag for anything else."""
    raw = base64.b64decode(text)
    return AESGCM(key_for("second-factor")).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()


def enrol(account: Account) -> str:
    """Gives the account a code generator; answers its otpauth address, to be shown once."""
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    Authenticator.objects.create(
        user_id=account.pk, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)}
    )
    return f"otpauth://totp/Castor:{quote(account.username)}?secret={secret}&issuer=Castor"


def has_one(account: Account) -> bool:
    """Whether the account has a code generator or a passkey."""
    return bool(Authenticator.objects.filter(user_id=account.pk, type__in=SECOND_FACTORS).exists())


def accept(account: Account, code: str) -> Authenticator | None:
    """The authenticator whose code this is, or None. A code is accepted once, by however many servers.

    Raises TooSoon after too many wrong ones.
    """
    tried = attempts.subject("code", str(account.pk))
    attempts.count(tried, free=FREE_TRIES)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        accepted = _by_generator(account.pk, code) or _by_recovery_code(account.pk, code)
    if accepted:
        attempts.forgive(tried)
    return accepted


def current_code(account: Account) -> str | None:
    """The next code of a code generator that the portal would accept; None when there is none."""
    generator = _generator(account.pk)
    if generator is None:
        return None
    secret = decrypt(generator.data["secret"])
    # The step before is still accepted, but may be over by the time that somebody has typed it.
    unused = [step for step in _steps()[1:] if step > (account.last_code or 0)]
    return code_at(secret, unused[0]) if unused else None


def code_at(secret: str, step: int) -> str:
    """The six figures of RFC 6238 (HMAC-SHA-1) for a step of 30 seconds; `secret` in base 32."""
    digest = hmac.new(base64.b32decode(secret, casefold=True), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    value = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{value % 1_000_000:06d}"


def _steps() -> tuple[int, int, int]:
    now = int(clock.wall().timestamp()) // PERIOD
    return now - 1, now, now + 1


def _generator(account: int) -> Authenticator | None:
    return Authenticator.objects.filter(user_id=account, type=Authenticator.Type.TOTP).first()


def _by_generator(account: int, code: str) -> Authenticator | None:
    generator = _generator(account)
    if generator is None:
        return None
    secret = decrypt(generator.data["secret"])
    used = Account.objects.values_list("last_code", flat=True).get(pk=account) or 0
    for step in _steps():
        if step > used and hmac.compare_digest(code_at(secret, step).encode(), code.strip().encode()):
            Account.objects.filter(pk=account).update(last_code=step)
            return generator
    return None


def _by_recovery_code(account: int, code: str) -> Authenticator | None:
    codes = Authenticator.objects.filter(user_id=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return codes if codes and codes.wrap().validate_code(code) else None
