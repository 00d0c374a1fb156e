"""How figures, addresses and times are written. Loaded in every template (settings: `builtins`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, ngettext

from apps.vocabulary.types import Role

register = template.Library()

MALAYSIA = ZoneInfo("Asia/Kuala_Lumpur")
SPANS = (
    (86400, "%(n)d day", "%(n)d days"),
    (3600, "%(n)d hour", "%(n)d hours"),
    (60, "%(n)d minute", "%(n)d minutes"),
    (1, "%(n)d second", "%(n)d seconds"),
)
ROLE_NAMES = {
    Role.NONE: gettext_noop("Not admitted yet"),
    Role.REGULATOR: gettext_noop("Regulator"),
    Role.TRUSTEE: gettext_noop("Trustee"),
    Role.OPERATOR: gettext_noop("Operator"),
    Role.ISSUER: gettext_noop("Issuer"),
    Role.INVESTOR: gettext_noop("Investor"),
}


@register.filter
def rm(sen: int | None) -> str:
    """Sen as ringgit: 123456 → `RM 1,234.56`, the same in every language. Nothing for None."""
    if sen is None:
        return ""
    whole, part = divmod(abs(int(sen)), 100)
    return f"{'−' if int(sen) < 0 else ''}RM\u00a0{whole:,}.{part:02d}"


@register.filter
def units(count: int | None) -> str:
    """A whole number of units, grouped by thousands."""
    return "" if count is None else f"{int(count):,}"


@register.filter
def short(address: str | None) -> str:
    """An address or a hash, shortened: `0x1234…cdef`."""
    text = str(address or "")
    return f"{text[:6]}…{text[-4:]}" if len(text) > 12 else text


@register.filter
def chain_time(seconds: int | None) -> str:
    """Seconds of chain time as a Malaysian date and time with its zone: `14 Jan 2027, 17:00 MYT`."""
    if not seconds:
        return ""
    moment = datetime.fromtimestamp(int(seconds), tz=UTC).astimezone(MALAYSIA)
    return f"{moment.day} {moment:%b %Y, %H:%M} MYT"


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """One icon of the sprite, hidden from screen readers: the word beside it speaks."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        static("built/icons.svg"),
        name,
    )


@register.filter
def percent_of(part: Any, whole: Any) -> int:
    """`part` of `whole` in whole percent, rounded down; 0 when there is no whole."""
    return int(part) * 100 // int(whole) if whole else 0


@register.filter
def duration(seconds: int | None) -> str:
    """A length of time in its two largest parts: 93784 → `1 day, 2 hours`."""
    left, parts = abs(int(seconds or 0)), []
    for length, singular, plural in SPANS:
        count, left = divmod(left, length)
        if count:
            parts.append(ngettext(singular, plural, count) % {"n": count})
    return ", ".join(parts[:2]) or gettext("a moment")


@register.filter
def role_name(role: Role | int) -> str:
    """A role in words."""
    return gettext(ROLE_NAMES[Role(role)])
