"""What supervision reads: the board's feed, alerts and promises, kept reports."""

from apps.supervision.queries.alerts import alert, alerts, open_alerts, watch
from apps.supervision.queries.board import (
    board,
    every_line,
    figures,
    happened,
    lines_of,
    sentences,
    supplies,
    watched,
)
from apps.supervision.queries.explorer import search, what_is
from apps.supervision.queries.kept import kept_report, kept_reports
from apps.supervision.queries.sight import oversees
from apps.supervision.queries.things import thing

__all__ = [
    "alert",
    "alerts",
    "board",
    "every_line",
    "figures",
    "happened",
    "kept_report",
    "kept_reports",
    "lines_of",
    "open_alerts",
    "oversees",
    "search",
    "sentences",
    "supplies",
    "thing",
    "watch",
    "watched",
    "what_is",
]
