"""The shapes of notices in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.notices.types import Topic


class Notice(serializers.Serializer[Any]):
    """A notice in the reader's language. `at`: chain seconds, 0 for what happened off the chain."""

    id = serializers.UUIDField()
    word = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    topic = serializers.ChoiceField(choices=[topic.value for topic in Topic])
    url = serializers.CharField()
    at = serializers.IntegerField()
    told_at = serializers.DateTimeField()
    read = serializers.BooleanField()


class Inbox(serializers.Serializer[Any]):
    """A page of notices, the newest first; `further` is the following page's `start`."""

    unread = serializers.IntegerField()
    notices = Notice(many=True)
    further = serializers.IntegerField(allow_null=True)


class Asked(serializers.Serializer[Any]):
    """Which notices."""

    topic = serializers.ChoiceField(choices=[topic.value for topic in Topic], required=False)
    unread = serializers.BooleanField(required=False, default=False)
    start = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False, default=0)
