"""The operator's queue, case pages and watch lists, and the regulator's log of person tags, in Django's
admin.
"""

from __future__ import annotations

from apps.kyc.admin import desks
from apps.kyc.admin.cases import ApplicationAdmin

__all__ = ["ApplicationAdmin", "desks"]
