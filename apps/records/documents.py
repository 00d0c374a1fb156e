"""A record's documents over HTTP: how one is sent, listed and saved. Every app's pages and API use it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from apps.records.types import FileNote

DOWNLOAD = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class Upload(serializers.Serializer[Any]):
    """A document: PDF, JPEG or PNG of at most 5 MB."""

    file = serializers.FileField()


class Document(serializers.Serializer[Any]):
    """A document that was received."""

    id = serializers.UUIDField()
    slot = serializers.CharField()
    name = serializers.CharField()
    type = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    sha256 = serializers.CharField()


class ErasedRecord(serializers.Serializer[Any]):
    """A record on its way to being erased, or erased."""

    id = serializers.UUIDField()
    erased_at = serializers.DateTimeField(allow_null=True)
    erasure_asked_by = serializers.IntegerField(allow_null=True, help_text="account")
    kept_until = serializers.DateTimeField(allow_null=True)


def download(note: FileNote, data: bytes) -> HttpResponse:
    """A document that is saved, never shown: no browser runs what is in it."""
    response = HttpResponse(data, content_type=note.type)
    response["Content-Disposition"] = f'attachment; filename="document-{note.slot}.{note.type.split("/")[1]}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
