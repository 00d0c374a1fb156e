"""How the fields of signed data are read by people: amounts as ringgit, moments as dates, words of bytes as
words. What holds nothing is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext, gettext_noop

from apps.portal import looks
from apps.vocabulary.types import InvestorClass, Role, Standing

SEN: Final = frozenset({"amount", "price"})
MOMENTS: Final = frozenset(
    {
        "validUntil",
        "opensAt",
        "closesAt",
        "expiresAt",
        "creditedAt",
        "effectiveFrom",
        "until",
        "recordAt",
        "payableAt",
        "maturesAt",
    }
)
TEXTS: Final = frozenset({"name", "symbol", "reason", "rule"})
_NOTHING: Final = (0, "", "0x", "0x" + "0" * 40, "0x" + "0" * 64)


def is_empty(name: str, value: object) -> bool:
    """Whether a field says nothing: a word, an address or a moment that is all zeros."""
    figure = isinstance(value, int) and name not in MOMENTS and name != "class"
    return not figure and value in _NOTHING


def written(name: str, value: object, *, ringgit: Callable[[int], str], moment: Callable[[int], str]) -> str:
    """A field's value in words; `ringgit` writes sen and `moment` chain seconds."""
    if isinstance(value, bool):
        return gettext(_YES_NO[value])
    if isinstance(value, int):
        return _figure(name, value, ringgit, moment)
    text = str(value)
    if name in TEXTS and text.startswith("0x"):
        try:
            return bytes.fromhex(text[2:]).rstrip(b"\0").decode()
        except ValueError:
            return text
    return text


def _figure(name: str, value: int, ringgit: Callable[[int], str], moment: Callable[[int], str]) -> str:
    if name in SEN:
        return ringgit(value)
    if name in MOMENTS:
        return moment(value)
    found = _CHOICES.get(name, {}).get(value)
    return gettext(found) if found else f"{value:,}"


_YES_NO: Final[Mapping[bool, str]] = {True: gettext_noop("Yes"), False: gettext_noop("No")}
_CHOICES: Final[Mapping[str, Mapping[int, str]]] = {
    "role": {int(each): name for each, name in looks.ROLE_NAMES.items()},
    "class": {int(each): name for each, name in looks.CLASS_NAMES.items() if each is not InvestorClass.NONE},
    "standing": {int(each): looks.STATES[each.name.lower()].word for each in Standing if each},
    "activator": {int(each): name for each, name in looks.ROLE_NAMES.items() if each is not Role.NONE},
}
