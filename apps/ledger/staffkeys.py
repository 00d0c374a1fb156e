"""The signing keys of members of staff: made by an installation that holds the organisation's keystore."""

from __future__ import annotations

import logging

from django.db import transaction

from apps.ledger.models import StaffKey
from apps.ledger.signers import keystore
from apps.vocabulary.types import Address

logger = logging.getLogger(__name__)


def make_staff_key(*, account: int, door: Address) -> Address:
    """The key of a member of staff for an organisation's door; made where there is none yet.

    The address becomes a signer by an act of the door (`AddSigner`), or when the door is admitted with it.
    Raises NoKey where no keystore is configured.
    """
    known = StaffKey.objects.filter(account=account, door=door).first()
    if known is not None:
        return Address(known.address)
    address = keystore().make()
    assign_staff_key(account=account, door=door, address=address)
    return address


def new_key() -> Address:
    """A new key in the keystore, for an organisation whose door is not admitted yet. Raises NoKey."""
    return keystore().make()


def assign_staff_key(*, account: int, door: Address, address: Address) -> None:
    """Says whose a key of the keystore is, once its door is known. A second time it replaces the first."""
    with transaction.atomic():
        StaffKey.objects.update_or_create(account=account, door=door, defaults={"address": address})
    logger.info("staff key assigned", extra={"account": account, "door": door})
