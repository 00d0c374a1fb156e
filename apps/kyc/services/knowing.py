"""What stands before a client's pledge or purchase: the portal knows them, and what it knows is sound."""

from __future__ import annotations

from apps.accounts import queries as accounts
from apps.kyc.errors import UnderReview
from apps.kyc.models import Application
from apps.kyc.types import KINDS
from apps.records import services as records
from apps.vocabulary.types import Viewer


def require_known(*, actor: Viewer) -> None:
    """Raises RecordDoubted where what is kept about a client is not as it was written, UnderReview where two
    people found that they are on a sanctions list, SignersNotAnnounced where the names of its guardians
    announce other signers than its account has. Taking back, selling and withdrawing never ask.
    """
    if actor.door is not None:
        accounts.require_announced(actor.door)
    records.require_sound(actor=actor, kinds=KINDS)
    if actor.account is not None and Application.objects.filter(account=actor.account, matched=True).exists():
        raise UnderReview
