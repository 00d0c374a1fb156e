"""What is done with campaigns: drafted and proposed, decided, given their units, pledged to, pushed to their
end. The contracts decide; what is asked here beforehand is so that a person reads it in time.
"""

from __future__ import annotations

from apps.campaigns.services.deciding import approve, mint_units, reject
from apps.campaigns.services.issuing import attach, copy_draft, prepare_cancel, prepare_proposal, save_draft
from apps.campaigns.services.pledging import prepare_pledge, prepare_withdrawal
from apps.campaigns.services.pushing import collect, push, push_due, read_document

__all__ = [
    "approve",
    "attach",
    "collect",
    "copy_draft",
    "mint_units",
    "prepare_cancel",
    "prepare_pledge",
    "prepare_proposal",
    "prepare_withdrawal",
    "push",
    "push_due",
    "read_document",
    "reject",
    "save_draft",
]
