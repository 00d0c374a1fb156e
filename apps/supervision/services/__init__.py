"""What supervision does: it looks after every block, shows staff what is theirs to see, and makes reports."""

from __future__ import annotations

from apps.supervision.services.exploring import explore, walk_trail
from apps.supervision.services.reporting import ask_report, make_reports, report, report_file
from apps.supervision.services.watching import look, mark

__all__ = ["ask_report", "explore", "look", "make_reports", "mark", "report", "report_file", "walk_trail"]
