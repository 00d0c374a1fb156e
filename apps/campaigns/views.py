"""Pages of campaigns."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from apps.campaigns import services
from apps.vocabulary.types import Address, Viewer


def document_file(viewer: Viewer, campaign: Address, file: UUID) -> HttpResponse:
    """A document of a campaign's disclosure, as a download. Raises NotFound."""
    note, data = services.read_document(actor=viewer, campaign=campaign, file=file)
    answer = HttpResponse(data, content_type=note.type)
    answer["Content-Disposition"] = f'attachment; filename="{note.slot}-{note.sha256[:12]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
