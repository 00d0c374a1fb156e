"""What is done with campaigns: drafted and proposed, decided, given their units, pledged to, told about,
pushed to their end. The contracts decide; what is asked here beforehand is so that a person reads it in time.
"""

from __future__ import annotations

from apps.campaigns.services.deciding import approve, flag_microfund, mint_units, reject
from apps.campaigns.services.issuing import (
    copy_draft,
    prepare_cancel,
    prepare_proposal,
    save_draft,
    save_offer,
    share_draft,
)
from apps.campaigns.services.late import announce, carry, prepare_late_pledge, withdraw_announcement
from apps.campaigns.services.papers import attach, prepare_disclose, read_document, read_paper, replace
from apps.campaigns.services.pledging import prepare_pledge, prepare_withdrawal
from apps.campaigns.services.pushing import collect, push, push_due
from apps.campaigns.services.sukuk import prepare_sukuk, prepare_sukuk_payment
from apps.campaigns.services.telling import (
    answer,
    ask,
    comment,
    give_adverse_notice,
    prepare_adverse_notice,
    prepare_update,
    settle_comment,
    write_update,
)

__all__ = [
    "announce",
    "answer",
    "approve",
    "ask",
    "attach",
    "carry",
    "collect",
    "comment",
    "copy_draft",
    "flag_microfund",
    "give_adverse_notice",
    "mint_units",
    "prepare_adverse_notice",
    "prepare_cancel",
    "prepare_disclose",
    "prepare_late_pledge",
    "prepare_pledge",
    "prepare_proposal",
    "prepare_sukuk",
    "prepare_sukuk_payment",
    "prepare_update",
    "prepare_withdrawal",
    "push",
    "push_due",
    "read_document",
    "read_paper",
    "reject",
    "replace",
    "save_draft",
    "save_offer",
    "settle_comment",
    "share_draft",
    "withdraw_announcement",
    "write_update",
]
