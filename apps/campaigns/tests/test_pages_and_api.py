"""Every page of a campaign's life, by who may see it, and the API: typed refusals, never a fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client as Browser

from apps.accounts.rules import IN_FORCE
from apps.accounts.testing import client_account, signed_in, staff_account
from apps.accounts.types import Document
from apps.campaigns import services
from apps.campaigns.tests.cast import WORDS, Cast
from apps.campaigns.views import TABS
from apps.ledger.testing.stage import Client
from apps.vocabulary.types import Address, Role


@pytest.fixture(autouse=True)
def plain_static(settings: Any) -> None:
    """Static files as they are: no manifest has been collected."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def as_client(name: str, who: Client) -> Browser:
    return signed_in(Browser(), client_account(name, who.viewer.role, door=who.door))


def as_staff(name: str, role: Role, door: Address) -> Browser:
    return signed_in(Browser(), staff_account(name, role, door))


@dataclass
class People:
    """Everybody at a browser of their own."""

    ida: Browser
    ivan: Browser
    omar: Browser
    tan: Browser
    rania: Browser
    visitor: Browser


@pytest.fixture
def people(cast: Cast) -> People:
    """The cast, signed in."""
    return People(
        ida=as_client("ida", cast.ida),
        ivan=as_client("ivan", cast.ivan),
        omar=as_staff("omar", Role.OPERATOR, cast.omar.door),
        tan=as_staff("tan", Role.TRUSTEE, cast.tan.door),
        rania=as_staff("rania", Role.REGULATOR, cast.stage.regulator.door),
        visitor=Browser(),
    )


def test_an_issuer_drafts_and_proposes(cast: Cast, people: People) -> None:
    ida, ivan = people.ida, people.ivan
    assert ida.get("/campaigns/mine/").status_code == 200
    made = ida.post("/campaigns/drafts/new/", WORDS)
    assert made.status_code == 302
    draft = made["Location"]
    for page in ("", "words/story/", "documents/", "terms/", "preview/", "propose/"):
        assert ida.get(draft + page).status_code == 200, page
        assert ivan.get(draft + page).status_code == 403, page
    assert ida.get(draft + "words/nothing/").status_code == 404
    assert ida.post(draft + "words/brief/", {**WORDS, "title": ""}).status_code == 400
    for section in ("story", "team", "risks"):
        assert ida.post(draft + f"words/{section}/", WORDS).status_code == 302, section
    assert ida.post(draft + "propose/", {"price": "0"}).status_code == 400
    asked = {
        "allocation": "first-come",
        "face": cast.face,
        "money": cast.money,
        "price": "5.00",
        "minimum": "100",
        "maximum": "200",
        "opens_at": "2031-01-01T10:00",
        "closes_at": "2031-02-01T10:00",
    }
    assert ida.post(draft + "terms/", asked).status_code == 302
    assert b"2031-02-01T10:00" in ida.get(draft + "propose/").content
    review = ida.post(draft + "propose/", asked)
    assert review.status_code == 200
    assert b"RM\xc2\xa01,000.00" in review.content
    assert b"10:00 MYT" in review.content
    assert ida.post(draft + "words/team/", WORDS).status_code == 409
    assert ida.post(draft + "copy/").status_code == 302


def test_the_whole_life_by_pages(cast: Cast, people: People) -> None:
    campaign = cast.proposed()
    page = f"/campaigns/{campaign}/"
    a_proposal_is_decided(cast, people, campaign)
    an_approved_campaign_is_public(cast, people, campaign)
    cast.wait_until(cast.now() + 3600)
    an_investor_pledges(cast, people, campaign)
    cast.wait_until(cast.now() + 2 * 3600)
    assert people.ivan.post(f"{page}push/").status_code == 302
    cast.pushed()
    cast.wait_until(cast.now() + 2 * 3600)
    cast.pushed()
    shareholders_are_shown(cast, people)
    assert people.ivan.get(f"{page}contract-note.pdf").content.startswith(b"%PDF-")
    assert b"558.00" in people.ida.get(f"{page}run/").content
    assert people.tan.get("/campaigns/office/").status_code == 200
    assert people.visitor.get(page).status_code == 200


def a_proposal_is_decided(cast: Cast, people: People, campaign: Address) -> None:
    page, desk = f"/campaigns/{campaign}/", f"/admin/campaigns/{campaign}/"
    for who in (people.visitor, people.ivan):
        assert who.get(page).status_code == 404
    for who in (people.ida, people.omar, people.tan, people.rania):
        assert who.get(page).status_code == 200
    assert b"Kopi Utara" not in people.visitor.get("/campaigns/").content
    assert people.omar.get("/admin/").status_code == 200
    assert b"Kopi Utara" in people.omar.get("/admin/campaigns/").content
    assert b"ot so:" not in people.omar.get(desk).content
    assert people.omar.get(f"{desk}reject/").status_code == 200
    assert b"Reason" in people.omar.post(f"{desk}reject/", {"reason": "x" * 40}).content
    assert people.omar.post(f"{desk}approve/", {"reason": ""}).status_code == 200
    assert people.tan.get(f"{desk}approve/").status_code == 404
    assert people.ivan.get("/admin/campaigns/").status_code in (302, 403)
    cast.check(cast.omar, services.approve(actor=cast.omar.maker, campaign=campaign, reason="All is there."))


def an_approved_campaign_is_public(cast: Cast, people: People, campaign: Address) -> None:
    page, visitor = f"/campaigns/{campaign}/", people.visitor
    assert b"Kopi Utara" in visitor.get("/campaigns/?search=coffee&sector=food&state=upcoming").content
    assert b"Nothing matches" in visitor.get("/campaigns/?search=coffee&sector=health").content
    for tab in (*TABS, "nonsense"):
        assert visitor.get(f"{page}?tab={tab}").status_code == 200, tab
    assert b"was approved" in visitor.get(f"{page}?tab=chain").content
    assert people.ivan.get("/campaigns/office/").status_code == 403
    assert b"Propose to mint" in people.tan.get("/campaigns/office/").content
    cast.check(cast.tan, services.mint_units(actor=cast.tan.maker, campaign=campaign))
    assert people.ida.get(f"{page}cancel/").status_code == 200
    assert people.ida.post(f"{page}cancel/", {"reason": "rain"}).status_code == 200


def an_investor_pledges(cast: Cast, people: People, campaign: Address) -> None:
    page, ivan = f"/campaigns/{campaign}/", people.ivan
    assert ivan.get(f"{page}pledge/?amount=500").status_code == 200
    assert b"120 units" in people.visitor.get(f"{page}quote/?amount=600").content
    assert b"605.00" in people.visitor.get(f"{page}quote/?amount=601").content
    assert "600.00" in people.visitor.get(f"{page}quote/?units=120").content.decode()
    assert b'value="120"' in ivan.get(f"{page}pledge/?units=120&risk=on").content
    assert people.visitor.get(f"{page}quote/?units=²").status_code == 200
    assert people.visitor.get(f"{page}quote/?amount=abc").status_code == 200
    odd = ivan.post(f"{page}pledge/", {"amount": "601", "risk": "on"})
    assert odd.status_code == 400
    assert b"605.00" in odd.content
    assert ivan.post(f"{page}pledge/", {"amount": "600"}).status_code == 400
    assert ivan.post(f"{page}pledge/", {"amount": "9000", "risk": "on"}).status_code == 409
    assert b"What you sign" in ivan.post(f"{page}pledge/", {"amount": "600", "risk": "on"}).content
    act = cast.pledge(cast.ivan, campaign, 120)
    receipt = ivan.get(f"{page}receipt/{act.id}/")
    assert b"RM\xc2\xa0600.00" in receipt.content
    assert people.ida.get(f"{page}receipt/{act.id}/").status_code == 404
    assert ivan.get(f"{page}receipt/{act.id}/receipt.pdf").content.startswith(b"%PDF-")
    assert people.ida.get(f"{page}receipt/{act.id}/receipt.pdf").status_code == 403
    assert ivan.get(f"{page}contract-note.pdf").status_code == 404
    assert people.ida.get(f"{page}run/").status_code == 200
    assert ivan.get(f"{page}run/").status_code == 403
    assert b"Take it back" in ivan.get("/campaigns/pledges/").content
    assert ivan.post(f"{page}withdraw/").status_code == 200
    assert ivan.post(f"{page}push/").status_code == 409
    assert people.ida.get(f"{page}pledges/").status_code == 200
    assert ivan.get(f"{page}pledges/").status_code == 404


def shareholders_are_shown(cast: Cast, people: People) -> None:
    ida, ivan = people.ida, people.ivan
    assert b"No. 2" in ivan.get("/securities/portfolio/").content
    number = f"/securities/classes/{cast.face}/certificates/2/"
    assert b"120 units" in ivan.get(number).content
    assert ida.get(number).status_code == 200
    assert ida.get(f"/securities/classes/{cast.face}/").status_code == 200
    assert cast.ivan.door.encode() in ida.get(f"/securities/classes/{cast.face}/cap-table.csv").content
    assert ivan.get(f"/securities/classes/{cast.face}/").status_code == 404
    assert ida.get("/securities/classes/").status_code == 200
    assert ida.get("/securities/classes/new/").status_code == 200
    assert ida.post("/securities/classes/new/", {"name": "x" * 40, "symbol": "a"}).status_code == 400
    defined = {"name": "Preference", "symbol": "pref", "trustee": cast.tan.door}
    assert b"What you sign" in ida.post("/securities/classes/new/", defined).content


def post(browser: Browser, path: str, **body: object) -> Any:
    return browser.post(f"/api/v1/{path}", body, content_type="application/json")


def test_an_issuer_runs_its_campaign_by_pages(cast: Cast, people: People) -> None:
    campaign = cast.live()
    run, ida, ivan = f"/campaigns/{campaign}/run/", people.ida, people.ivan
    assert ivan.post(f"/campaigns/{campaign}/ask/", {"text": "How many roasters?"}).status_code == 302
    assert b"1 to answer" in ida.get(run).content
    question = ida.get(f"/api/v1/campaigns/{campaign}/questions").json()[0]["id"]
    assert ida.post(f"{run}questions/{question}/", {"text": "Four."}).status_code == 302
    assert b"Four." in people.visitor.get(f"/campaigns/{campaign}/?tab=questions").content

    assert ida.post(f"{run}updates/new/", {"title": "", "text": "x"}).status_code == 400
    update = ida.post(f"{run}updates/new/", {"title": "Roof", "text": "It is mended."})["Location"]
    assert b"published an update" in ida.get(update).content  # the e-mail, as it will be
    assert b"What you sign" in ida.post(f"{update}publish/").content
    assert ivan.get(update).status_code == 403

    assert b"cannot be taken back" in ida.get(f"{run}notice/").content
    assert ida.post(f"{run}notice/", {"reason": "fire"}).status_code == 400
    assert b"What you sign" in ida.post(f"{run}notice/", {"reason": "fire", "sure": "on"}).content
    assert ida.get(f"{run}papers/").status_code == 200
    assert people.omar.get(f"/admin/campaigns/{campaign}/notice/").status_code == 200


def test_an_operator_approves_and_goes_to_the_next(cast: Cast, people: People) -> None:
    first, second = cast.proposed(), cast.proposed()
    asked = people.omar.get(f"/admin/campaigns/{first}/approve/")
    assert b'accesskey="n"' in asked.content
    done = people.omar.post(f"/admin/campaigns/{first}/approve/", {"reason": "In order.", "next": "1"})
    assert done["Location"] == f"/admin/campaigns/{second}/"
    assert b"In order." in people.omar.get(f"/admin/campaigns/{first}/").content
    commented = people.omar.post(f"/admin/campaigns/{second}/", {"section": "team", "text": "Who?"})
    assert commented.status_code == 302
    assert b"Who?" in people.omar.get(f"/admin/campaigns/{second}/").content


def test_the_api_of_issuers(cast: Cast, people: People) -> None:
    ida, offer = people.ida, cast.offer()
    terms = {
        "face": offer.face, "money": offer.money, "price": 500, "minimum": 100, "maximum": 200,
        "opens_at": offer.opens_at, "closes_at": offer.closes_at,
    }  # fmt: skip
    prepared = post(ida, "campaigns/prepare", **terms, words=WORDS)
    assert prepared.status_code == 200
    assert prepared.json()["typed_data"]["primaryType"] == "Propose"
    assert post(people.ivan, "campaigns/prepare", **terms, words=WORDS).status_code == 403
    for wrong in ({"price": 0}, {"price": "x"}, {"face": "0x12"}, {"minimum": 1 << 70}, {"opens_at": -1}):
        answer = post(ida, "campaigns/prepare", **{**terms, **wrong}, words=WORDS)
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), wrong
    assert post(ida, "campaigns/prepare", **terms).status_code == 400
    strange = {**terms, "money": cast.ivan.door}
    assert post(ida, "campaigns/prepare", **strange, words=WORDS).status_code == 409
    assert post(ida, "classes/prepare", name="Two", symbol="TWO", trustee=cast.tan.door).status_code == 200
    assert post(ida, "classes/prepare", name="é" * 20, symbol="TWO", trustee=cast.tan.door).status_code == 400
    assert ida.get("/api/v1/campaigns/moneys").json()[0]["token"] == cast.money
    assert people.ivan.get(f"/api/v1/classes/{cast.face}/cap-table").status_code == 404
    assert ida.get(f"/api/v1/classes/{cast.face}/cap-table").status_code == 200
    assert ida.get(f"/api/v1/classes/{cast.face}/cap-table?as=csv")["Content-Type"].startswith("text/csv")


def test_the_api_of_staff(cast: Cast, people: People) -> None:
    omar, campaign = people.omar, cast.proposed()
    assert people.visitor.get(f"/api/v1/campaigns/{campaign}").status_code == 404
    assert len(omar.get("/api/v1/campaigns/queue").json()) == 1
    assert all(each["passed"] for each in omar.get(f"/api/v1/campaigns/{campaign}/checklist").json())
    assert post(people.ivan, f"campaigns/{campaign}/approve", reason="I like it").status_code == 403
    assert post(omar, f"campaigns/{campaign}/approve").status_code == 400
    assert post(omar, f"campaigns/{campaign}/reject", reason="x" * 32).status_code == 400
    assert people.visitor.get("/api/v1/campaigns?after=%%%").status_code == 400
    assert people.visitor.get("/api/v1/campaigns?operator=0xzz").status_code == 400


def test_the_api_of_investors(cast: Cast, people: People) -> None:
    ivan, campaign = people.ivan, cast.live()
    early = post(ivan, f"campaigns/{campaign}/push")
    assert (early.status_code, early.json()["code"]) == (409, "nothing-due")
    assert post(people.visitor, f"campaigns/{campaign}/push").status_code in (401, 403)
    path = f"campaigns/{campaign}/pledge/prepare"
    assert post(ivan, path, amount=600_00).status_code == 200
    odd = post(ivan, path, amount=60_001)
    assert odd.status_code == 400
    assert odd.json()["arguments"] == {"below": 60_000, "above": 60_500, "price": 500}
    over = post(ivan, path, units=201)
    assert (over.status_code, over.json()["code"]) == (409, "too-few-left")
    assert post(ivan, path, units=200, least=201).status_code == 400
    assert post(ivan, path).status_code == 400
    assert post(ivan, f"campaigns/{campaign}/withdraw/prepare").status_code == 404
    assert ivan.get(f"/api/v1/campaigns/{campaign}/room").json()["possible"] == 100_000
    assert ivan.get("/api/v1/portfolio").json() == []
    assert ivan.get("/api/v1/pledges").json() == {"rows": [], "next": None}


def test_amount_and_units_say_the_same_or_nothing_is_prepared(cast: Cast, people: People) -> None:
    ivan, campaign = people.ivan, cast.live()
    here, api = f"/campaigns/{campaign}/pledge/", f"campaigns/{campaign}/pledge/prepare"
    differ = "100 units cost RM 500.00, not RM 600.00. Change one of the two."
    refused = [
        ({"amount": "600", "units": "100"}, differ),
        ({"amount": "601", "units": "120"}, "120 units cost RM 600.00, not RM 601.00."),
        ({"amount": "", "units": ""}, "Say how much, in ringgit or in units."),
        ({"amount": "", "units": "0"}, "greater than or equal to 1"),
        ({"amount": "abc", "units": "100"}, "An amount is more than RM 0.00"),
    ]
    for typed, said in refused:
        answer = ivan.post(here, {**typed, "risk": "on"})
        page = answer.content.decode()
        assert (answer.status_code, said in page, "What you sign" in page) == (400, True, False), typed
        assert all(f'value="{each}"' in page for each in typed.values()), "what was typed stays"
    assert differ in ivan.get(f"/campaigns/{campaign}/quote/?amount=600&units=100").content.decode()
    for both in ({"units": 120, "amount": 600_00}, {"units": 100, "amount": 600_00}):
        assert post(ivan, api, **both).status_code == 400
    for typed in ({"amount": "600"}, {"units": "120"}, {"amount": "600.00", "units": "120"}):
        page = ivan.post(here, {**typed, "risk": "on"}).content.decode()
        assert "What you sign" in page
        assert "RM\xa0600.00" in page
    assert post(ivan, api, units=120).status_code == 200


def test_a_new_risk_warning_is_accepted_before_the_next_pledge_only(
    cast: Cast, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = cast.live()
    cast.pledge(cast.ivan, campaign, 20)
    here, api = f"/campaigns/{campaign}/pledge/", f"campaigns/{campaign}/pledge/prepare"
    monkeypatch.setitem(IN_FORCE, Document.RISK, "2027-01")

    refused = post(people.ivan, api, units=10)
    assert (refused.status_code, refused.json()["code"]) == (409, "consent-needed")
    assert refused.json()["arguments"] == {"documents": ["risk 2027-01"]}
    asked = people.ivan.get(here)
    assert asked["Location"] == f"/accounts/?next={here}"
    assert "There is a new version" in people.ivan.get(asked["Location"]).content.decode()
    assert "There is a new version" in people.ivan.post(here, {"amount": "50", "risk": "on"}).content.decode()
    assert people.ivan.get(f"/campaigns/{campaign}/").status_code == 200
    assert post(people.ivan, f"campaigns/{campaign}/withdraw/prepare").status_code == 200

    accepted = people.ivan.post("/accounts/accept/", {"documents": ["risk 2027-01"], "next": here})
    assert accepted["Location"] == here
    assert people.ivan.get(here).status_code == 200
    assert post(people.ivan, api, units=10).status_code == 200
