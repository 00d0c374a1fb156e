"""What supervision watches for: pure rules over what the read model says. No I/O.

A rule takes the facts that it needs and gives findings: what happened, about whom, how often it did so far.
"""

from __future__ import annotations

from apps.supervision.rules.alerts import DUE, RULES, found
from apps.supervision.rules.invariants import INVARIANTS, Held, checked

__all__ = ["DUE", "INVARIANTS", "RULES", "Held", "checked", "found"]
