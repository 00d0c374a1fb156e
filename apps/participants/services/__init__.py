"""What participants do to each other: the hierarchy, a client's move, and the regulator's orders."""

from apps.participants.services.hierarchy import (
    add_signer,
    admit_client,
    admit_organisation,
    complete_recovery,
    freeze,
    link,
    name_successor,
    prepare_veto,
    recover,
    remove_signer,
    renew,
    set_standing,
    suspend_link,
    withdraw_recovery,
)
from apps.participants.services.moving import prepare_move, take_over
from apps.participants.services.ordering import execute_due, execute_order, order, withdraw_order

__all__ = [
    "add_signer",
    "admit_client",
    "admit_organisation",
    "complete_recovery",
    "execute_due",
    "execute_order",
    "freeze",
    "link",
    "name_successor",
    "order",
    "prepare_move",
    "prepare_veto",
    "recover",
    "remove_signer",
    "renew",
    "set_standing",
    "suspend_link",
    "take_over",
    "withdraw_order",
    "withdraw_recovery",
]
