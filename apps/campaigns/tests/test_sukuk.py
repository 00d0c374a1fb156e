"""A sukuk on the real chain, from its templates to its first profit (docs/sukuk.md)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from apps.campaigns import queries, rules, services
from apps.campaigns.errors import NotForRetail, RateNotPlain
from apps.campaigns.tests.cast import HOUR, Cast
from apps.campaigns.tests.test_pages_and_api import People, people, plain_static
from apps.campaigns.types import SukukPayment
from apps.ledger import queries as ledger
from apps.ledger.deployment import deploy_logic
from apps.ledger.errors import Refused
from apps.rulebook import queries as rulebook
from apps.rulebook import services as changing
from apps.securities import queries as securities
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import VISITOR, Address, InvestorClass, Role

__all__ = ["people", "plain_static"]

DAY = 86_400
RATE, PAYMENTS, LIFE = 60_000, 2, 360 * DAY
TEMPLATES = {"campaign": "CampaignOfSukuk", "dividend": "DividendOfSukuk"}


@dataclass
class Placement:
    """A proposed campaign of the sukuk's template."""

    cast: Cast
    address: Address
    matures_at: int

    def set_terms(self) -> None:
        """Ida sets them: 6 % for almost a year, paid twice."""
        prepared = services.prepare_sukuk(
            actor=self.cast.ida.viewer,
            campaign=self.address,
            rate=RATE,
            matures_at=self.matures_at,
            payments=PAYMENTS,
        )
        assert "6 % a year" in prepared.sentence
        assert self.cast.sign(self.cast.ida, prepared).state == "mined"

    def place(self) -> None:
        """Approved, minted, pledged by an angel, settled."""
        cast = self.cast
        cast.check(
            cast.omar, services.approve(actor=cast.omar.maker, campaign=self.address, reason="In order.")
        )
        cast.check(cast.tan, services.mint_units(actor=cast.tan.maker, campaign=self.address))
        cast.wait_until(cast.now() + HOUR)
        farah = cast.stage.admit_client(
            cast.omar, Role.INVESTOR, "", cast.tan, person=b"farah", kind=InvestorClass.ANGEL
        )
        cast.stage.index()
        cast.mint(farah, 100_000)
        cast.stage.index()
        with pytest.raises(NotForRetail):
            cast.pledge(cast.ivan, self.address, 1)
        cast.pledge(farah, self.address, 200)
        cast.wait_until(cast.now() + 3 * HOUR)
        cast.pushed()
        cast.wait_until(cast.now() + 2 * HOUR)
        cast.pushed()

    def payments(self) -> list[SukukPayment]:
        """As everybody sees them."""
        return queries.sukuk_payments(VISITOR, self.address)


@pytest.fixture
def placement(cast: Cast) -> Placement:
    """The two templates are in force, and Ida has proposed."""
    stage = cast.stage
    for name, contract in TEMPLATES.items():
        code = deploy_logic(gateway=stage.gateway, contract=contract, master=Address(stage.market.master))
        announced = changing.announce(actor=stage.regulator.maker, name=name, code=code)
        cast.check(stage.regulator, announced)
    pending = rulebook.pending()
    cast.wait_until(max(each.earliest for each in pending))
    for change in pending:
        cast.check(cast.omar, changing.activate(actor=cast.omar.maker, change=change))
    campaign = cast.proposed()
    closes_at = queries.campaign(cast.ida.viewer, campaign).closes_at
    return Placement(cast, campaign, closes_at + LIFE)


@pytest.mark.parametrize("text", ["", "0", "-1", "50.1", "6,5", "six", "6.25001"])
def test_a_rate_that_is_none(text: str) -> None:
    with pytest.raises(RateNotPlain):
        rules.read_rate(text)


def test_a_rate_as_people_type_it() -> None:
    assert [rules.read_rate(each) for each in ("6", "6.25 %", "50", "0.0001")] == [60_000, 62_500, 500_000, 1]


def test_a_crowdfunding_campaign_has_no_sukuk(cast: Cast, people: People) -> None:
    campaign = cast.proposed()
    assert people.ida.get(f"/campaigns/{campaign}/run/sukuk/").status_code == 404
    assert queries.sukuk_payments(cast.ida.viewer, campaign) == []
    with pytest.raises(NotFound):
        services.prepare_sukuk(actor=cast.ida.viewer, campaign=campaign, rate=1, matures_at=1, payments=1)


def test_without_terms_nothing_is_approved(placement: Placement) -> None:
    cast = placement.cast
    lines = {each.text: each.passed for each in queries.checklist(cast.omar.maker, placement.address)}
    assert lines["The sukuk’s profit rate and maturity are set"] is False
    with pytest.raises(Refused) as refusal:
        services.approve(actor=cast.omar.maker, campaign=placement.address, reason="Too early.")
    assert refusal.value.name == "SukukTermsMissing"
    with pytest.raises(NotAllowed):
        services.prepare_sukuk(
            actor=cast.ivan.viewer, campaign=placement.address, rate=1, matures_at=1, payments=1
        )


def test_a_document_is_called_what_it_is(placement: Placement) -> None:
    found = queries.disclosure(placement.cast.ida.viewer, placement.address)
    assert [paper.label for paper in found.papers][-1] == "Terms of the sukuk"
    assert rulebook.slots()["terms"] == "Terms of the sukuk"


def test_terms_are_asked_for_and_reviewed(placement: Placement, people: People) -> None:
    ida, page = people.ida, f"/campaigns/{placement.address}/run/"
    assert "not set yet" in ida.get(page).text
    asked = {"rate": "6", "payments": "2", "matures_at": "2031-01-01T10:00"}
    assert ida.post(f"{page}sukuk/", {**asked, "rate": "51"}).status_code == 400
    review = ida.post(f"{page}sukuk/", asked)
    assert "6 % a year on the price, paid 2 times" in review.text
    api = f"/api/v1/campaigns/{placement.address}/sukuk/prepare"
    body = {"rate": RATE, "payments": PAYMENTS, "matures_at": placement.matures_at}
    prepared = ida.post(api, body, content_type="application/json")
    assert prepared.json()["typed_data"]["primaryType"] == "SetSukuk"
    placement.set_terms()
    shown = ida.get(f"{page}sukuk/").text
    assert 'value="6"' in shown
    assert "RM 0.1479" in people.omar.get(f"/campaigns/{placement.address}/?tab=terms").text


def test_a_placed_sukuk_pays_what_its_terms_say(placement: Placement, people: People) -> None:
    cast, campaign = placement.cast, placement.address
    placement.set_terms()
    placement.place()
    template = securities.template("dividend")
    for each in placement.payments():
        asked = (template, campaign, each.number)
        assert each.due_at == ledger.ask("DividendOfSukuk", "dueAt", *asked)
        assert each.rate == ledger.ask("DividendOfSukuk", "perUnit", *asked)
    first, second, principal = placement.payments()
    assert (first.may_declare, second.may_declare, principal.may_declare) == (False, False, False)
    cast.wait_until(first.due_at - 10 * DAY)
    assert [each.may_declare for each in placement.payments()] == [True, False, False]
    review = people.ida.post(f"/campaigns/{campaign}/run/sukuk/1/")
    assert "Profit 1" in review.text
    assert people.ida.post(f"/campaigns/{campaign}/run/sukuk/4/").status_code == 404
    api = f"/api/v1/campaigns/{campaign}/sukuk/payments"
    assert people.ida.post(f"{api}/1/prepare").json()["typed_data"]["primaryType"] == "DeclareSukuk"
    with pytest.raises(NotAllowed):
        services.prepare_sukuk_payment(actor=cast.ivan.viewer, campaign=campaign, number=1)
    prepared = services.prepare_sukuk_payment(actor=cast.ida.viewer, campaign=campaign, number=1)
    assert cast.sign(cast.ida, prepared).state == "mined"
    declared, *_ = people.visitor.get(api).json()
    assert (declared["state"], declared["may_declare"]) == ("announced", False)
    dividend = securities.dividend(cast.ida.viewer, declared["dividend"])
    assert (dividend.title, dividend.needed) == ("Profit 1", declared["amount"])
    assert "Declare a dividend" not in people.ida.get(f"/securities/classes/{cast.face}/state/").text
