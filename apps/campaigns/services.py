"""What is done with campaigns: drafted and proposed, decided, given their units, pledged to, pushed to their
end. The contracts decide; what is asked here beforehand is so that a person reads it in time.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.utils.translation import gettext as _

from apps.campaigns import disclosures, queries, rules
from apps.campaigns.errors import (
    DraftUsed,
    NothingDue,
    NotOpen,
    NotYourTrustee,
    OverYourLimit,
    TooFewLeft,
    TooLittleMoney,
)
from apps.campaigns.types import DISCLOSURE, Campaign, Draft, Offer, Step
from apps.ledger import services as ledger
from apps.ledger.errors import Refused
from apps.ledger.types import ActView, Signable
from apps.participants import queries as participants
from apps.records import services as records
from apps.records.types import Fields, FileNote, Readers
from apps.rulebook import queries as rulebook
from apps.securities import queries as securities
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded, Unavailable
from apps.vocabulary.types import Address, Role, Viewer

logger = logging.getLogger(__name__)

# -- the issuer -----------------------------------------------------------------------------------------


def save_draft(*, actor: Viewer, words: dict[str, str], record: UUID | None = None) -> Draft:
    """Writes a disclosure, or changes one that has not been proposed: `words` by the fields of `DISCLOSURE`.

    It is encrypted to the issuer's operator, trustee and the regulator. Raises NotAllowed, Malformed,
    DraftUsed, NotFound.
    """
    door = _require(actor, Role.ISSUER)
    fields: Fields = {name: text.strip() for name, text in words.items()}
    if record is None:
        owner = participants.participant(actor, door)
        regulator = participants.regulator()
        if regulator is None:
            raise Unavailable
        readers = Readers(regulator=regulator, operator=owner.parent, trustee=owner.trustee)
        made = records.create(
            actor=actor,
            kind=DISCLOSURE,
            fields=fields,
            readers=readers,
            state=disclosures.DRAFT,
            owner=door,
            account=actor.account,
        )
        return disclosures.draft(door, made.id)
    if disclosures.draft(door, record).used:
        raise DraftUsed
    records.amend(actor=actor, record=record, fields=fields)
    return disclosures.draft(door, record)


def copy_draft(*, actor: Viewer, record: UUID) -> Draft:
    """A fresh draft with the words of one that was proposed. Its documents are attached anew."""
    said = disclosures.draft(_require(actor, Role.ISSUER), record).disclosure
    return save_draft(actor=actor, words={each.name: getattr(said, each.name) for each in DISCLOSURE.fields})


def attach(*, actor: Viewer, record: UUID, slot: str, name: str, data: bytes) -> FileNote:
    """Puts a document into a draft. Raises FileRefused, DraftUsed, Malformed for an unknown slot."""
    if disclosures.draft(_require(actor, Role.ISSUER), record).used:
        raise DraftUsed
    return records.attach(actor=actor, record=record, slot=slot, name=name, data=data)


def prepare_proposal(*, actor: Viewer, offer: Offer, draft: UUID) -> Signable:
    """An issuer prepares its proposal: the draft's root is the campaign's disclosure; the draft is closed.

    Raises NotAllowed, NotFound, NotYourTrustee.
    """
    door = _require(actor, Role.ISSUER)
    money = next((each for each in queries.moneys(actor) if each.token == offer.money), None)
    if money is None:
        raise NotYourTrustee
    if securities.share_class(offer.face).issuer != door:
        raise NotFound
    said = disclosures.draft(door, draft).disclosure
    root = disclosures.root_of(door, draft)
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="Propose",
        target=queries.template(),
        arguments={
            "face": offer.face,
            "money": offer.money,
            "price": offer.price,
            "minimum": offer.minimum,
            "maximum": offer.maximum,
            "opensAt": offer.opens_at,
            "closesAt": offer.closes_at,
            "disclosure": root,
        },
    )
    records.change_state(
        actor=actor,
        record=draft,
        state=disclosures.OFFERED,
        since=frozenset({disclosures.DRAFT, disclosures.OFFERED}),
    )
    operator = participants.participant(actor, door).parent or ""
    sentence, fields = _proposal_words(offer, said.title, operator, money.trustee_name)
    return Signable(prepared, sentence, (*fields, (_("Disclosure"), "0x" + root.hex())))


def prepare_cancel(*, actor: Viewer, campaign: Address, reason: str) -> Signable:
    """An issuer prepares to take its campaign back before the opening.

    Raises NotAllowed, BadReason, NotFound.
    """
    door = _require(actor, Role.ISSUER)
    found = queries.campaign(actor, campaign)
    if found.issuer != door:
        raise NotAllowed
    word = rules.reason_word(reason)
    prepared = ledger.prepare(
        actor=actor, door=door, act="Cancel", target=campaign, arguments={"reason": word}
    )
    text = _("You cancel the campaign “{title}”. It can not be opened again; its units are given back.")
    sentence = _say(text, title=found.title)
    return Signable(prepared, sentence, ((_("Campaign"), found.title), (_("Reason"), reason.strip())))


# -- the operator and the trustee -----------------------------------------------------------------------


def approve(*, actor: Viewer, campaign: Address) -> ActView:
    """An operator proposes to approve a campaign: it is public from then on, and its rules are pinned.

    A colleague approves the act. Raises NotAllowed, NotFound, Refused.
    """
    return _decide(actor, campaign, "Approve", {})


def reject(*, actor: Viewer, campaign: Address, reason: str) -> ActView:
    """An operator proposes to turn a campaign down for a reason of 31 bytes that all can read.

    A colleague approves the act. Raises NotAllowed, NotFound, BadReason, Refused.
    """
    return _decide(actor, campaign, "Reject", {"reason": rules.reason_word(reason)})


def mint_units(*, actor: Viewer, campaign: Address) -> ActView:
    """A trustee proposes to mint a campaign's maximum into it; a colleague approves the act. The reference is
    the campaign's own, so that the contract takes it once. Raises NotAllowed, NotFound, Refused.
    """
    door = _require(actor, Role.TRUSTEE)
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


# -- the investor ---------------------------------------------------------------------------------------


def prepare_pledge(*, actor: Viewer, campaign: Address, units: int, least: int | None = None) -> Signable:
    """An investor prepares a pledge of `units`, or of at least `least` of them (by default all) when
    fewer are left. Entries that no longer count towards the person's ceilings are dropped first.

    Raises NotAllowed, NotFound, Malformed, NotOpen, TooFewLeft, TooLittleMoney, OverYourLimit with what is
    possible.
    """
    door = _require(actor, Role.INVESTOR)
    found = queries.campaign(actor, campaign)
    least = units if least is None else least
    rules.require_units(units, least)
    if not found.open_to_pledges:
        raise NotOpen
    if least > found.left:
        text = _("{left:number} units are left, for {amount:sen}.")
        raise TooFewLeft(_say(text, left=found.left, amount=found.left * found.price), left=found.left)
    _require_room(actor, found, min(units, found.left) * found.price)
    amount = units * found.price
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="Pledge",
        target=campaign,
        asset=found.money,
        most=amount,
        arguments={"units": units, "least": least},
    )
    sentence = _say(
        _(
            "You pledge {amount:sen} for {units:number} units of {title}. You get it back if {least:sen} is "
            "not reached by {closes_at:time}, and you can take it back until the end of cooling-off."
        ),
        amount=amount,
        units=units,
        title=found.title,
        least=found.least,
        closes_at=found.closes_at,
    )
    fields = [
        (_("Campaign"), found.title),
        (_("Amount"), _say("{sen:sen}", sen=amount)),
        (_("Units"), _say("{units:number}", units=units)),
        (_("Price per unit"), _say("{sen:sen}", sen=found.price)),
    ]
    if least != units:
        fields.append((_("At least"), _say("{units:number}", units=least)))
    return Signable(prepared, sentence, tuple(fields))


def prepare_withdrawal(*, actor: Viewer, campaign: Address) -> Signable:
    """An investor prepares to take the whole pledge back (R10). Raises NotAllowed, NotFound."""
    door = _require(actor, Role.INVESTOR)
    found, mine = queries.campaign(actor, campaign), queries.my_pledge(actor, campaign)
    if mine is None:
        raise NotFound
    prepared = ledger.prepare(actor=actor, door=door, act="WithdrawPledge", target=campaign, arguments={})
    sentence = _say(
        _("You take back your pledge of {amount:sen} to {title}. The money is yours again at once."),
        amount=mine.amount,
        title=found.title,
    )
    fields = ((_("Campaign"), found.title), (_("Amount"), _say("{sen:sen}", sen=mine.amount)))
    return Signable(prepared, sentence, fields)


# -- anybody --------------------------------------------------------------------------------------------


def push(*, campaign: Address) -> ActView:
    """Pushes whatever a campaign waits for now: close, settle, fail or refund. Raises NotFound, NothingDue,
    Refused.
    """
    step = queries.step_of(campaign)
    if step is None:
        raise NothingDue
    return _push(campaign, step)


def collect(*, campaign: Address, door: Address) -> ActView:
    """Pushes what waits in a campaign for one door: a refund, a certificate, proceeds or a fee. Raises
    Refused.
    """
    return ledger.push(
        call="Campaign.collect", target=campaign, arguments={"door": door}, cause=queries.cause_of(campaign)
    )


def push_due() -> int:
    """Pushes one step of every campaign that waits for one; how many were pushed. What the contract refuses
    by now (another was faster, a freeze still holds), a later round sees anew.
    """
    pushed = 0
    for campaign, step in queries.due():
        try:
            _push(campaign, step)
            pushed += 1
        except Refused as refusal:
            logger.info("step not due", extra={"campaign": campaign, "step": step, "error": refusal.name})
    for campaign, door in queries.collectable():
        try:
            collect(campaign=campaign, door=door)
            pushed += 1
        except Refused as refusal:
            logger.info("due still waits", extra={"campaign": campaign, "door": door, "error": refusal.name})
    return pushed


def read_document(*, actor: Viewer, campaign: Address, file: UUID) -> tuple[FileNote, bytes]:
    """A document of a campaign's disclosure: public once the campaign is approved. Raises NotFound."""
    found, said = queries.campaign(actor, campaign), queries.disclosure(actor, campaign)
    if said.record is None or not said.matches:
        raise NotFound
    return records.read_file(actor=disclosures.as_owner(found.issuer), record=said.record, file=file)


# -- parts ----------------------------------------------------------------------------------------------

_BATCHES = {Step.SETTLE: rules.SETTLE_BATCH, Step.REFUND: rules.REFUND_BATCH}


def _push(campaign: Address, step: Step) -> ActView:
    arguments = {"n": _BATCHES[step]} if step in _BATCHES else {}
    cause = queries.cause_of(campaign)
    return ledger.push(call=f"Campaign.{step}", target=campaign, arguments=arguments, cause=cause)


def _require(actor: Viewer, role: Role) -> Address:
    """The actor's door, if it has this role."""
    if actor.account is None:
        raise SignInNeeded
    if actor.role is not role or actor.door is None:
        raise NotAllowed
    return actor.door


def _proposal_words(
    offer: Offer, title: str, operator: str, keeper: str
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What an issuer reads before it signs its proposal."""
    sentence = _say(
        _(
            "You propose “{title}” to {operator:name}: {maximum:number} units at {price:sen} each. If less "
            "than {least:sen} is raised by {closes_at:time}, every investor is paid back and you receive "
            "nothing."
        ),
        title=title,
        operator=operator,
        maximum=offer.maximum,
        price=offer.price,
        least=offer.minimum * offer.price,
        closes_at=offer.closes_at,
    )

    def worth(units: int) -> str:
        return _say("{units:number} ({sen:sen})", units=units, sen=units * offer.price)

    fields = (
        (_("Price per unit"), _say("{sen:sen}", sen=offer.price)),
        (_("Minimum"), worth(offer.minimum)),
        (_("Maximum"), worth(offer.maximum)),
        (_("Opens"), _say("{at:time}", at=offer.opens_at)),
        (_("Closes"), _say("{at:time}", at=offer.closes_at)),
        (_("Money"), keeper),
    )
    return sentence, fields


def _decide(actor: Viewer, campaign: Address, act: str, arguments: dict[str, int | str | bytes]) -> ActView:
    door = _require(actor, Role.OPERATOR)
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


def _require_room(actor: Viewer, campaign: Campaign, amount: int) -> None:
    room = queries.room(actor, campaign.address)
    if room.tidy and actor.door:
        _tidy(participants.participant(actor, actor.door).person)
    for limit in room.limits:
        if limit.left is not None and amount > limit.left:
            raise OverYourLimit(
                _say(
                    _(
                        "Your limit allows {possible:sen} more at the moment: of {ceiling:sen}, {used:sen} "
                        "are used."
                    ),
                    possible=limit.left,
                    ceiling=limit.ceiling,
                    used=limit.used,
                ),
                rule=limit.rule,
                possible=limit.left,
                ceiling=limit.ceiling,
                used=limit.used,
            )
    if amount > room.balance:
        said = _("Your balance of {balance:sen} is smaller than this pledge of {amount:sen}.")
        raise TooLittleMoney(
            _say(said, balance=room.balance, amount=amount), balance=room.balance, amount=amount
        )


def _tidy(person: str) -> None:
    """Courtesy: without it the contract refuses, and says that tidying would help."""
    arguments = {"person": person, "n": rules.TIDY_BATCH}
    try:
        ledger.push(call="Rulebook.tidy", target=rulebook.module(), arguments=arguments)
    except Refused as refusal:
        logger.info("nothing to tidy", extra={"error": refusal.name})


def _say(text: str, **arguments: object) -> str:
    """A translated sentence with its figures as people read them."""
    return participants.said([(text, arguments)])[0]
