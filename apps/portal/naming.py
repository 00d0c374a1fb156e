"""What campaigns, markets and share classes are called, and where their pages are: for lists whose own app
may not know of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from apps.campaigns import queries as campaigns
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.portal.queries import address_of
from apps.securities.types import CLASSES
from apps.trading.types import MARKETS
from apps.vocabulary.types import Viewer


@dataclass(frozen=True, slots=True)
class Named:
    """What an address is called; `what` is its kind in the reader's language, empty for a participant; `url`
    its page, empty where there is none for everybody.
    """

    name: str
    what: str = ""
    url: str = ""


def names(viewer: Viewer, addresses: Iterable[str]) -> dict[str, Named]:
    """The names of campaigns, markets and share classes, by address: a few questions for all. What is none of
    these is left out.
    """
    different = list(dict.fromkeys(addresses))
    if not different:
        return {}
    found = {
        address: Named(title, gettext("Campaign"), address_of("campaigns:campaign", address))
        for address, title in campaigns.titles(viewer, different).items()
    }
    markets = [each for each in MARKETS.many(different) if each is not None]
    faces = [each["face"] for each in markets]
    classes = {each["face"]: each for each in CLASSES.many([*different, *faces]) if each is not None}
    for each in markets:
        called = classes[each["face"]]["name"] if each["face"] in classes else ""
        url = address_of("trading:market", each["address"])
        found[each["address"]] = Named(called, gettext("Market"), url)
    for face in different:
        if face in classes:
            found[face] = Named(classes[face]["name"], gettext("Share class"))
    return found


def names_in(viewer: Viewer, acts: Iterable[ActView]) -> dict[str, Named]:
    """What the fields of acts name: campaigns, markets and classes, and organisations and companies. A
    person's address stays one.
    """
    values = [value for act in acts for value in _addresses(act.fields)]
    doors = {
        door: Named(name) for door, name in participants.names_of(values).items() if not name.startswith("0x")
    }
    return {**doors, **names(viewer, values)}


def _addresses(fields: Mapping[str, Any]) -> list[str]:
    return [value for value in fields.values() if isinstance(value, str) and len(value) == len("0x") + 40]
