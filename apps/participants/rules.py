"""How a feed's sentences are said. No I/O."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from apps.vocabulary.times import MALAYSIA


def said(sentence: str, arguments: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A feed's sentence with its figures, as people read them.

    A placeholder names an argument and how it reads: `{door:name}` who it is (from `names`), `{amount:sen}`
    RM 1,234.50, `{units:number}` 1,234, `{until:time}` a moment of chain time, `{reason:text}` a short text
    kept in 32 bytes, `{key:short}` an address, shortened unless `names` has it, `{role:role}` a role's word.
    Without one: as it is. Raises KeyError, ValueError or TypeError where sentence and arguments do not fit.
    """
    text = _Figures(names).vformat(sentence, (), arguments)
    # A company's name may end with its own full stop.
    return text[:-1] if text.endswith("..") else text


def doors_in(sentence: str, arguments: Mapping[str, Any]) -> list[str]:
    """The addresses whose names the sentence says."""
    fields = string.Formatter().parse(sentence)
    named = [field for _, field, spec, _ in fields if field and spec == "name"]
    return [str(arguments[each]) for each in named if each in arguments]


class _Figures(string.Formatter):
    """Writes arguments by their kind."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        """Names alone: no attribute or index is looked into."""
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        """See `said`."""
        match format_spec:
            case "name" | "short":
                return self._names.get(value, short(value))
            case "sen":
                return f"RM\u00a0{value // 100:,}.{value % 100:02}"
            case "number":
                return f"{value:,}"
            case "time":
                moment = datetime.fromtimestamp(value, UTC).astimezone(MALAYSIA)
                return f"{moment.day} {moment:%b %Y}, {moment:%H:%M} MYT"
            case "text" | "" if _is_word(value):
                return bytes.fromhex(value[2:]).rstrip(b"\0").decode("utf-8", "replace")
            case _:
                return str(value)


def _is_word(value: Any) -> bool:
    """Whether it is 32 bytes as the contracts keep short texts."""
    return isinstance(value, str) and len(value) == 66 and value.startswith("0x")


def short(text: str) -> str:
    """An address or a hash, shortened."""
    return f"{text[:6]}…{text[-4:]}"
