"""What a holder does with its own certificates: split one, merge two."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.ledger import services as ledger
from apps.ledger.types import Signable
from apps.securities import queries
from apps.securities.types import ShareClass
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer


def prepare_split(*, actor: Viewer, face: Address, number: int, units: int) -> Signable:
    """A holder prepares to split `units` off its certificate: the part gets a number of its own, and the same
    history. Raises SignInNeeded, NotAllowed, NotFound, Refused.
    """
    door, shown = _own(actor, face, number)
    prepared = ledger.prepare(
        actor=actor, door=door, act="Split", target=face, arguments={"id": number, "units": units}
    )
    sentence = _(
        "You split %(units)s units off certificate no. %(number)s. Both parts stay yours, with the same "
        "history and the same lock."
    ) % {"units": f"{units:,}", "number": number}
    fields = ((_("Share class"), shown.name), (_("Certificate"), str(number)), (_("Units"), f"{units:,}"))
    return Signable(prepared, sentence, fields)


def prepare_merge(*, actor: Viewer, face: Address, number: int, into: int) -> Signable:
    """A holder prepares to merge a certificate into another of the same class: its number is gone then.
    Raises SignInNeeded, NotAllowed, NotFound, Refused.
    """
    door, shown = _own(actor, face, number)
    _own(actor, face, into)
    prepared = ledger.prepare(
        actor=actor, door=door, act="Merge", target=face, arguments={"id": number, "into": into}
    )
    sentence = _(
        "You merge certificate no. %(number)s into no. %(into)s. The later date of purchase and the later "
        "lock hold for all its units. No. %(number)s is gone then; its history stays."
    ) % {"number": number, "into": into}
    fields = ((_("Share class"), shown.name), (_("Certificate"), str(number)), (_("Into"), str(into)))
    return Signable(prepared, sentence, fields)


def _own(actor: Viewer, face: Address, number: int) -> tuple[Address, ShareClass]:
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    if actor.role not in (Role.INVESTOR, Role.ISSUER):
        raise NotAllowed
    found = queries.certificate(actor, face, number)
    if found.certificate.owner != actor.door:
        raise NotFound
    return actor.door, found.share_class
