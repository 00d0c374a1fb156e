"""What is done with notices: told of what happened, mailed, read."""

from __future__ import annotations

from apps.notices.services.mailing import send
from apps.notices.services.reading import mark_all_read, mark_read
from apps.notices.services.telling import tell

__all__ = ["mark_all_read", "mark_read", "send", "tell"]
