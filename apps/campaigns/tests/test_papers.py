"""Documents by slot: signed by the issuer, replaced until the approval, checked by anybody against the
chain.
"""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from apps.campaigns import queries, services
from apps.campaigns.errors import DraftUsed, NothingToSign
from apps.campaigns.tests.cast import WORDS, Cast
from apps.campaigns.types import CAMPAIGNS
from apps.ledger.errors import Refused
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound
from apps.vocabulary.types import VISITOR, Address

PDF = b"%PDF-1.7 accounts of Ida Kopi"
NEWER = b"%PDF-1.7 accounts of Ida Kopi, audited"
FINANCIALS = 1 << 1


def proposed_with_accounts(cast: Cast) -> Address:
    draft = services.save_draft(actor=cast.ida.viewer, words=WORDS).record
    with pytest.raises(Malformed):
        services.attach(actor=cast.ida.viewer, record=draft, slot="diary", name="x.pdf", data=PDF)
    services.attach(actor=cast.ida.viewer, record=draft, slot="financials", name="a.pdf", data=PDF)
    cast.sign(cast.ida, services.prepare_proposal(actor=cast.ida.viewer, offer=cast.offer(), draft=draft))
    with pytest.raises(DraftUsed):
        services.attach(actor=cast.ida.viewer, record=draft, slot="deck", name="x.pdf", data=PDF)
    return Address(CAMPAIGNS.page(order="proposed_at", descending=True, limit=1).rows[0]["address"])


def approve(cast: Cast, campaign: Address) -> None:
    cast.check(cast.omar, services.approve(actor=cast.omar.maker, campaign=campaign, reason="In order."))


def test_a_required_document_counts_once_it_is_signed(cast: Cast) -> None:
    cast.rule("R15", FINANCIALS)
    campaign = proposed_with_accounts(cast)
    paper = queries.disclosure(cast.ida.viewer, campaign).papers[1]
    assert (paper.required, paper.to_sign, paper.on_record) == (True, True, False)
    assert [each.passed for each in queries.checklist(cast.omar.maker, campaign) if "R15" in each.text] == [
        False
    ]
    with pytest.raises(Refused) as refusal:
        services.approve(actor=cast.omar.maker, campaign=campaign, reason="In order.")
    assert refusal.value.name == "CampaignDisclosureIncomplete"
    with pytest.raises(NotAllowed):
        services.prepare_disclose(actor=cast.ivan.viewer, campaign=campaign, slot="financials")
    with pytest.raises(NothingToSign):
        services.prepare_disclose(actor=cast.ida.viewer, campaign=campaign, slot="deck")

    signed = services.prepare_disclose(actor=cast.ida.viewer, campaign=campaign, slot="financials")
    assert cast.sign(cast.ida, signed).state == "mined"
    assert queries.disclosure(cast.ida.viewer, campaign).papers[1].on_record
    it_is_replaced_until_the_approval(cast, campaign)
    approve(cast, campaign)
    nobody_replaces_it_afterwards(cast, campaign)


def it_is_replaced_until_the_approval(cast: Cast, campaign: Address) -> None:
    services.replace(actor=cast.ida.viewer, campaign=campaign, slot="financials", name="b.pdf", data=NEWER)
    newer = queries.disclosure(cast.omar.maker, campaign).papers[1]
    assert newer.to_sign
    assert newer.file is not None
    with pytest.raises(NotFound):
        services.read_document(actor=VISITOR, campaign=campaign, file=newer.file.id)
    assert services.read_document(actor=cast.omar.maker, campaign=campaign, file=newer.file.id)[1] == NEWER
    cast.sign(
        cast.ida, services.prepare_disclose(actor=cast.ida.viewer, campaign=campaign, slot="financials")
    )


def nobody_replaces_it_afterwards(cast: Cast, campaign: Address) -> None:
    with pytest.raises(DraftUsed):
        services.replace(actor=cast.ida.viewer, campaign=campaign, slot="deck", name="b.pdf", data=NEWER)
    visitor = Browser()
    shown = visitor.get(f"/api/v1/campaigns/{campaign}/disclosure").json()
    assert shown["matches"] is True
    (file,) = shown["files"]
    paper = visitor.get(f"/campaigns/{campaign}/documents/{file['id']}/")
    assert (paper.status_code, paper.content) == (200, NEWER)

    def checked(data: bytes) -> bytes:
        sent = {"file": SimpleUploadedFile("mine.pdf", data)}
        return visitor.post(f"/campaigns/{campaign}/check/", sent).content

    assert b'alert-success" role="status"' in checked(NEWER)
    assert b'alert-warning" role="status"' in checked(PDF)
