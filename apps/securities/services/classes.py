"""What is done with a whole class: another trustee, and a conversion. Two parties each, after seven days."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from apps.ledger import queries as chain
from apps.ledger import services as ledger
from apps.ledger.errors import Refused
from apps.ledger.types import ActView, Signable
from apps.participants import queries as participants
from apps.securities import queries
from apps.securities.errors import NothingToConvert, RatioNotPlain
from apps.securities.types import ShareClass
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded, Unavailable
from apps.vocabulary.types import Address, Role, Viewer

logger = logging.getLogger(__name__)

HIGHEST = 2**64 - 1
"""The kernel keeps units and ratios in 64 bits."""


def prepare_ask_trustee(*, actor: Viewer, face: Address, trustee: Address) -> Signable:
    """An issuer prepares to ask that another trustee keep its class: the regulator can confirm after seven
    days. Raises SignInNeeded, NotAllowed, NotFound, Refused.
    """
    door, shown = issued(actor, face)
    arguments = {"face": face, "trustee": trustee}
    prepared = ledger.prepare(actor=actor, door=door, act="AskClassTrustee", target=door, arguments=arguments)
    keeper = participants.name_of(trustee)
    sentence = _(
        "You ask that %(trustee)s keep the class “%(name)s”. The regulator can confirm it after seven days; "
        "until then nothing changes."
    ) % {"trustee": keeper, "name": shown.name}
    return Signable(prepared, sentence, ((_("Share class"), shown.name), (_("Trustee"), keeper)))


def confirm_trustee(*, actor: Viewer, face: Address, cause: str = "") -> ActView:
    """The regulator proposes to confirm the trustee that the issuer asked for. Raises SignInNeeded,
    NotAllowed, NotFound, Refused.
    """
    door = _acting(actor, Role.REGULATOR)
    asked = queries.share_class(face).next_trustee
    if asked is None:
        raise NotFound
    arguments = {"face": face, "trustee": asked.trustee}
    return ledger.propose(
        actor=actor, door=door, act="ConfirmClassTrustee", target=door, arguments=arguments, cause=cause
    )


def prepare_ask_conversion(*, actor: Viewer, face: Address, numerator: int, denominator: int) -> Signable:
    """An issuer prepares to ask that each `denominator` units of its class become `numerator` (0: that the
    class be redeemed): the trustee can confirm after seven days. Raises SignInNeeded, NotAllowed, NotFound,
    RatioNotPlain, Refused.
    """
    door, shown = issued(actor, face)
    if not (0 <= numerator <= HIGHEST and 0 < denominator <= HIGHEST):
        raise RatioNotPlain
    arguments: dict[str, int | str | bytes] = {
        "face": face,
        "numerator": numerator,
        "denominator": denominator,
    }
    prepared = ledger.prepare(actor=actor, door=door, act="AskConversion", target=door, arguments=arguments)
    if numerator == 0:
        asked = _("You ask that the class “%(name)s” be redeemed: all its units go.")
    elif denominator == 1:
        asked = _("You ask that each unit of “%(name)s” become %(numerator)s, for every holder alike.")
    else:
        asked = _(
            "You ask that each %(denominator)s units of “%(name)s” become %(numerator)s, for every holder "
            "alike."
        )
    then = _("The trustee can confirm it after seven days; until then nothing changes.")
    figures = {"name": shown.name, "numerator": f"{numerator:,}", "denominator": f"{denominator:,}"}
    ratio = f"{denominator:,} → {numerator:,}"
    sentence = f"{asked % figures} {then}"
    return Signable(prepared, sentence, ((_("Share class"), shown.name), (_("Ratio"), ratio)))


def confirm_conversion(*, actor: Viewer, face: Address, cause: str = "") -> ActView:
    """The class's trustee proposes to confirm the conversion that the issuer asked for, with the same ratio:
    it begins. Raises SignInNeeded, NotAllowed, NotFound, Refused.
    """
    door = _acting(actor, Role.TRUSTEE)
    found = queries.share_class(face)
    asked = found.conversion
    if found.trustee != door or asked is None or asked.begun:
        raise NotFound
    arguments: dict[str, int | str | bytes] = {
        "face": face,
        "numerator": asked.numerator,
        "denominator": asked.denominator,
    }
    return ledger.propose(
        actor=actor, door=door, act="ConfirmConversion", target=door, arguments=arguments, cause=cause
    )


def push_conversion(*, actor: Viewer, face: Address) -> ActView:
    """Converts the next batch of certificates: anybody who is signed in may. Raises SignInNeeded, NotFound,
    NothingToConvert, Refused.
    """
    if actor.account is None:
        raise SignInNeeded
    act = _convert(face)
    if act is None:
        raise NothingToConvert
    return act


def convert_due() -> int:
    """Converts a batch of each class whose conversion began; how many batches. What the contract refuses by
    now, a later round sees anew.
    """
    pushed = 0
    for face in queries.converting():
        try:
            pushed += _convert(face) is not None
        except Refused as refusal:
            logger.info("not converted", extra={"face": face, "error": refusal.name})
    return pushed


# -- parts


def _convert(face: Address) -> ActView | None:
    market = chain.market()
    if market is None:
        raise Unavailable
    due = queries.progress(face).due
    if not due:
        return None
    return ledger.push(
        call="MarketOffice.convert",
        target=Address(market.master),
        arguments={"face": face, "ids": list(due)},
        cause=f"conversion:{face}",
    )


def _acting(actor: Viewer, role: Role) -> Address:
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    if actor.role is not role:
        raise NotAllowed
    return actor.door


def issued(actor: Viewer, face: Address) -> tuple[Address, ShareClass]:
    """The issuer that acts, and its class. Raises SignInNeeded, NotAllowed, NotFound."""
    door = _acting(actor, Role.ISSUER)
    found = queries.share_class(face)
    if found.issuer != door:
        raise NotFound
    return door, found
