"""What the organisations' staff do: the operator decides, the trustee mints the units."""

from apps.campaigns import queries, rules
from apps.campaigns.services.actors import require
from apps.campaigns.types import CAMPAIGNS
from apps.ledger import services as ledger
from apps.ledger.types import ActView
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import text_word


def approve(*, actor: Viewer, campaign: Address) -> ActView:
    """An operator proposes to approve a campaign: it is public from then on, and its rules are pinned.

    A colleague approves the act. Raises NotAllowed, NotFound, Refused.
    """
    return _decide(actor, campaign, "Approve", {"documents": _documents(campaign)})


def _documents(campaign: Address) -> bytes:
    """What the approval names: the documents as they are known here. A changed one is refused."""
    found = CAMPAIGNS.get(campaign) or {}
    return bytes.fromhex(found.get("documents", "").removeprefix("0x")).rjust(32, b"\0")


def reject(*, actor: Viewer, campaign: Address, reason: str) -> ActView:
    """An operator proposes to turn a campaign down for a reason of 31 bytes that all can read.

    A colleague approves the act. Raises NotAllowed, NotFound, TextTooLong, Refused.
    """
    return _decide(actor, campaign, "Reject", {"reason": text_word(reason)})


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
