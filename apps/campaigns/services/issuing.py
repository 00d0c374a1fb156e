"""What an issuer does: drafts, proposes, cancels before the opening."""

from dataclasses import asdict
from uuid import UUID

from django.utils.translation import gettext as _

from apps.campaigns import disclosures, queries
from apps.campaigns.errors import DraftIncomplete, DraftUsed, NotYourTrustee
from apps.campaigns.services.actors import readers_of, require, say
from apps.campaigns.types import ALLOCATIONS, DISCLOSURE, Allocation, Draft, Offer
from apps.ledger import services as ledger
from apps.ledger.types import Signable
from apps.participants import queries as participants
from apps.records import services as records
from apps.records.types import Fields
from apps.securities import queries as securities
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import text_word


def save_draft(*, actor: Viewer, words: dict[str, str], record: UUID | None = None) -> Draft:
    """Writes a disclosure, or changes one that has not been proposed: `words` by the fields of `DISCLOSURE`,
    as many as are given.

    It is encrypted to the issuer's operator, trustee and the regulator. Raises NotAllowed, Malformed,
    DraftUsed, NotFound.
    """
    fields: Fields = {name: text.strip() for name, text in words.items()}
    return _save(actor, fields, record)


def save_offer(*, actor: Viewer, offer: Offer, record: UUID) -> Draft:
    """Keeps the terms with a draft; they are signed when it is sent in. Raises as `save_draft`."""
    return _save(actor, {"offer": {**asdict(offer), "allocation": offer.allocation.value}}, record)


def _save(actor: Viewer, fields: Fields, record: UUID | None) -> Draft:
    door = require(actor, Role.ISSUER)
    if record is None:
        made = records.create(
            actor=actor,
            kind=DISCLOSURE,
            fields=fields,
            readers=readers_of(actor),
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
    """A fresh draft with the words and terms of one that was proposed. Its documents are attached anew."""
    earlier = disclosures.draft(require(actor, Role.ISSUER), record)
    words = {name: getattr(earlier.disclosure, name) for name in disclosures.WORDS}
    made = save_draft(actor=actor, words=words)
    return made if earlier.offer is None else save_offer(actor=actor, offer=earlier.offer, record=made.record)


def share_draft(*, actor: Viewer, record: UUID) -> None:
    """The issuer asks its operator to read a draft and to comment on it. Raises DraftUsed, NotFound."""
    if disclosures.draft(require(actor, Role.ISSUER), record).used:
        raise DraftUsed
    states = frozenset({disclosures.DRAFT, disclosures.SHARED})
    records.change_state(actor=actor, record=record, state=disclosures.SHARED, since=states)


def prepare_proposal(*, actor: Viewer, offer: Offer, draft: UUID) -> Signable:
    """An issuer prepares its proposal: the draft's root is the campaign's disclosure; the draft is closed.

    Raises NotAllowed, NotFound, NotYourTrustee.
    """
    door = require(actor, Role.ISSUER)
    money = next((each for each in queries.moneys(actor) if each.token == offer.money), None)
    if money is None:
        raise NotYourTrustee
    if securities.share_class(offer.face).issuer != door:
        raise NotFound
    said = disclosures.draft(door, draft).disclosure
    if not disclosures.complete(said):
        raise DraftIncomplete
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
            "allocation": list(Allocation).index(offer.allocation),
        },
    )
    records.change_state(
        actor=actor,
        record=draft,
        state=disclosures.OFFERED,
        since=frozenset({disclosures.DRAFT, disclosures.SHARED, disclosures.OFFERED}),
    )
    operator = participants.participant(actor, door).parent or ""
    sentence, fields = _proposal_words(offer, said.title, operator, money.trustee_name)
    return Signable(prepared, sentence, (*fields, (_("Disclosure"), "0x" + root.hex())))


def prepare_cancel(*, actor: Viewer, campaign: Address, reason: str) -> Signable:
    """An issuer prepares to take its campaign back before the opening.

    Raises NotAllowed, TextTooLong, NotFound.
    """
    door = require(actor, Role.ISSUER)
    found = queries.campaign(actor, campaign)
    if found.issuer != door:
        raise NotAllowed
    word = text_word(reason)
    prepared = ledger.prepare(
        actor=actor, door=door, act="Cancel", target=campaign, arguments={"reason": word}
    )
    text = _("You cancel the campaign “{title}”. It can not be opened again; its units are given back.")
    sentence = say(text, title=found.title)
    return Signable(prepared, sentence, ((_("Campaign"), found.title), (_("Reason"), reason.strip())))


def _proposal_words(
    offer: Offer, title: str, operator: str, keeper: str
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What an issuer reads before it signs its proposal."""
    sentence = say(
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
        return say("{units:number} ({sen:sen})", units=units, sen=units * offer.price)

    fields = (
        (_("Price per unit"), say("{sen:sen}", sen=offer.price)),
        (_("Minimum"), worth(offer.minimum)),
        (_("Maximum"), worth(offer.maximum)),
        (_("Opens"), say("{at:time}", at=offer.opens_at)),
        (_("Closes"), say("{at:time}", at=offer.closes_at)),
        (_("Money"), keeper),
        (_("If more is asked for than there is"), _(ALLOCATIONS[offer.allocation])),
    )
    return sentence, fields
