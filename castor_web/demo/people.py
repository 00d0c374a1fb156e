"""Clients come in: keys derived on all cores, applications written, reviewed by two people, doors given."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from apps.vocabulary.types import InvestorClass
from castor_web.demo.cast import CLIENTS, OPERATORS, PASSPHRASE, Company, Investor, Organisation
from castor_web.demo.client import ClientSession
from castor_web.demo.market import Market
from castor_web.demo.offices import Office, together

Client = Company | Investor
APPROVED = {"reason": "Answers and documents agree; on no watch list."}
CONFIRMED = {"reason": "Looked at again: I agree with my colleague."}


def derive_all(origin: str, who: Iterable[Client] = CLIENTS) -> dict[str, ClientSession]:
    """Each with its key, by name. Python's scrypt lets go of the interpreter: threads fill the cores."""

    def derived(who: Client) -> ClientSession:
        session = ClientSession(origin, who.login)
        session.derive(PASSPHRASE)
        return session

    sessions = together(derived, who, at_once=os.cpu_count() or 1)
    return {each.name: each for each in sessions}


def apply_all(market: Market) -> list[str]:
    """Everybody signs up with its operator and sends an application; their ids."""

    def applied(who: Client) -> str:
        return apply(market.clients[who.login], who, market.office(who.operator).door)

    return together(applied, CLIENTS)


def apply(session: ClientSession, who: Client, operator: str) -> str:
    """Signs up with an operator and sends the application; its id."""
    company = isinstance(who, Company)
    session.sign_up(role="issuer" if company else "investor", operator=operator)
    session.post("kyc/application")
    for step, answers in (_company(who) if isinstance(who, Company) else _person(who)).items():
        session.put(f"kyc/application/steps/{step}", {"answers": answers})
    slot = "registration_certificate" if company else "identity_front"
    session.upload(f"kyc/application/slots/{slot}", "specimen.pdf", specimen(who.name))
    if isinstance(who, Investor) and who.investor_class is not InvestorClass.RETAIL:
        session.upload("kyc/application/slots/class_evidence", "evidence.pdf", specimen(who.name))
    return str(session.post("kyc/application/send")["id"])


def review_all(market: Market, cases: list[str]) -> None:
    """Each operator's two people admit its applicants, who then have doors."""

    def review(operator: Organisation) -> None:
        own = [case for case, who in zip(cases, CLIENTS, strict=True) if who.operator == operator.name]
        _review(market.office(operator), own)

    together(review, OPERATORS)
    for session in market.clients.values():
        _await_door(market, session)


def _review(office: Office, cases: list[str]) -> None:
    acts = []
    for case in cases:
        acts.append(office.maker.post(f"kyc/cases/{case}/approve", APPROVED)["id"])
        office.checker.post(f"kyc/cases/{case}/confirm", CONFIRMED)
    for act in acts:
        office.maker.followed(act)


def _await_door(market: Market, session: ClientSession) -> None:
    market.until(lambda: session.get("accounts/me")["door"] is not None, f"{session.name} has a door")


def specimen(name: str) -> bytes:
    """A document with a name on it, that says what it is: a specimen."""
    paper = io.BytesIO()
    canvas = Canvas(paper, pagesize=(240, 150), invariant=True)
    canvas.drawString(20, 110, "SPECIMEN, FOR THE DEMO")
    canvas.drawString(20, 80, name)
    canvas.save()
    return paper.getvalue()


def _person(who: Investor) -> Mapping[str, Mapping[str, Any]]:
    category: dict[str, Any] = {"investor_class": who.investor_class.name.lower()}
    if category["investor_class"] != "retail":
        category["class_basis"] = "Net personal assets as certified by an accountant"
    return {
        "identity": {
            "name": who.name,
            "identity_type": "mykad",
            "identity_number": who.mykad,
            "born": who.born,
            "nationality": "MYS",
        },
        "contact": {
            "address": f"{who.number + 1} Jalan Contoh, 50450 Kuala Lumpur",
            "phone": f"+60 12-{3_000_000 + who.number}",
            "email": f"{who.login}@example.com",
        },
        "category": category,
        "declaration": {"source_of_funds": "employment", "pep": False, "truthful": True},
    }


def _company(who: Company) -> Mapping[str, Mapping[str, Any]]:
    return {
        "company": {
            "company_name": who.name,
            "registration_number": who.number,
            "address": "3 Jalan Perniagaan, 50450 Kuala Lumpur",
            "business": who.business,
        },
        "directors": {"directors": [{"name": who.director, "identity_number": "850505-10-1234"}]},
        "owners": {
            "owners": [{"name": who.director, "identity_number": "850505-10-1234", "share": 60}],
            "owners_none": False,
        },
        "contact": {
            "contact_name": who.director,
            "phone": "+60 3-1234 5678",
            "email": f"{who.login}@example.com",
        },
        "declaration": {"truthful": True},
    }
