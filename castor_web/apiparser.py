"""How the API reads a body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class PlainJSONParser(JSONParser):
    """JSON whose texts are texts: no zero character, which PostgreSQL cannot keep, no half of a surrogate
    pair, which UTF-8 cannot write, and no nesting without an end.
    """

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Raises ParseError."""
        try:
            found = super().parse(stream, media_type, parser_context)
            _require_plain(found)
        except (RecursionError, UnicodeEncodeError) as failure:
            raise ParseError from failure
        return found


def _require_plain(value: Any) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise ParseError
        value.encode()
    elif isinstance(value, dict):
        for name, each in value.items():
            _require_plain(name)
            _require_plain(each)
    elif isinstance(value, list):
        for each in value:
            _require_plain(each)
