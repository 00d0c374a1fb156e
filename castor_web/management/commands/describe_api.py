"""`manage.py describe_api`: writes openapi.yaml, what `make openapi` runs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from castor_web import apischema


class Command(BaseCommand):
    """Writes the description of the API where it is committed."""

    help = "Write openapi.yaml."

    def handle(self, *args: Any, **options: Any) -> None:
        """Overwrites the file."""
        path = settings.BASE_DIR / "openapi.yaml"
        path.write_text(apischema.document(), "utf-8")
        self.stdout.write(f"wrote {path.name}")
