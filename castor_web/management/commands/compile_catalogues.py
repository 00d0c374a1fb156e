"""`manage.py compile_catalogues`: every `.po` under `locale/` to its `.mo`, without GNU gettext."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from castor_web.catalogue import compiled, read


class Command(BaseCommand):
    """Says what is not translated yet."""

    help = "Compile the message catalogues under locale/."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes a `.mo` beside each `.po`."""
        for source in sorted((settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/*.po")):
            entries = read(source)
            source.with_suffix(".mo").write_bytes(compiled(entries))
            missing = [entry.id for entry in entries if not entry.translated]
            self.stdout.write(
                f"{source.relative_to(settings.BASE_DIR)}: {len(entries)} messages, {len(missing)} missing"
            )
            for message in missing:
                self.stdout.write(f"  {message[:100]}")
