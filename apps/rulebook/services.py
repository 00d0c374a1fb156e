"""What the regulator does to the rulebook, and who puts in force what it announced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from apps.ledger import services as ledger
from apps.ledger.types import ActView
from apps.rulebook import queries, rules
from apps.rulebook.errors import ChangeEnded, NoticeNotOver
from apps.rulebook.types import Change, ChangeState, Figure, Sessions, Slab
from apps.vocabulary.errors import Malformed, NotAllowed
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import Address, InvestorClass, Role, Viewer
from apps.vocabulary.words import text_word

Arguments = Mapping[str, int | str | bytes]

_RINGGIT: Final = 100
_MILLION: Final = 1_000_000 * _RINGGIT

_TEN, _FIVE = 10 * 60, 17 * 60
_DAY_OF_MINUTES = 1440

PSTX: Final = Sessions(
    band=200_000,
    entry=(1 * _DAY_OF_MINUTES + _TEN, 3 * _DAY_OF_MINUTES + _FIVE),
    days=frozenset((2, 3)),
    hours=(_TEN, _FIVE),
    business_days=True,
    longest=28 * 24,
)
"""R21: orders from Tuesday 10:00 to Thursday 17:00, matched on Wednesday and Thursday from 10:00 to 17:00; at
most 20 % from the last price; four trading weeks.
"""

MALAYSIA: Final = (
    Figure("R1", InvestorClass.NONE, 20 * _MILLION, 0),
    Figure("R4", InvestorClass.RETAIL, 10_000 * _RINGGIT, 0),
    Figure("R4b", InvestorClass.RETAIL, 50_000 * _RINGGIT, 0),
    Figure("R4b", InvestorClass.ANGEL, 500_000 * _RINGGIT, 0),
    Figure("R7", InvestorClass.NONE, 365 * rules.DAY, 0),
    Figure("R10", InvestorClass.NONE, 6, 0),
    Figure("R11", InvestorClass.NONE, 14 * rules.DAY, 0),
    Figure("R13", InvestorClass.NONE, 1, 0),
    Figure("R15", InvestorClass.NONE, 0b111, 0),
    Figure(
        "R16",
        InvestorClass.NONE,
        rules.packed_slabs(
            [
                Slab(3 * _MILLION, 70_000),
                Slab(5 * _MILLION, 60_000),
                Slab(10 * _MILLION, 50_000),
                Slab(15 * _MILLION, 45_000),
                Slab(None, 40_000),
            ]
        ),
        0,
    ),
    Figure("R17", InvestorClass.NONE, 7, 0),
    Figure("R19", InvestorClass.NONE, 183 * rules.DAY, 0),
    Figure("R20", InvestorClass.NONE, 1, 0),
    Figure("R21", InvestorClass.NONE, rules.packed_sessions(PSTX), 0),
    Figure("R22", InvestorClass.NONE, 12_500, 0),
    Figure("R22m", InvestorClass.NONE, 50 * _RINGGIT, 0),
    Figure("R24", InvestorClass.NONE, 0, 0),
    Figure("reserve", InvestorClass.NONE, 1, 0),
    Figure("late-money", InvestorClass.NONE, 1, 0),
)
"""The Malaysian figures (R5 is R4b for angels; no ceiling is no figure; R15: presentation, financial
statements and terms): in force at once when signed.
What each says, and where it is from, is in `rules.RULES`.
"""


def figures_to_sign() -> list[Figure]:
    """The default figures that the regulator has not set yet, for a market's birth."""
    there = {(each.figure.rule, each.figure.investor_class) for each in queries.figures()}
    return [each for each in MALAYSIA if (each.rule, each.investor_class) not in there]


def propose_defaults(*, actor: Viewer) -> list[ActView]:
    """Proposes the default figures that are missing, each an act of its own for a checker to approve.

    Raises NotAllowed, Refused.
    """
    _regulator(actor)
    return [
        set_rule(actor=actor, rule=each.rule, value=each.value, investor_class=each.investor_class)
        for each in figures_to_sign()
    ]


def set_rule(
    *,
    actor: Viewer,
    rule: str,
    value: int,
    investor_class: InvestorClass = InvestorClass.NONE,
    effective_from: int = 0,
    cause: str = "",
) -> ActView:
    """Proposes a figure of a rule: `value` in the rule's unit, from a moment of chain time (0: at once).

    Replaces a figure that was announced and is not in force yet. `rule` may be an operator's permission
    (`rules.permission`). Raises NotAllowed, TextTooLong, NotAnAddress, Malformed, Refused.
    """
    door, word = _regulator(actor), rules.rule_word(rule)
    if not 0 <= value < 1 << 256 or not 0 <= effective_from < 1 << 64:
        raise Malformed(gettext_noop("This figure is out of range."))
    return ledger.propose(
        actor=actor,
        door=door,
        act="SetRule",
        target=queries.module(),
        arguments={
            "rule": word,
            "class": int(investor_class),
            "value": value,
            "effectiveFrom": effective_from,
        },
        cause=cause,
    )


def publish_calendar(*, actor: Viewer, word: int, holidays: list[int], cause: str = "") -> ActView:
    """Proposes the calendar of the 256 days from day `word * 256` of the epoch: weekdays are business days,
    less these holidays (days of the epoch). Raises NotAllowed, Malformed, Refused.
    """
    door = _regulator(actor)
    if word < 0 or any(day // rules.DAYS_OF_A_WORD != word for day in holidays):
        raise Malformed(gettext_noop("These holidays are not of those days."))
    published, business = rules.calendar_word(word, holidays=holidays)
    return ledger.propose(
        actor=actor,
        door=door,
        act="PublishCalendar",
        target=queries.module(),
        arguments={"word": word, "published": published, "business": business},
        cause=cause,
    )


# -- logic


def announce(
    *,
    actor: Viewer,
    name: str,
    code: Address,
    template: bool = False,
    activator: Role = Role.REGULATOR,
    cause: str = "",
) -> ActView:
    """Proposes to announce that `code` is to follow under `name`: in force once the notice is over and its
    activator says so. For a name in force, kind and activator are what they are; a new one is a module
    that `activator` activates, or a template, which an operator does.

    Raises NotAllowed, TextTooLong, Refused.
    """
    arguments: Arguments = {
        "name": text_word(name),
        "code": code,
        "template": template,
        "activator": int(Role.OPERATOR if template else activator),
    }
    return _propose_own(actor, _regulator(actor), "Announce", arguments, cause)


def withdraw_announcement(*, actor: Viewer, change: Change, reason: str, cause: str = "") -> ActView:
    """Proposes that what was announced does not come. `reason` has 31 bytes and is public.

    Raises NotAllowed, ChangeEnded, TextTooLong, Refused.
    """
    door = _regulator(actor)
    _require_announced(change)
    arguments = {"name": text_word(change.name), "reason": text_word(reason)}
    return _propose_own(actor, door, "WithdrawAnnouncement", arguments, cause)


def activate(*, actor: Viewer, change: Change, cause: str = "") -> ActView:
    """Proposes to put in force what was announced, by its activator once the notice is over.

    Raises NotAllowed, ChangeEnded, NoticeNotOver, Refused.
    """
    if actor.door is None or actor.role is not change.activator:
        raise NotAllowed
    _require_announced(change)
    if queries.now() < change.earliest:
        raise NoticeNotOver(earliest=change.earliest)
    return _propose_own(actor, actor.door, "Activate", {"name": text_word(change.name)}, cause)


def _require_announced(change: Change) -> None:
    if change.state is not ChangeState.ANNOUNCED:
        raise ChangeEnded


def _propose_own(actor: Viewer, door: Address, act: str, arguments: Arguments, cause: str) -> ActView:
    return ledger.propose(actor=actor, door=door, act=act, target=door, arguments=arguments, cause=cause)


def _regulator(actor: Viewer) -> Address:
    if actor.role is not Role.REGULATOR or actor.door is None:
        raise NotAllowed
    return actor.door
