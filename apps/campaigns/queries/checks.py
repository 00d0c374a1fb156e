"""What an operator goes through before it decides: what the chain would refuse, and what it is to judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from apps.campaigns import disclosures
from apps.campaigns.queries.issuers import standing_of
from apps.campaigns.queries.sukuk import places_sukuk
from apps.campaigns.sight import document_of, oversees, said
from apps.campaigns.types import CAMPAIGNS, CheckLine, Disclosure, Stored
from apps.ledger import queries as ledger
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.rulebook import queries as rulebook
from apps.vocabulary.errors import NotFound
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, Difference, Viewer

_UNDER_WAY = (Stored.APPROVED, Stored.READY, Stored.COOLING_OFF, Stored.SETTLING)
_TEXTS: Mapping[str, str] = {
    "title": gettext_noop("Title"),
    "pitch": gettext_noop("In one line"),
    "sector": gettext_noop("Sector"),
    "story": gettext_noop("The story"),
    "use_of_proceeds": gettext_noop("Use of proceeds"),
    "team": gettext_noop("Team"),
    "financials": gettext_noop("Financials"),
    "risks": gettext_noop("Risks"),
}


def checklist(viewer: Viewer, address: Address) -> list[CheckLine]:
    """The pre-flight list: first what the chain would refuse, then what is for the operator to judge. Raises
    NotFound, also for another's campaign.
    """
    found = document_of(viewer, address)
    if not oversees(viewer, found):
        raise NotFound
    return [*_of_the_chain(viewer, found), *_of_the_disclosure(disclosures.published(found))]


def _of_the_chain(viewer: Viewer, found: Mapping[str, Any]) -> list[CheckLine]:
    issuer, operator, trustee = found["issuer"], found["operator"], found["trustee"]
    now, asked = rulebook.now(), rulebook.figure("R15")
    filled = sum(1 << int(slot) for slot in found.get("slots", {}))
    linked = any(
        each.trustee == trustee and each.state.word == "active" for each in participants.links_of(operator)
    )
    lines = (
        (gettext_noop("The issuer may act"), participants.is_active(issuer)),
        (gettext_noop("The trustee of the money may act"), participants.is_active(trustee)),
        (gettext_noop("The trustee of the money is linked with the operator"), linked),
        (gettext_noop("It closes in the future"), now < found["closes_at"]),
        (
            gettext_noop("Every document that the rulebook asks for is on the record (R15)"),
            filled & asked == asked,
        ),
        (gettext_noop("The issuer has no other campaign under way (R13)"), not _others(found)),
        (
            gettext_noop("What it may raise fits what the issuer may raise in its lifetime (R1)"),
            _fits(viewer, found),
        ),
    )
    own = ((gettext_noop("The sukuk’s profit rate and maturity are set"), "sukuk" in found),)
    placed = own if places_sukuk(Address(found["address"])) else ()
    return [CheckLine(text, passed, chain=True) for text, passed in (*lines, *placed)]


def _of_the_disclosure(disclosure: Disclosure) -> list[CheckLine]:
    papers = [each for each in disclosure.papers if each.file is not None]
    lines = (
        (gettext_noop("The disclosure is stored with the root that is on the record"), disclosure.matches),
        (
            gettext_noop("Title, pitch, story, use of proceeds, team and risks are written"),
            disclosures.complete(disclosure),
        ),
        (gettext_noop("Every document that was attached is signed"), all(each.on_record for each in papers)),
    )
    return [CheckLine(text, passed, chain=False) for text, passed in lines]


def difference(viewer: Viewer, address: Address) -> list[Difference]:
    """What changed since the same issuer's proposal before: terms and texts that are not the same. Nothing
    where there was none. Raises NotFound.
    """
    found = document_of(viewer, address)
    if not oversees(viewer, found):
        raise NotFound
    rows = CAMPAIGNS.page(
        order="proposed_at", where={"issuer": found["issuer"]}, limit=20, descending=True
    ).rows
    before = next((each for each in rows if each["proposed_at"] < found["proposed_at"]), None)
    if before is None:
        return []
    earlier, present = disclosures.published(before), disclosures.published(found)
    pairs = [(gettext(_TEXTS[name]), getattr(earlier, name), getattr(present, name)) for name in _TEXTS]
    pairs += [(label, was, now) for (label, was), (_, now) in zip(_terms(before), _terms(found), strict=True)]
    return [Difference(label, was, now) for label, was, now in pairs if was != now]


def _terms(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    moments = {"opens_at": gettext("Opens"), "closes_at": gettext("Closes")}
    units = {"minimum": gettext("Minimum units"), "maximum": gettext("Maximum units")}
    return [
        (gettext("Price per unit"), said("{sen:sen}", sen=found["price"])),
        *((label, said("{n:number}", n=found[name])) for name, label in units.items()),
        *((label, said("{at:time}", at=found[name])) for name, label in moments.items()),
    ]


def acts_about(viewer: Viewer, address: Address) -> list[ActView]:
    """The acts of the viewer's organisation about a campaign, the oldest first."""
    if viewer.door is None:
        return []
    return [each for each in ledger.acts_caused_by(cause_of(address)) if each.door == viewer.door]


def cause_of(address: Address) -> str:
    """The cause that acts about a campaign carry."""
    return f"campaign:{address}"


def _others(document: Mapping[str, Any]) -> bool:
    """Whether the issuer has another campaign approved and not over (R13)."""
    where = {"issuer": document["issuer"], "state": [each.value for each in _UNDER_WAY]}
    rows = CAMPAIGNS.page(where=where, limit=2).rows
    return any(each["address"] != document["address"] for each in rows)


def _fits(viewer: Viewer, document: Mapping[str, Any]) -> bool:
    """R1: what it may raise at most, with what its company raised before, at whatever operators."""
    person = participants.participant(viewer, Address(document["issuer"])).person
    ceiling, standing = rulebook.figure("R1"), standing_of(person)
    most: int = document["maximum"] * document["price"]
    return not ceiling or standing.microfund or standing.raised + most <= ceiling
