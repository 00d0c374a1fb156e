"""Acts in the API: those of the viewer's door, one of them, the signature of one, and a checker's
decision.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger import services as ledger
from apps.portal import queries, services
from apps.portal.api import serializers as shapes
from apps.vocabulary.types import Viewer


def _viewer(request: Request) -> Viewer:
    viewer: Viewer = request._request.viewer  # type: ignore[attr-defined]
    return viewer


class ActsView(APIView):
    """GET: the acts of one's own door, newest first. POST: the signature of a prepared one."""

    @extend_schema(operation_id="acts_list", responses=shapes.ActOnItsWay(many=True))
    def get(self, request: Request) -> Response:
        """At most 50."""
        return Response(shapes.ActOnItsWay(queries.acts(_viewer(request)), many=True).data)

    @extend_schema(operation_id="acts_submit", request=shapes.SignedAct, responses={202: shapes.ActOnItsWay})
    def post(self, request: Request) -> Response:
        """Queues the act. The `key` makes it safe to send again: the answer is the first one's."""
        shape = shapes.SignedAct(data=request.data)
        shape.is_valid(raise_exception=True)
        given: dict[str, Any] = shape.validated_data
        act = ledger.submit(
            actor=_viewer(request),
            prepared=given["id"],
            signature=given["signature"],
            signer=given["signer"],
            key=given["key"],
        )
        return Response(shapes.ActOnItsWay(act).data, status=202)


class ProposalsView(APIView):
    """GET: what waits for a checker at one's own organisation."""

    @extend_schema(operation_id="acts_proposals", responses=shapes.ActOnItsWay(many=True))
    def get(self, request: Request) -> Response:
        """Oldest first."""
        return Response(shapes.ActOnItsWay(queries.proposals(_viewer(request)), many=True).data)


class ActView(APIView):
    """GET: one act."""

    @extend_schema(operation_id="acts_retrieve", responses=shapes.ActOnItsWay)
    def get(self, request: Request, act: UUID) -> Response:
        """404 for an act of somebody else."""
        return Response(shapes.ActOnItsWay(queries.act(_viewer(request), act)).data)


class ApprovalView(APIView):
    """POST: approves a colleague's proposal."""

    @extend_schema(operation_id="acts_approve", request=None, responses={202: shapes.ActOnItsWay})
    def post(self, request: Request, act: UUID) -> Response:
        """Refused for one's own proposal."""
        return Response(shapes.ActOnItsWay(ledger.approve(actor=_viewer(request), act=act)).data, status=202)


class RejectionView(APIView):
    """POST: rejects a proposal, or withdraws one's own."""

    @extend_schema(operation_id="acts_reject", request=shapes.Rejection, responses=shapes.ActOnItsWay)
    def post(self, request: Request, act: UUID) -> Response:
        """Nothing is sent to the chain."""
        shape = shapes.Rejection(data=request.data)
        shape.is_valid(raise_exception=True)
        found = ledger.reject(actor=_viewer(request), act=act, reason=shape.validated_data["reason"])
        return Response(shapes.ActOnItsWay(found).data)


class OwnKeysView(APIView):
    """The keys that sign for the client who asks."""

    @extend_schema(operation_id="own_keys_list", responses=shapes.OwnKey(many=True))
    def get(self, request: Request) -> Response:
        """In the order of their coming."""
        return Response(shapes.OwnKey(queries.security(_viewer(request)).signers, many=True).data)

    @extend_schema(operation_id="own_keys_add", request=shapes.OwnKey, responses=shapes.KeyActToSign)
    def post(self, request: Request) -> Response:
        """Prepares one more; the signature is posted to `acts`."""
        return Response(services.prepare_add_signer(actor=_viewer(request), key=_key(request)).as_json())


class OwnKeyRemovalView(APIView):
    """POST: prepares that a key no longer signs."""

    @extend_schema(operation_id="own_keys_remove", request=shapes.OwnKey, responses=shapes.KeyActToSign)
    def post(self, request: Request) -> Response:
        """The signature is posted to `acts`. 404 for a key that does not sign."""
        return Response(services.prepare_remove_signer(actor=_viewer(request), key=_key(request)).as_json())


def _key(request: Request) -> str:
    shape = shapes.OwnKey(data=request.data)
    shape.is_valid(raise_exception=True)
    return str(shape.validated_data["key"])
