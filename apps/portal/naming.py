"""What campaigns, markets, share classes and dividends are called, and where their pages are: for lists whose
own app may not know of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from apps.campaigns import queries as campaigns
from apps.kyc import queries as kyc
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.portal.queries import address_of
from apps.securities.types import CLASSES
from apps.securities.types.actions import DIVIDENDS
from apps.trading.types import MARKETS
from apps.treasury.types import SUPPLIES
from apps.vocabulary.types import Viewer


@dataclass(frozen=True, slots=True)
class Named:
    """What an address is called; `what` is its kind in the reader's language, empty for a participant; `url`
    its page, empty where there is none for everybody. `is_money`: amounts of it are sen.
    """

    name: str
    what: str = ""
    url: str = ""
    is_money: bool = False


def names(viewer: Viewer, addresses: Iterable[str]) -> dict[str, Named]:
    """The names of campaigns, markets, share classes and dividends, by address: a few questions for all. What
    is none of these is left out.
    """
    different = list(dict.fromkeys(addresses))
    if not different:
        return {}
    found = {
        address: Named(title, gettext("Campaign"), address_of("campaigns:campaign", address))
        for address, title in campaigns.titles(viewer, different).items()
    }
    of_a_class = (
        (gettext("Market"), "trading:market", MARKETS.many(different)),
        (gettext("Dividend"), "securities:dividend", DIVIDENDS.many(different)),
    )
    faces = [each["face"] for _, _, rows in of_a_class for each in rows if each is not None]
    classes = {each["face"]: each for each in CLASSES.many([*different, *faces]) if each is not None}
    for what, page, rows in of_a_class:
        for each in filter(None, rows):
            called = classes[each["face"]]["name"] if each["face"] in classes else ""
            found[each["address"]] = Named(called, what, address_of(page, each["address"]))
    for face in different:
        if face in classes:
            found[face] = Named(classes[face]["name"], gettext("Share class"))
    return found


def titles(viewer: Viewer, addresses: Sequence[str]) -> dict[str, str]:
    """The same as plain text, for a table."""
    return {address: f"{each.name} ({each.what})" for address, each in names(viewer, addresses).items()}


def names_in(viewer: Viewer, acts: Iterable[ActView]) -> dict[str, Named]:
    """What acts are addressed to and point to: campaigns, markets, classes, moneys, participants; persons as
    the viewer's own records say. For a page that is being rendered: never kept.
    """
    values = list(dict.fromkeys(each for act in acts for each in _addresses(act)))
    if not values:
        return {}
    known = participants.names_of(values)
    called = kyc.names_of_clients(viewer, values)
    doors = {
        door: Named(called.get(door) or known[door], url=_page_of(viewer, door) if door in called else "")
        for door in values
        if door in called or not known[door].startswith("0x")
    }
    moneys = {
        each["token"]: Named(each["name"], gettext("Money"), is_money=True)
        for each in SUPPLIES.many(values)
        if each is not None
    }
    return {**moneys, **doors, **names(viewer, values)}


def _page_of(viewer: Viewer, door: str) -> str:
    return address_of("admin:client", door) if viewer.is_staff else ""


def _addresses(act: ActView) -> list[str]:
    values = [act.target, act.asset, *act.fields.values()]
    return [str(each) for each in values if isinstance(each, str) and len(each) == len("0x") + 40]
