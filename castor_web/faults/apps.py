"""The part that a process under fire has in addition: named points at which it may be killed."""

from __future__ import annotations

import os
from pathlib import Path

from django.apps import AppConfig

from castor_web.faults import points


class FaultsConfig(AppConfig):
    """Only `settings.faults` installs it."""

    name = "castor_web.faults"
    label = "faults"

    def ready(self) -> None:
        """Wraps the functions at the named points."""
        points.install(Path(os.environ["CASTOR_FAULTS"]))
