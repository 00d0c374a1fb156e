"""Person tags: the same 32 bytes for the same person at every operator, from which nobody learns the person.

RFC 9497 (ristretto255-SHA512) over identity type and number. The operator's side blinds, the regulator's
service multiplies by a key of its own and learns nothing, the operator's side unblinds: neither can make
tags alone, and each tag costs a request that is logged and counted.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts import oprf
from apps.kyc.errors import TooManyTags
from apps.kyc.models import TagRequest
from apps.participants import queries as participants
from apps.records import queries as records
from apps.vocabulary.errors import Malformed, NotAllowed, Unavailable
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Role, Viewer

REQUESTS_AN_HOUR = 120
_HOUR = dt.timedelta(hours=1)
_USE = b"castor/person-tag/v1"
_FILE = "person-tags.key"


def tag_of(actor: Viewer, identity: tuple[str, str]) -> bytes:
    """The person tag (32 bytes) of an identity type and number; the operator's side.

    Raises NotAllowed for others than operators, TooManyTags, Unavailable where the service has no key.
    """
    message = "\x00".join(identity).encode()
    scalar = oprf.random_blind()
    evaluated = evaluate(actor, oprf.blind(message, scalar))
    return oprf.finalize(message, scalar, evaluated)[:32]


def evaluate(actor: Viewer, element: bytes) -> bytes:
    """A blinded element (32 bytes) times the regulator's key; the regulator's side. Logged, at most 120 an
    hour.

    Raises NotAllowed, TooManyTags, Malformed for what is no element, Unavailable without the key.
    """
    if actor.role is not Role.OPERATOR or actor.door is None or actor.account is None:
        raise NotAllowed
    key = oprf.derive_secret_key(_secret(), _USE)
    now = timezone.now()
    with transaction.atomic():
        asked = TagRequest.objects.filter(door=actor.door, asked_at__gt=now - _HOUR).count()
        if asked >= REQUESTS_AN_HOUR:
            raise TooManyTags(most=REQUESTS_AN_HOUR)
        TagRequest.objects.create(door=actor.door, account=actor.account, asked_at=now)
    try:
        return oprf.blind_evaluate(key, element)
    except oprf.NotAnElement as problem:
        raise Malformed(gettext_noop("This is no blinded element of ristretto255.")) from problem


def make_key() -> None:
    """Make the service's secret, once, on the regulator's portal. Losing it loses every tag: keep a copy."""
    path = Path(settings.CASTOR_RECORD_KEYS) / _FILE
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{_FILE}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(secrets.token_hex(32))
    try:
        # Whole or not at all, and never over one that is there: two processes may ask at once.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _secret() -> bytes:
    path = Path(settings.CASTOR_RECORD_KEYS) / _FILE
    if not path.exists() and _is_the_regulators_portal():
        make_key()
    try:
        return bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise Unavailable("The regulator's service for person tags has no key here.") from error


def _is_the_regulators_portal() -> bool:
    regulator = participants.regulator()
    return regulator is not None and records.acts_for(regulator)
