"""Whatever a projection tells has an English sentence, whose placeholders are among what is told with it."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from apps.supervision import queries

APPS = Path(__file__).resolve().parents[2]


def told() -> Iterator[tuple[str, str, set[str] | None]]:
    """Of each `write.tell` of every app: where, the sentence's key, and its arguments (None: not literal)."""
    for path in sorted(APPS.glob("*/projections.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "tell" or len(node.args) < 2 or not isinstance(node.args[1], ast.Constant):
                continue
            names = {each.arg for each in node.keywords if each.arg is not None}
            whole = all(each.arg is not None for each in node.keywords)
            yield f"{path.parent.name}:{node.lineno}", str(node.args[1].value), names if whole else None


def test_every_told_event_has_its_sentence() -> None:
    known = queries.sentences()
    assert [f"{where} {key}" for where, key, _ in told() if key not in known] == []


def test_every_placeholder_is_told() -> None:
    known, wrong = queries.sentences(), []
    for where, key, arguments in told():
        fields = {field for _, field, _, _ in string.Formatter().parse(known.get(key, "")) if field}
        if arguments is not None and fields - arguments:
            wrong.append(f"{where} {key}: {sorted(fields - arguments)}")
    assert wrong == []
