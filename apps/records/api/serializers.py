"""The shapes of disclosures and of the audit log in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.records.types import Deed, Standing


class Disclose(serializers.Serializer[Any]):
    """Which fields are shown, and, for staff, why."""

    fields_shown = serializers.ListField(
        child=serializers.CharField(max_length=60), min_length=1, max_length=60
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class Document(serializers.Serializer[Any]):
    """A disclosure, as the text of its file."""

    document = serializers.CharField(max_length=256 * 1024)


class Verified(serializers.Serializer[Any]):
    """What a disclosure proves, and what the chain says to it."""

    standing = serializers.ChoiceField(choices=[each.value for each in Standing])
    record = serializers.CharField()
    version = serializers.IntegerField()
    values = serializers.DictField(child=serializers.JSONField(allow_null=True))


class Line(serializers.Serializer[Any]):
    """A line of the audit log."""

    place = serializers.IntegerField()
    deed = serializers.ChoiceField(choices=[each.value for each in Deed])
    record = serializers.UUIDField(allow_null=True)
    account = serializers.IntegerField(help_text="0 is the portal itself")
    door = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    digest = serializers.SerializerMethodField()

    def get_digest(self, line: Any) -> str:
        """0x and 64 hex digits."""
        return "0x" + bytes(line.digest).hex()


class AuditLog(serializers.Serializer[Any]):
    """A page of the audit log, the latest first; `next` is the following page's `before`."""

    rows = Line(many=True)
    next = serializers.IntegerField(allow_null=True)


class AuditCheck(serializers.Serializer[Any]):
    """The whole log, walked from its first line."""

    sound = serializers.BooleanField()
    lines = serializers.IntegerField()
    anchored = serializers.IntegerField(help_text="lines up to the head that was written down for the chain")
    broken_at = serializers.IntegerField(help_text="0 where nothing is wrong")
    problem = serializers.CharField(allow_blank=True)
