"""How figures, addresses, times, states and fields are written. Loaded in every template (settings:
`builtins`).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.dates import MONTHS_3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.portal import looks, naming, queries, signedfields
from apps.portal.looks import Look, Step
from apps.portal.naming import Named
from apps.vocabulary.errors import CastorError
from apps.vocabulary.times import MALAYSIA
from apps.vocabulary.types import InvestorClass, Role, Viewer

register = template.Library()

PLACEHOLDER = re.compile(r"\{(\w+)\}")
CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NO_BREAK = "\u00a0"
MOST_FIXED = 1_000
"""How many parts of pages a process keeps as they were rendered."""

# -- figures --------------------------------------------------------------------------------------------


@register.filter
def rm(sen: int | str | None) -> str:
    """Sen as ringgit: 123456 → `RM 1,234.56`, the same in every language. Nothing for None."""
    if sen is None or sen == "":
        return ""
    whole, part = divmod(abs(int(sen)), 100)
    return f"{'−' if int(sen) < 0 else ''}RM{NO_BREAK}{whole:,}.{part:02d}"


@register.filter
def units(count: int | str | None) -> str:
    """A whole number of units, grouped by thousands. Nothing for None."""
    return "" if count is None or count == "" else f"{int(count):,}"


@register.filter
def ether(wei: int | str | None) -> str:
    """Wei as ether, rounded down to four decimals: `1,000.0000 ETH`. Nothing for None."""
    if wei is None or wei == "":
        return ""
    whole, part = divmod(int(wei) // 10**14, 10**4)
    return f"{whole:,}.{part:04d}{NO_BREAK}ETH"


@register.filter
def gwei(wei: int | str | None) -> str:
    """Wei as gwei, rounded up to three decimals, so that no price looks like none. Nothing for None."""
    if wei is None or wei == "":
        return ""
    whole, part = divmod(-(-int(wei) // 10**6), 10**3)
    return f"{whole:,}.{part:03d}{NO_BREAK}gwei"


@register.filter
def percent_of(part: Any, whole: Any) -> int:
    """`part` of `whole` in whole percent, rounded down and at most 100; 0 when there is no whole."""
    return min(100, int(part or 0) * 100 // int(whole)) if whole else 0


@register.filter
def share_of(part: int, whole: int) -> str:
    """`part` of `whole` as a percentage of two decimals, rounded down: `0.61%`; `< 0.01%` for less that
    is not nothing; nothing of nothing.
    """
    hundredths = part * 10_000 // whole if whole else 0
    if part and whole and not hundredths:
        return "< 0.01%"
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


@register.filter
def short(text: str | None) -> str:
    """An address or a hash, shortened: `0x1234…cdef`."""
    whole = str(text or "")
    return f"{whole[:6]}…{whole[-4:]}" if len(whole) > 12 else whole


@register.filter
def name_of(door: str | None) -> str:
    """An organisation's or a company's name; for a person, or an unknown address, the address shortened."""
    return participants.name_of(door) if door else ""


@register.simple_tag
def named_in_lines(viewer: Viewer, lines: Iterable[Sequence[Any]]) -> dict[str, Named]:
    """The names of the campaigns and markets that stand against a statement's lines, which begin with their
    movement: asked once for the whole page.
    """
    return naming.names(viewer, [str(line[0]["other"]) for line in lines])


@register.simple_tag
def promised(viewer: Viewer) -> dict[str, Any]:
    """What an investor has pledged, campaign by campaign, and its sum in sen."""
    found = queries.promised(viewer)
    return {"pledges": found, "total": sum(each.amount for each in found)}


@register.simple_tag
def named_in(viewer: Viewer, acts: ActView | Sequence[ActView]) -> dict[str, Named]:
    """The names of what one act, or all of a page, point to: asked once."""
    return naming.names_in(viewer, [acts] if isinstance(acts, ActView) else acts)


@register.filter
def of(names: Mapping[str, Named], address: object) -> Named | None:
    """One of them, None where it has no name."""
    return names.get(str(address))


@register.filter
def evidence_for(act: ActView, viewer: Viewer) -> str:
    """The address of the page that an act was proposed from, for staff; empty where there is none."""
    return queries.evidence(viewer, act)


@register.filter
def written_fields(act: ActView) -> list[tuple[str, str, object]]:
    """The fields of an act that say something: label, value in words, and the value itself."""
    return [
        (
            field_name(name),
            field_value(signedfields.written(name, value, ringgit=rm, moment=chain_time)),
            value,
        )
        for name, value in act.fields.items()
        if not signedfields.is_empty(name, value)
    ]


# -- time -----------------------------------------------------------------------------------------------


@register.filter
def chain_time(seconds: int | None) -> str:
    """Seconds of chain time as a Malaysian date and time with its zone: `14 Jan 2027, 17:00 MYT`."""
    if not seconds:
        return ""
    moment = _moment(seconds)
    return f"{moment.day} {str(MONTHS_3[moment.month]).title()} {moment:%Y, %H:%M} MYT"


@register.filter
def iso_time(seconds: int | None) -> str:
    """Seconds of chain time for a `datetime` attribute."""
    return _moment(seconds).isoformat() if seconds else ""


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(seconds), tz=UTC).astimezone(MALAYSIA)


@register.filter
def duration(seconds: int | None) -> str:
    """A length of time in its two largest parts: 93784 → `1 day, 2 hours`."""
    left, parts = abs(int(seconds or 0)), []
    for length, singular, plural in looks.SPANS:
        count, left = divmod(left, length)
        if count:
            parts.append(ngettext(singular, plural, count) % {"n": count})
    return ", ".join(parts[:2]) or gettext("a moment")


@register.filter
def remaining(at: int, now: int) -> str:
    """What is left until `at`, by the market's clock: `in 5 days, 2 hours`."""
    return gettext("in %(time)s") % {"time": duration(at - now)}


# -- words ----------------------------------------------------------------------------------------------


@register.filter
def role_name(role: Role | int) -> str:
    """A role in words."""
    return gettext(looks.ROLE_NAMES[Role(role)])


@register.filter
def class_name(of: InvestorClass | int) -> str:
    """A class of investors in words."""
    return looks.investor_class(InvestorClass(of))


@register.filter
def sentence(error: CastorError) -> str:
    """A refusal's translated sentence, its `{placeholders}` filled from the error's arguments."""
    shown = {name: str(value) for name, value in error.arguments.items()}
    return PLACEHOLDER.sub(lambda match: shown.get(match[1], match[0]), gettext(str(error.sentence)))


@register.filter
def badge(state: object) -> Look:
    """A state's tone, icon and translated word."""
    return looks.state(str(state))


@register.filter
def steps(act: ActView) -> list[Step]:
    """The four steps of an act, or where it stopped."""
    return looks.steps(act.state, proposed=act.maker is not None)


@register.filter
def progress_sentence(act: ActView) -> str:
    """In one sentence where the act is, or why it was refused."""
    return gettext(act.sentence) if act.sentence else looks.progress(act.state)


@register.filter
def act_name(name: str) -> str:
    """An act's registered name as words: `ProposeCampaign` → `Propose campaign`, translated where it
    is known.
    """
    return gettext(_spaced(name))


@register.filter
def field_name(name: str) -> str:
    """A field of signed data as words: `holdUntil` → `Hold until`."""
    return gettext(_spaced(name))


@register.filter
def field_value(value: object) -> str:
    """A value of signed data: figures grouped, addresses and words of bytes shortened."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return short(str(value)) if str(value).startswith("0x") else str(value)


def _spaced(name: str) -> str:
    return CAPITAL.sub(" ", name).capitalize()


# -- parts of pages -------------------------------------------------------------------------------------


@register.simple_tag
def fixed(template: str, **given: Hashable) -> SafeString:
    """A part of a page that says the same to everybody: it sees nothing but what it is given here, and the
    language, and is rendered once for each. Nothing that is one person's alone belongs in it.
    """
    return _fixed(template, get_language(), tuple(given.items()))


@lru_cache(maxsize=MOST_FIXED)
def _fixed(template: str, _language: str | None, given: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(template, dict(given))


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """One icon of the sprite, hidden from screen readers: the word beside it speaks."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        _sprite(),
        name,
    )


@cache
def _sprite() -> str:
    return static("built/icons.svg")


# -- forms ----------------------------------------------------------------------------------------------


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether a field is one tick box, which stands before its label."""
    widget = field.field.widget
    return isinstance(widget, CheckboxInput) and not isinstance(widget, CheckboxSelectMultiple)


@register.filter
def look(field: BoundField) -> SafeString:
    """The field's widget in the portal's look."""
    widget = field.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return _choices(field)
    if isinstance(widget, CheckboxInput):
        own = "form-check-input"
    elif isinstance(widget, Select):
        own = "form-select"
    else:
        own = "form-control"
    given = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{own} {given}".strip()})


def _choices(field: BoundField) -> SafeString:
    """One line a choice; Django's own list would give its box the look of a button."""
    field.field.widget.attrs["class"] = "form-check-input"
    row = '<div class="form-check">{}<label class="form-check-label" for="{}">{}</label></div>'
    return format_html_join(
        "", row, ((each.tag(), each.id_for_label, each.choice_label) for each in field.subwidgets)
    )
