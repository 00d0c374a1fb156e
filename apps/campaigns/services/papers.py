"""Documents by slot: attached, replaced until the approval, put on the record by the issuer's signature
(R15).
"""

from uuid import UUID

from django.utils.translation import gettext as _

from apps.campaigns import disclosures, queries
from apps.campaigns.errors import DraftUsed, NothingToSign
from apps.campaigns.services.actors import readers_of, require, say
from apps.campaigns.types import PAPERS, SLOTS, Paper, State
from apps.ledger import services as ledger
from apps.ledger.types import Signable
from apps.records import services as records
from apps.records.types import FileNote
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound
from apps.vocabulary.types import Address, Role, Viewer


def attach(*, actor: Viewer, record: UUID, slot: str, name: str, data: bytes) -> FileNote:
    """Puts a document into a draft, in the place of an earlier one. Raises FileRefused, DraftUsed, Malformed
    for an unknown slot.
    """
    if disclosures.draft(require(actor, Role.ISSUER), record).used:
        raise DraftUsed
    return _attach(actor, record, slot, name, data)


def replace(*, actor: Viewer, campaign: Address, slot: str, name: str, data: bytes) -> FileNote:
    """Puts a document into a proposed campaign: until the approval, and it counts once the issuer has signed
    it. Raises FileRefused, DraftUsed after the decision, Malformed, NotAllowed, NotFound.
    """
    door = require(actor, Role.ISSUER)
    found, said = queries.campaign(actor, campaign), queries.disclosure(actor, campaign)
    if found.issuer != door:
        raise NotAllowed
    if found.state is not State.PROPOSED:
        raise DraftUsed
    if said.record is None:
        raise NotFound
    return _attach(actor, said.record, slot, name, data)


def prepare_disclose(*, actor: Viewer, campaign: Address, slot: str) -> Signable:
    """The issuer prepares that the document in a slot is on the record, by its hash.

    Raises NotAllowed, NotFound, NothingToSign.
    """
    door = require(actor, Role.ISSUER)
    found = queries.campaign(actor, campaign)
    if found.issuer != door:
        raise NotAllowed
    paper = _paper(queries.disclosure(actor, campaign).papers, slot)
    if paper.file is None or not paper.to_sign:
        raise NothingToSign
    prepared = ledger.prepare(
        actor=actor,
        door=door,
        act="Disclose",
        target=campaign,
        arguments={"slot": list(SLOTS).index(slot), "hash": bytes.fromhex(paper.file.sha256)},
    )
    text = _("You put “{document}” of {title} on the record. You can replace it until the approval.")
    fields = (
        (_("Campaign"), found.title),
        (_("Document"), _(paper.label)),
        (_("File"), paper.file.name),
        (_("Fingerprint (SHA-256)"), paper.file.sha256),
    )
    return Signable(prepared, say(text, document=_(paper.label), title=found.title), fields)


def read_document(*, actor: Viewer, campaign: Address, file: UUID) -> tuple[FileNote, bytes]:
    """A document of a campaign: public once the campaign is approved, and only what the chain names; before
    it is signed it is for the issuer and who oversees it. Raises NotFound.
    """
    found, said = queries.campaign(actor, campaign), queries.disclosure(actor, campaign)
    paper = next((each for each in said.papers if each.file is not None and each.file.id == file), None)
    if paper is None or said.record is None:
        raise NotFound
    if not paper.on_record and not queries.may_oversee(actor, campaign):
        raise NotFound
    return _read(found.issuer, said.record, file)


def read_paper(*, actor: Viewer, record: UUID, file: UUID) -> tuple[FileNote, bytes]:
    """A document of a draft, for its issuer and for the operator that it was shared with. Raises NotFound."""
    return _read(queries.draft(actor, record).owner, record, file)


def _read(issuer: Address, draft: UUID, file: UUID) -> tuple[FileNote, bytes]:
    papers = disclosures.papers_record(issuer, draft)
    if papers is None:
        raise NotFound
    return records.read_file(actor=disclosures.as_owner(issuer), record=papers, file=file)


def _attach(actor: Viewer, draft: UUID, slot: str, name: str, data: bytes) -> FileNote:
    if slot not in SLOTS:
        raise Malformed(slot=slot)
    door = require(actor, Role.ISSUER)
    papers = disclosures.papers_record(door, draft)
    if papers is None:
        papers = records.create(
            actor=actor,
            kind=PAPERS,
            fields={},
            readers=readers_of(actor),
            state=disclosures.OPEN,
            owner=door,
            account=actor.account,
            reference=str(draft),
        ).id
    return records.attach(actor=actor, record=papers, slot=slot, name=name, data=data)


def _paper(papers: tuple[Paper, ...], slot: str) -> Paper:
    found = next((each for each in papers if each.slot == slot), None)
    if found is None:
        raise Malformed(slot=slot)
    return found
