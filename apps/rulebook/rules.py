"""What the rules are about, how the success fee is packed, which days are business days; how code that is
announced is recognised and differs. No I/O.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from apps.rulebook.types import FileDifference, Fixed, Known, Rule, Saying, Sessions, Slab, Unit
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address
from apps.vocabulary.words import read_address, text_word

DAY: Final = 86_400
KUALA_LUMPUR: Final = 8 * 3600
"""Seconds that Kuala Lumpur is ahead of the chain's clock, all year."""
DAYS_OF_A_WORD: Final = 256
LONGEST_SEARCH: Final = 60
"""Days that a count of business days looks at, as in Calendar.sol."""

_NO_LIMIT: Final = 0xFFFFFF
_SLAB_BITS: Final = 48
_TEN_THOUSAND_RINGGIT: Final = 1_000_000

_GUIDELINES: Final = "Guidelines on Recognized Markets, SC Malaysia"

RULES: Final[Mapping[str, Rule]] = {
    rule.id: rule
    for rule in (
        Rule("R1", Unit.SEN, gettext_noop("What an issuer may raise in its lifetime"), _GUIDELINES),
        Rule("R4", Unit.SEN, gettext_noop("What an investor may put into one issuer"), _GUIDELINES),
        Rule("R4b", Unit.SEN, gettext_noop("What an investor may put in over 365 days"), _GUIDELINES),
        Rule("R7", Unit.SECONDS, gettext_noop("How long an investor’s class stays certified"), _GUIDELINES),
        Rule("R10", Unit.BUSINESS_DAYS, gettext_noop("Cooling-off after the close"), _GUIDELINES),
        Rule(
            "R10s", Unit.SECONDS, gettext_noop("Cooling-off in seconds, instead of business days"), "Castor"
        ),
        Rule("R11", Unit.SECONDS, gettext_noop("Window to opt out after an adverse change"), _GUIDELINES),
        Rule("R13", Unit.NUMBER, gettext_noop("Live campaigns of one issuer"), _GUIDELINES),
        Rule("R15", Unit.DOCUMENTS, gettext_noop("Documents that a campaign must have"), _GUIDELINES),
        Rule("R16", Unit.SLABS, gettext_noop("Success fee, on the whole amount"), "pitchIN’s published fees"),
        Rule("R17", Unit.BUSINESS_DAYS, gettext_noop("Withdrawals are paid out within"), _GUIDELINES),
        Rule(
            "R19", Unit.SECONDS, gettext_noop("Moratorium before a certificate may be traded"), "PSTX rules"
        ),
        Rule("R20", Unit.FLAG, gettext_noop("Secondary trading needs permission"), _GUIDELINES),
        Rule("R21", Unit.SESSIONS, gettext_noop("Sessions, price band and longest order"), "PSTX rules"),
        Rule("R21a", Unit.SESSIONS, gettext_noop("The same for call auctions, instead"), "Castor"),
        Rule(
            "R21-auction", Unit.SECONDS, gettext_noop("Time between call auctions; none: one a day"), "Castor"
        ),
        Rule("R22", Unit.PARTS_PER_MILLION, gettext_noop("Trade fee a side"), "PSTX fees"),
        Rule("R22m", Unit.SEN, gettext_noop("Least trade fee a side"), "PSTX fees"),
        Rule("R24", Unit.PURCHASES, gettext_noop("Purchases on the market count towards limits"), "Castor"),
        Rule("reserve", Unit.BUSINESS_DAYS, gettext_noop("A bank’s balance backs new money for"), "Castor"),
        Rule("late-money", Unit.BUSINESS_DAYS, gettext_noop("Grace for money on its way"), "Castor"),
        Rule("late-money-s", Unit.SECONDS, gettext_noop("That grace in seconds, instead of days"), "Castor"),
        Rule("money-transfers", Unit.FLAG, gettext_noop("Money may move from door to door"), "Castor"),
        Rule(
            "equity-transfers", Unit.FLAG, gettext_noop("Certificates may move from door to door"), "Castor"
        ),
    )
}
"""The rules that have figures on-chain, in the order in which they are shown."""


FIXED: Final = (
    Fixed(
        "NOTICE",
        "kernel/Acting.sol",
        7 * DAY,
        gettext_noop(
            "Least notice of new logic, of a class’s conversion or another trustee, of a forced transfer"
        ),
    ),
    Fixed(
        "FREEZE", "kernel/Admissions.sol", 30 * DAY, gettext_noop("A freeze lapses, if not confirmed, after")
    ),
    Fixed("DELAY", "doors/Client.sol", 2 * DAY, gettext_noop("A recovery of a lost key can be vetoed for")),
)
"""What contracts keep for themselves, as their sources say it."""

PURCHASES: Final = (
    gettext_noop("no"),
    gettext_noop("for one issuer (R4)"),
    gettext_noop("for one issuer (R4) and over 365 days (R4b)"),
)
"""R24 by its figure: what a purchase on the market counts towards."""

_PERMISSION: Final = "R20:0x"


def permission(operator: Address) -> str:
    """R20: the name of the figure by which the regulator opens secondary trading to an operator; as the read
    model has it, in lower case.
    """
    return f"R20:{operator.lower()}"


def permitted(id: str) -> Address | None:
    """The operator whom an R20 of its own permits to run secondary trading; None for any other rule."""
    return read_address(id.removeprefix("R20:")) if id.startswith(_PERMISSION) else None


def shown_id(id: str) -> str:
    """A rule's name as people read it: an operator's permission is an R20."""
    return "R20" if id.startswith(_PERMISSION) else id


def rule_word(id: str) -> bytes:
    """A rule's name as the chain keeps it; an operator's permission ends in its address. Raises TextTooLong,
    NotAnAddress.
    """
    if not id.startswith(_PERMISSION):
        return text_word(id)
    address = bytes.fromhex(read_address(id.removeprefix("R20:"))[2:])
    return b"R20".ljust(32 - len(address), b"\0") + address


def rule_named(id: str) -> Rule:
    """A rule; one that this version has no words for is shown by its name."""
    if id.startswith(_PERMISSION):
        return Rule(id, Unit.FLAG, gettext_noop("Secondary trading is open to this operator"), _GUIDELINES)
    return RULES.get(id) or Rule(id, Unit.NUMBER, id, "")


def packed_slabs(slabs: Sequence[Slab]) -> int:
    """The success fee as the contract reads it: see `Fees.sol`. Raises ValueError for a limit or rate that
    its bits cannot say.
    """
    packed = 0
    for place, slab in enumerate(slabs):
        up_to, rest = divmod(slab.up_to, _TEN_THOUSAND_RINGGIT) if slab.up_to is not None else (_NO_LIMIT, 0)
        if rest or not 0 < up_to <= _NO_LIMIT or not 0 <= slab.rate <= 1_000_000 or place > 4:
            raise ValueError(f"{slab} does not fit into a fee's slab")
        packed |= (up_to << 24 | slab.rate) << (_SLAB_BITS * place)
    return packed


def unpacked_slabs(packed: int) -> list[Slab]:
    """What `packed_slabs` packed, the lowest first."""
    slabs = []
    while packed:
        up_to, rate = packed >> 24 & _NO_LIMIT, packed & 0xFFFFFF
        slabs.append(Slab(None if up_to == _NO_LIMIT else up_to * _TEN_THOUSAND_RINGGIT, rate))
        packed >>= _SLAB_BITS
    return slabs


_WEEK, _A_DAY = 7 * 1440, 1440


def packed_sessions(sessions: Sessions) -> int:
    """R21 as the contract reads it: see `Sessions.sol`. Raises ValueError for what its bits cannot say."""
    (opens, closes), (first, last) = sessions.entry, sessions.hours
    fits = (
        0 <= sessions.band < 1 << 24
        and 0 <= opens <= closes <= _WEEK
        and 0 <= first <= last <= _A_DAY
        and sessions.days <= frozenset(range(7))
        and 0 <= sessions.longest < 1 << 14
    )
    if not fits:
        raise ValueError(f"{sessions} do not fit into a figure")
    days = sum(1 << day for day in sessions.days)
    packed = sessions.band | opens << 24 | closes << 38 | days << 52 | first << 59 | last << 70
    return packed | int(sessions.business_days) << 81 | sessions.longest << 82


def unpacked_sessions(packed: int) -> Sessions:
    """What `packed_sessions` packed."""
    return Sessions(
        band=packed & 0xFFFFFF,
        entry=(packed >> 24 & 0x3FFF, packed >> 38 & 0x3FFF),
        days=frozenset(day for day in range(7) if packed >> 52 + day & 1),
        hours=(packed >> 59 & 0x7FF, packed >> 70 & 0x7FF),
        business_days=bool(packed >> 81 & 1),
        longest=packed >> 82 & 0x3FFF,
    )


def success_fee_down(packed: int, sen: int) -> int:
    """R16: the fee in sen on `sen`, rounded down, as `Fees.successFeeDown` counts it."""
    for slab in unpacked_slabs(packed):
        if slab.up_to is None or sen <= slab.up_to:
            return sen * slab.rate // 1_000_000
    return 0


def day_of(at: int) -> int:
    """The day of the epoch, in Kuala Lumpur, that a moment of chain time falls on."""
    return (at + KUALA_LUMPUR) // DAY


def is_weekday(day: int) -> bool:
    """Monday to Friday; day 0 of the epoch was a Thursday."""
    return (day + 3) % 7 < 5


def calendar_word(word: int, *, holidays: Iterable[int]) -> tuple[int, int]:
    """The 256 days from `word * 256` on, all published: business days are the weekdays that are no holiday
    (days of the epoch). Gives (published, business) as `publishCalendar` takes them.
    """
    closed, business = set(holidays), 0
    for place in range(DAYS_OF_A_WORD):
        day = word * DAYS_OF_A_WORD + place
        if is_weekday(day) and day not in closed:
            business |= 1 << place
    return (1 << DAYS_OF_A_WORD) - 1, business


# -- code that is announced --------------------------------------------------------------------------------


def recognised(code: bytes, contracts: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Which contract of a build a runtime code is (`contracts/build.py` says how); None for none of them."""
    for name, each in contracts.items():
        if len(code) != each["size"]:
            continue
        plain = bytearray(code)
        for start, length in each["holes"]:
            plain[start : start + length] = bytes(length)
        if hashlib.sha256(plain).hexdigest() == each["hash"]:
            return name
    return None


def said_anew(before: Known | None, after: Known) -> tuple[Saying, ...]:
    """What the new contract can do, tell and refuse that the old could not, and the other way round."""
    found = []
    for kind in ("function", "event", "error"):
        old = before.words[kind] if before else {}
        new = after.words[kind]
        found += [_saying(True, kind, new[each]) for each in new if each not in old]
        found += [_saying(False, kind, old[each]) for each in old if each not in new]
    return tuple(found)


def _saying(came: bool, kind: str, of: Mapping[str, str]) -> Saying:
    return Saying(came, kind, of["shown"], of["notice"])


def files_anew(before: Known | None, after: Known) -> tuple[FileDifference, ...]:
    """The source files that differ, the contract's own first: its file against its predecessor's, unless it
    is built upon that one and has it still.
    """
    old = dict(before.texts) if before else {}
    followed = before.source if before and before.source not in after.texts else ""
    pairs = [(after.source if after.source in old else followed, after.source)]
    paths = sorted({*old, *after.texts} - {after.source, followed})
    pairs += [(path if path in old else "", path if path in after.texts else "") for path in paths]
    found = []
    for was, now in pairs:
        lines = _lines_anew(old.get(was, ""), after.texts.get(now, ""))
        if lines:
            found.append(FileDifference(was, now, lines))
    return tuple(found)


def _lines_anew(old: str, new: str) -> tuple[tuple[str, str], ...]:
    kinds = {"+": "add", "-": "del", "@": "at"}
    changed = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=4))[2:]
    return tuple((kinds.get(line[:1], ""), line) for line in changed)
