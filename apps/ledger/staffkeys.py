"""The signing keys of members of staff: made by an installation that holds the organisation's keystore."""

from __future__ import annotations

import logging

from django.db import transaction

from apps.ledger.errors import NoKey
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


def assign_staff_key(*, account: int, door: Address, address: Address | None = None) -> Address:
    """Says whose a key of the keystore is; without an address, the first of the door's keys that nobody has.

    A member of staff has one key for a door: a second time, another replaces it. Raises NoKey when none is
    free.
    """
    with transaction.atomic():
        keys = StaffKey.objects.select_for_update().filter(door=door).order_by("id")
        if address is None:
            free = keys.filter(account=None).first()
            if free is None:
                raise NoKey
            address = Address(free.address)
        keys.filter(account=account).exclude(address=address).update(account=None)
        StaffKey.objects.update_or_create(address=address, defaults={"account": account, "door": door})
    logger.info("staff key assigned", extra={"account": account, "door": door})
    return address
