"""What happens to an act's row between its request and a lane. Every change of state on the way out is
here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import connection, transaction

from apps.ledger.clock import wall
from apps.ledger.errors import NoKey
from apps.ledger.models import Act, StaffKey
from apps.ledger.relay import CHECKS_GAS, signer_order
from apps.ledger.signers import Keystore, signs_for
from apps.ledger.typeddata import preimage
from apps.ledger.types import ActState, DoorAct
from apps.vocabulary.types import Address

logger = logging.getLogger(__name__)

SIGNATURE_GAS = 20_000
"""What one signature costs to check, a passkey's (by the P-256 precompile) included."""


def reserve_nonce(door: Address) -> int:
    """The door's next nonce, never given twice; one whose act is never sent leaves no gap that matters."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_nonce (door, next) VALUES (%s, 1)"
            " ON CONFLICT (door) DO UPDATE SET next = ledger_nonce.next + 1 RETURNING next - 1",
            [door],
        )
        (nonce,) = cursor.fetchone()
    return int(nonce)


def gas_cap(floor: int, signers: int) -> int:
    """The gas that the relay gives an act of this type's floor."""
    return floor + CHECKS_GAS + SIGNATURE_GAS * signers


def lot_of(address: Address) -> int:
    """Which lot an act falls into: a door's acts always the same one, so that one lane carries them in
    order.
    """
    return int(address[-4:], 16) & 0x7FFF


def queue(act: Act) -> None:
    """Puts an act into the queue; it is saved by the caller's transaction."""
    act.state = ActState.QUEUED
    act.queued_at = wall()
    act.save()


def door_act(act: Act) -> DoorAct:
    """The row as the contracts' struct. The act must have its nonce and deadline."""
    if act.nonce is None or act.deadline is None:
        raise ValueError(f"{act} is no signed act")
    return DoorAct(
        target=Address(act.target),
        call=bytes(act.call),
        asset=Address(act.asset),
        most=int(act.most),
        nonce=act.nonce,
        deadline=act.deadline,
    )


def signer_bytes(signers: Iterable[str]) -> list[bytes]:
    """Signers as the contracts take them, in the order that a door wants."""
    return sorted((bytes.fromhex(each[2:]) for each in signers), key=signer_order)


def sign_queued(keystore: Keystore, chain_id: int, *, limit: int = 200) -> int:
    """Signs staff's acts that were approved, for the organisations of this installation; returns how many.

    Signatures are deterministic, so that an act that is signed again is signed the same.
    """
    waiting = Act.objects.filter(state=ActState.QUEUED, kind=Act.Kind.ACT, signed=False)
    if not waiting.exists():
        return 0
    with transaction.atomic():
        found = waiting.select_for_update(skip_locked=True).order_by("queued_at", "id")
        signed = [act for act in found[:limit] if _sign(act, keystore, chain_id)]
        Act.objects.bulk_update(signed, ["signers", "signatures", "signed"])
    return len(signed)


def _sign(act: Act, keystore: Keystore, chain_id: int) -> bool:
    door = Address(act.door)
    signers = signer_bytes(act.signers)
    keys = [Address(each.address) for each in _keys_of(signers, door)]
    if not signs_for(door) or len(keys) != len(signers) or any(each not in keystore for each in keys):
        # Another installation's worker holds these keys; `health` shows an act that waits too long.
        return False
    try:
        content = preimage(act.definition, door_act(act), chain_id=chain_id, door=door)
    except (ValueError, TypeError, ArithmeticError, LookupError):
        # A row that cannot be read holds up nobody else's; it expires with its deadline.
        logger.exception("act cannot be signed", extra={"act": str(act.uid)})
        return False
    try:
        signatures = [keystore.signer(each).sign_hash_of(content) for each in keys]
    except NoKey:
        # A key file that does not open (another password, a broken disk) holds up its own acts, nobody
        # else's.
        logger.exception("key does not open", extra={"act": str(act.uid)})
        return False
    act.signatures = ["0x" + each.hex() for each in signatures]
    act.signers = ["0x" + each.hex() for each in signers]
    act.signed = True
    return True


def _keys_of(signers: list[bytes], door: Address) -> list[StaffKey]:
    """The staff keys behind signers, in the same order; only keys of this very door sign for it."""
    found = {each.address.lower(): each for each in StaffKey.objects.filter(door=door)}
    names = ["0x" + signer.hex() for signer in signers]
    return [found[name] for name in names if name in found]
