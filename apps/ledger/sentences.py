"""Why the contracts refuse, in sentences: one for each typed error, with its figures. A test finds the
missing ones.

A placeholder names an argument and how it reads: `{amount:sen}` RM 1,234.50, `{units:number}` 1,234,
`{until:time}` a moment of chain time, `{account:short}` an address shortened, `{name:text}` a short text
kept in 32 bytes.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext

from apps.ledger.errorwords import FOR_OTHERS, SENTENCES, UNKNOWN


def sentence(error: str, arguments: Mapping[str, Any]) -> str:
    """The sentence of a typed error, in the reader's language; never raises."""
    return _written(SENTENCES.get(error, UNKNOWN), error, arguments)


def for_others(error: str, arguments: Mapping[str, Any]) -> tuple[str, Mapping[str, object]] | None:
    """Sentence and figures of an error for who is neither its client nor the regulator; None where they are
    the same for everybody. A ceiling counts what was pledged at every operator: only what still fits is told.
    """
    if error not in FOR_OTHERS:
        return None
    room = max(0, int(arguments["ceiling"]) - int(arguments["used"]))
    figures = {"amount": arguments["amount"], "room": room}
    return _written(FOR_OTHERS[error], error, figures), figures


def _written(text: str, error: str, arguments: Mapping[str, Any]) -> str:
    try:
        return _Figures().vformat(gettext(text), (), {"error": error, **arguments})
    except (KeyError, ValueError, TypeError):
        return gettext(UNKNOWN).format(error=error)


class _Figures(string.Formatter):
    """Writes arguments as people read them."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "sen":
                return f"RM {value // 100:,}.{value % 100:02}"
            case "number":
                return f"{value:,}"
            case "time":
                return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M UTC")
            case "short":
                return f"{value[:8]}…{value[-4:]}"
            case "text":
                return bytes.fromhex(value[2:]).rstrip(b"\0").decode("utf-8", "replace")
            case _:
                return str(value)
