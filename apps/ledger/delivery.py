"""One round of delivery: sign what was approved, carry what is signed, look what became of it."""

from __future__ import annotations

from datetime import timedelta

from apps.ledger.clock import chain_now, wall
from apps.ledger.errors import NoKey
from apps.ledger.gateway import gateway
from apps.ledger.interventions import carry_out
from apps.ledger.lanes import carry, fill, shares
from apps.ledger.market import market
from apps.ledger.models import Act, Attempt, Market, Sending, StaffKey
from apps.ledger.outbox import sign_queued
from apps.ledger.results import settle
from apps.ledger.signers import Keystore, keystore, signs_for
from apps.ledger.types import ActState
from apps.vocabulary.types import Address

KEPT = timedelta(days=90)
"""How long a finished act is kept whole."""
ROUNDS = 50
"""How many transactions one round sends at most before it lets another task run."""


def deliver() -> int:
    """Signs and sends what waits, through the lanes whose keys are here; returns how many acts were sent.

    Raises NodeAway and ForeignChain; what was committed before is sent by a later round.
    """
    keys = keystore()
    sign_queued(keys, market().chain_id)
    carried = 0
    for address, share in shares().items():
        if address not in keys:
            continue
        for _ in range(ROUNDS):
            taken = carry(gateway(), keys.signer(address), share)
            carried += taken
            if not taken:
                break
    return carried


def sweep() -> None:
    """What beat asks for every few seconds: whatever a lost doorbell, a dead worker or a reorg has left
    undone.

    Nothing to do before there is a market. Raises NodeAway and ForeignChain.
    """
    if not Market.objects.exists():
        return
    keys = _keys()
    if keys is None:
        settle(gateway(), None)
        return
    carry_out(gateway(), keys)
    settle(gateway(), keys)
    for address in shares():
        if address in keys:
            fill(gateway(), keys.signer(address))
    deliver()


def results() -> int:
    """Looks what became of what was sent; returns how many transactions are still open."""
    keys = _keys()
    if keys is not None:
        carry_out(gateway(), keys)
    return settle(gateway(), keys)


def open_keys() -> None:
    """Opens the keys of the lanes and of this installation's organisations, ahead of their first use."""
    keys = _keys()
    if keys is None:
        return
    staff = [Address(each.address) for each in StaffKey.objects.all() if signs_for(Address(each.door))]
    keys.open([*shares(), *staff])


def tidy() -> None:
    """Lets go of what is no longer needed: acts that nobody signed, a day after their deadline; what carried
    finished acts, after 90 days. Of a finished act its id, digest and outcome stay.
    """
    Act.objects.filter(state=ActState.PREPARED, deadline__lt=chain_now() - 86_400).delete()
    old = wall() - KEPT
    finished = Act.objects.filter(final_at__lt=old).exclude(definition="", arguments={})
    finished.update(call=b"", arguments={}, definition="", signatures=[], signers=[], cause="", reason="")
    Attempt.objects.filter(sending__state=Sending.State.FINAL, sending__settled_at__lt=old).delete()
    Sending.objects.filter(state=Sending.State.FINAL, settled_at__lt=old).update(data=b"")


def _keys() -> Keystore | None:
    try:
        return keystore()
    except NoKey:
        return None
