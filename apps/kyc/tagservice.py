"""The regulator's service behind person tags: one multiplication by a key that no operator has.

It sees a blinded element, never a person. Each evaluation is a row (who asked, and when) and counts towards
the operator's hour; both stay, whatever becomes of the application that it was asked for.
"""

from __future__ import annotations

import datetime as dt
import logging
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from apps.accounts import oprf
from apps.kyc.errors import TooManyTags
from apps.kyc.models import TagRequest
from apps.vocabulary.errors import Malformed, NotAllowed, Unavailable
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Role, Viewer

REQUESTS_AN_HOUR = 120
KEY_BYTES = 32
_HOUR = dt.timedelta(hours=1)
_USE = b"castor/person-tag/v1"

logger = logging.getLogger(__name__)


def evaluate(actor: Viewer, element: bytes) -> bytes:
    """A blinded element (32 bytes) times the regulator's key. Logged; at most 120 an hour for an operator.

    Raises NotAllowed for others than operators, TooManyTags, Malformed for what is no element, Unavailable
    where the key is not: on any installation but the regulator's.
    """
    if actor.role is not Role.OPERATOR or actor.door is None or actor.account is None:
        raise NotAllowed
    key = oprf.derive_secret_key(_secret(), _USE)
    _count(actor.door, actor.account)
    try:
        return oprf.blind_evaluate(key, element)
    except oprf.NotAnElement as problem:
        raise Malformed(gettext_noop("This is no blinded element of ristretto255.")) from problem


@transaction.atomic
def _count(door: str, account: int) -> None:
    with connection.cursor() as cursor:  # two at once must not both be the last of the hour
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"person tags {door}"])
    now = timezone.now()
    if TagRequest.objects.filter(door=door, asked_at__gt=now - _HOUR).count() >= REQUESTS_AN_HOUR:
        logger.warning("person tag refused: too many", extra={"door": door, "account": account})
        raise TooManyTags(most=REQUESTS_AN_HOUR)
    TagRequest.objects.create(door=door, account=account, asked_at=now)
    logger.info("person tag evaluated", extra={"door": door, "account": account})


def _secret() -> bytes:
    path = settings.CASTOR_TAG_KEY_FILE
    if not path:
        raise Unavailable("The regulator's service for person tags has no key here.")
    return _read(str(path))


@cache
def _read(path: str) -> bytes:
    try:
        secret = bytes.fromhex(Path(path).read_text("ascii").strip())
    except (OSError, ValueError) as problem:
        raise Unavailable("The regulator's service for person tags has no key here.") from problem
    if len(secret) != KEY_BYTES:
        raise Unavailable("The regulator's service for person tags has no key here.")
    return secret
