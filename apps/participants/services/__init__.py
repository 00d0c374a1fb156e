"""What participants do to each other: the hierarchy, a client's move and lost key, the regulator's orders."""

from apps.participants.services.hierarchy import (
    add_signer,
    admit_client,
    admit_organisation,
    freeze,
    link,
    name_successor,
    remove_signer,
    renew,
    set_standing,
    suspend_link,
)
from apps.participants.services.moving import prepare_move, take_over
from apps.participants.services.ordering import execute_due, execute_order, order, withdraw_order
from apps.participants.services.recovering import (
    complete_due_recoveries,
    complete_recovery,
    prepare_recovery,
    prepare_veto,
    recover,
    withdraw_recovery,
)

__all__ = [
    "add_signer",
    "admit_client",
    "admit_organisation",
    "complete_due_recoveries",
    "complete_recovery",
    "execute_due",
    "execute_order",
    "freeze",
    "link",
    "name_successor",
    "order",
    "prepare_move",
    "prepare_recovery",
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
