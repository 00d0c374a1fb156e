"""What stands before a client's pledge or purchase: the portal knows them, and what it knows is sound."""

from __future__ import annotations

from apps.accounts import queries as accounts
from apps.kyc import screenings
from apps.kyc.errors import UnderReview
from apps.kyc.models import Application
from apps.kyc.types import KINDS, SCREENING, ScreeningState
from apps.records import queries as record_queries
from apps.records import services as records
from apps.records.types import Heading
from apps.vocabulary.types import Viewer


def require_known(*, actor: Viewer) -> None:
    """Raises RecordDoubted where what is kept about a client is not as it was written, UnderReview where two
    people found that they are on a sanctions list, SignersNotAnnounced where the names of its guardians
    announce other signers than its account has. Taking back, selling and withdrawing never ask.
    """
    if actor.door is not None:
        accounts.require_announced(actor.door)
    screened = [each for case in record_queries.kept_about(actor, KINDS) for each in _screenings(case)]
    records.require_sound(actor=actor, kinds=KINDS, also=[each.id for each in screened])
    if any(each.state == ScreeningState.MATCHED for each in screened):
        raise UnderReview
    if actor.account is not None and Application.objects.filter(account=actor.account, matched=True).exists():
        raise UnderReview


def _screenings(case: Heading) -> list[Heading]:
    """What the lists said of a case: its own record, whose state nobody changes in the database unnoticed."""
    desk = screenings.office_of(case.readers.operator or "")
    return record_queries.headings_called(desk, SCREENING.name, str(case.id))
