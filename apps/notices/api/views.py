"""The inbox for programs."""

from __future__ import annotations

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import read
from apps.notices import queries, services
from apps.notices.api import serializers as shapes
from apps.notices.types import Topic
from apps.vocabulary.viewers import viewer_of


class NoticesView(APIView):
    """One's notices."""

    @extend_schema(operation_id="notices_list", parameters=[shapes.Asked], responses=shapes.Inbox)
    def get(self, request: Request) -> Response:
        """The newest first, all or by topic."""
        viewer, given = viewer_of(request), read(shapes.Asked, request)
        topic = Topic(given["topic"]) if given.get("topic") else None
        page = queries.inbox(viewer, unread=given["unread"], topic=topic, start=given["start"])
        shown = {"unread": queries.unread(viewer), "notices": page.notices, "further": page.further}
        return Response(shapes.Inbox(shown).data)


class ReadView(APIView):
    """A notice that was read."""

    @extend_schema(operation_id="notices_read", request=None, responses=shapes.Notice)
    def post(self, request: Request, notice: uuid.UUID) -> Response:
        """Marks it; a second time changes nothing."""
        viewer = viewer_of(request)
        services.mark_read(actor=viewer, notice=notice)
        return Response(shapes.Notice(queries.notice(viewer, notice)).data)


class AllReadView(APIView):
    """All of them."""

    @extend_schema(operation_id="notices_read_all", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Marks every notice."""
        services.mark_all_read(actor=viewer_of(request))
        return Response(status=204)
