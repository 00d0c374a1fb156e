"""Who may see a campaign, and as what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from apps.campaigns import disclosures, rules
from apps.campaigns.types import CAMPAIGNS, Allocation, Campaign, Disclosure, Pledge, PledgeState, Sukuk
from apps.participants import queries as participants
from apps.securities import queries as securities
from apps.securities.types import ShareClass
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Standing, Viewer

_WRITTEN: Final = (
    "address",
    "issuer",
    "operator",
    "trustee",
    "face",
    "money",
    "price",
    "minimum",
    "maximum",
    "opens_at",
    "closes_at",
    "units_pledged",
    "raised",
    "investors",
    "disclosure",
    "proposed_at",
)
_LATER: Final = (
    "approved_at",
    "closed_at",
    "grace_ends_at",
    "cooling_off_ends_at",
    "notice_ends_at",
    "ended_at",
    "fee",
    "proceeds",
)


def said(text: str, **arguments: object) -> str:
    """A sentence with its figures as people read them."""
    return participants.said([(text, arguments)])[0]


def document_of(viewer: Viewer, address: Address) -> Mapping[str, Any]:
    """A campaign's document. Raises NotFound, also for a proposal that is not the viewer's to see."""
    found = CAMPAIGNS.get(address)
    if found is None or not (rules.is_public(found) or oversees(viewer, found)):
        raise NotFound
    return found


def oversees(viewer: Viewer, document: Mapping[str, Any]) -> bool:
    """Whether the viewer is the issuer, or somebody who oversees it, or the trustee of its money."""
    if viewer.door is None:
        return False
    return viewer.door == document["trustee"] or participants.sees(viewer, Address(document["issuer"]))


def revoked(trustees: Iterable[str]) -> set[str]:
    """Those of several trustees that are revoked: campaigns in their money can only fail."""
    found = participants.participants_at(list(trustees))
    return {door for door, each in found.items() if each.standing is Standing.REVOKED}


def views(rows: Iterable[Mapping[str, Any]], now: int) -> list[Campaign]:
    """Documents as campaigns at a chain second, with names and titles looked up once."""
    return [found for found, _ in views_with_words(rows, now)]


def views_with_words(rows: Iterable[Mapping[str, Any]], now: int) -> list[tuple[Campaign, Disclosure]]:
    """As `views`, each with what it says of itself, without its papers."""
    documents = list(rows)
    parties = [each[who] for each in documents for who in ("issuer", "operator", "trustee")]
    names = participants.names_of(parties)
    classes = securities.share_classes([each["face"] for each in documents])
    gone = revoked(each["trustee"] for each in documents)
    published = disclosures.published_by(documents)
    words = [published.get(each["disclosure"], Disclosure()) for each in documents]
    return [
        (_view(each, now, names, classes[each["face"]], said, each["trustee"] in gone), said)
        for each, said in zip(documents, words, strict=True)
    ]


def titles_of(documents: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What campaigns are called, by address: the title of what they published, else the issuer's name."""
    found = list(documents)
    names = participants.names_of([each["issuer"] for each in found])
    said = disclosures.published_by(found)
    return {
        each["address"]: said.get(each["disclosure"], Disclosure()).title or names[each["issuer"]]
        for each in found
    }


def _view(
    document: Mapping[str, Any],
    now: int,
    names: Mapping[str, str],
    share_class: ShareClass,
    said: Disclosure,
    trustee_revoked: bool,
) -> Campaign:
    whole: dict[str, Any] = {
        **{name: document[name] for name in _WRITTEN},
        **{name: document.get(name) for name in _LATER},
        **{f"{who}_name": names[document[who]] for who in ("issuer", "operator", "trustee")},
    }
    return Campaign(
        **whole,
        title=said.title or names[document["issuer"]],
        pitch=said.pitch,
        sector=said.sector,
        class_name=share_class.name,
        symbol=share_class.symbol,
        state=rules.state_at(document, now),
        step=rules.step_at(document, now, trustee_revoked=trustee_revoked),
        allocation=Allocation(document["allocation"]),
        demand=document.get("demand", 0),
        microfund=document.get("microfund", False),
        documents=document.get("documents", ""),
        notice_window=document.get("notice_window", 0),
        fee_slabs=document.get("fee_slabs", 0),
        moratorium=document.get("moratorium", 0),
        why=document.get("why", ""),
        reason=document.get("reason", ""),
        sukuk=Sukuk(**document["sukuk"]) if document.get("sukuk") else None,
    )


def pledge_views(rows: Sequence[Mapping[str, Any]], now: int) -> list[Pledge]:
    """Documents as pledges at a chain second, with names and titles looked up once."""
    addresses = list(dict.fromkeys(each["campaign"] for each in rows))
    of = dict(zip(addresses, CAMPAIGNS.many(addresses), strict=True))
    called = titles_of(each for each in of.values() if each is not None)
    names = participants.names_of([each["investor"] for each in rows])
    return [
        Pledge(
            campaign=Address(each["campaign"]),
            title=called.get(each["campaign"], ""),
            investor=Address(each["investor"]),
            investor_name=names[each["investor"]],
            units=each["units"],
            amount=each["amount"],
            state=PledgeState(each["state"]),
            first_at=each["first_at"],
            last_at=each["last_at"],
            certificate=each.get("certificate"),
            withdrawable_until=_until(each, of[each["campaign"]], now),
        )
        for each in rows
    ]


def _until(pledge: Mapping[str, Any], found: Mapping[str, Any] | None, now: int) -> int:
    if found is None or pledge["state"] != PledgeState.STANDING:
        return 0
    return rules.withdrawable_until(found, now)
