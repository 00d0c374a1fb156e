"""What the organisations' staff do: the operator decides, the trustee mints the units, the regulator says who
is a microfund.
"""

from django.db import transaction

from apps.campaigns import queries, rules
from apps.campaigns.services.actors import require
from apps.campaigns.types import CAMPAIGNS, DECISION
from apps.ledger import services as ledger
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.records import services as records
from apps.records.types import Readers
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound, Unavailable
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import text_word

SHORTEST_REASON = 5
LONGEST_REASON = 500


@transaction.atomic
def approve(*, actor: Viewer, campaign: Address, reason: str) -> ActView:
    """An operator proposes to approve a campaign: it is public from then on, and its rules are pinned. Why is
    kept with the campaign, for who oversees it and the issuer.

    A colleague approves the act. Raises NotAllowed, NotFound, Malformed, Refused.
    """
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise Malformed(gettext_noop("Say why, in a few words."))
    proposed = _decide(actor, campaign, "Approve", {"documents": _documents(campaign)})
    _keep(actor, campaign, "approve", reason)
    return proposed


def _documents(campaign: Address) -> bytes:
    """What the approval names: the documents as they are known here. A changed one is refused."""
    found = CAMPAIGNS.get(campaign) or {}
    return bytes.fromhex(found.get("documents", "").removeprefix("0x")).rjust(32, b"\0")


@transaction.atomic
def reject(*, actor: Viewer, campaign: Address, reason: str, explanation: str = "") -> ActView:
    """An operator proposes to turn a campaign down for a reason of 31 bytes that all can read; the
    explanation is for the issuer.

    A colleague approves the act. Raises NotAllowed, NotFound, TextTooLong, Refused.
    """
    proposed = _decide(actor, campaign, "Reject", {"reason": text_word(reason)})
    _keep(actor, campaign, "reject", explanation.strip() or reason)
    return proposed


def _keep(actor: Viewer, campaign: Address, decision: str, reason: str) -> None:
    found, regulator, said = queries.campaign(actor, campaign), participants.regulator(), reason.strip()
    if regulator is None:
        raise Unavailable
    records.create(
        actor=actor,
        kind=DECISION,
        fields={"decision": decision, "reason": said, "by": str(actor.account)},
        readers=Readers(regulator=regulator, operator=found.operator, trustee=found.trustee),
        state="decided",
        owner=found.issuer,
        reference=campaign,
    )


def mint_units(*, actor: Viewer, campaign: Address) -> ActView:
    """A trustee proposes to mint a campaign's maximum into it; a colleague approves the act. The reference is
    the campaign's own, so that the contract takes it once. Raises NotAllowed, NotFound, Refused.
    """
    door = require(actor, Role.TRUSTEE)
    found = queries.campaign(actor, campaign)
    return ledger.propose(
        actor=actor,
        door=door,
        act="MintUnits",
        target=door,
        arguments={
            "face": found.face,
            "campaign": campaign,
            "units": found.maximum,
            "ref": rules.mint_reference(campaign),
        },
        cause=queries.cause_of(campaign),
    )


def flag_microfund(*, actor: Viewer, issuer: Address, microfund: bool) -> ActView:
    """The regulator proposes that an issuer's company is a microfund from its next campaign on, or no longer
    one (R2); a colleague approves the act. Raises NotAllowed, NotFound, Refused.
    """
    door = require(actor, Role.REGULATOR)
    found = participants.participant(actor, issuer)
    if found.role is not Role.ISSUER:
        raise NotFound
    return ledger.propose(
        actor=actor,
        door=door,
        act="SetMicrofund",
        target=rulebook.module(),
        arguments={"person": bytes.fromhex(found.person[2:]), "microfund": microfund},
        cause=f"client:{issuer}",
    )


def _decide(actor: Viewer, campaign: Address, act: str, arguments: dict[str, int | str | bytes]) -> ActView:
    door = require(actor, Role.OPERATOR)
    if queries.campaign(actor, campaign).operator != door:
        raise NotAllowed
    return ledger.propose(
        actor=actor,
        door=door,
        act=act,
        target=campaign,
        arguments=arguments,
        cause=queries.cause_of(campaign),
    )
