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
from apps.ledger.api import AFTER, Act, Reason, Signable, on_its_way, read, to_sign
from apps.ledger.types import ActView, Signature
from apps.portal import queries, services
from apps.portal.api import serializers as shapes
from apps.portal.templatetags.castor import sentence
from apps.vocabulary.errors import CastorError
from apps.vocabulary.viewers import viewer_of


class ActsView(APIView):
    """GET: the acts of one's own door, newest first. POST: the signature of a prepared one."""

    @extend_schema(operation_id="acts_list", parameters=[AFTER], responses=shapes.ActPage)
    def get(self, request: Request) -> Response:
        """Whatever became of them."""
        after = request.query_params.get("after") or None
        return Response(shapes.ActPage(queries.acts_page(viewer_of(request), after=after)).data)

    @extend_schema(operation_id="acts_submit", request=shapes.SignedAct, responses={202: Act})
    def post(self, request: Request) -> Response:
        """Queues the act. The `key` makes it safe to send again: the answer is the first one's."""
        given = read(shapes.SignedAct, request)
        act = ledger.submit(
            actor=viewer_of(request),
            prepared=given["id"],
            signature=given["signature"],
            signer=given["signer"],
            key=given["key"],
        )
        return on_its_way(act)


class ManyActsView(APIView):
    """POST: the signatures of many prepared acts, each with an answer of its own."""

    @extend_schema(
        operation_id="acts_submit_many",
        request=shapes.SignedActs,
        responses={202: shapes.ActAnswer(many=True)},
    )
    def post(self, request: Request) -> Response:
        """Queues what is not refused; answers in the order of the list, once all of it is kept."""
        given = read(shapes.SignedActs, request)
        answers = services.submit_signatures(
            actor=viewer_of(request),
            signatures=[
                Signature(each["id"], each["signature"], each["signer"], each["key"])
                for each in given["acts"]
            ],
        )
        return Response(shapes.ActAnswer([_answered(each) for each in answers], many=True).data, status=202)


class ProposalsView(APIView):
    """GET: what waits for a checker at one's own organisation."""

    @extend_schema(operation_id="acts_proposals", parameters=[AFTER], responses=shapes.ActPage)
    def get(self, request: Request) -> Response:
        """Oldest first."""
        after = request.query_params.get("after") or None
        return Response(shapes.ActPage(queries.proposals_page(viewer_of(request), after=after)).data)


class OneActView(APIView):
    """GET: one act."""

    @extend_schema(operation_id="acts_retrieve", responses=Act)
    def get(self, request: Request, act: UUID) -> Response:
        """404 for an act of somebody else."""
        return Response(Act(queries.act(viewer_of(request), act)).data)


class ApprovalView(APIView):
    """POST: approves a colleague's proposal."""

    @extend_schema(operation_id="acts_approve", request=None, responses={202: Act})
    def post(self, request: Request, act: UUID) -> Response:
        """Refused for one's own proposal."""
        return on_its_way(ledger.approve(actor=viewer_of(request), act=act))


class RejectionView(APIView):
    """POST: rejects a proposal, or withdraws one's own."""

    @extend_schema(operation_id="acts_reject", request=Reason, responses=Act)
    def post(self, request: Request, act: UUID) -> Response:
        """Nothing is sent to the chain."""
        found = ledger.reject(actor=viewer_of(request), act=act, **read(Reason, request))
        return Response(Act(found).data)


def _answered(given: ActView | CastorError) -> dict[str, Any]:
    if isinstance(given, CastorError):
        problem = {"code": given.code, "detail": sentence(given), "arguments": given.arguments}
        return {"status": given.status, "act": None, "problem": problem}
    return {"status": 202, "act": given, "problem": None}


class OwnKeysView(APIView):
    """The keys that sign for the client who asks."""

    @extend_schema(operation_id="own_keys_list", responses=shapes.OwnKey(many=True))
    def get(self, request: Request) -> Response:
        """In the order of their coming."""
        return Response(shapes.OwnKey(queries.security(viewer_of(request)).signers, many=True).data)

    @extend_schema(operation_id="own_keys_add", request=shapes.NewSigner, responses=Signable)
    def post(self, request: Request) -> Response:
        """Prepares one more; the signature is posted to `acts`."""
        return to_sign(
            services.prepare_add_signer(actor=viewer_of(request), **read(shapes.NewSigner, request))
        )


class LostKeysView(APIView):
    """GET: clients that one's organisation guards, and who ask for a new key."""

    @extend_schema(operation_id="lost_keys_list", responses=shapes.LostKey(many=True))
    def get(self, request: Request) -> Response:
        """The newest first."""
        return Response(shapes.LostKey(queries.lost_keys(viewer_of(request)), many=True).data)


class OwnKeyRemovalView(APIView):
    """POST: prepares that a key no longer signs."""

    @extend_schema(operation_id="own_keys_remove", request=shapes.OwnSigner, responses=Signable)
    def post(self, request: Request) -> Response:
        """The signature is posted to `acts`. 404 for a key that does not sign."""
        return to_sign(
            services.prepare_remove_signer(actor=viewer_of(request), **read(shapes.OwnSigner, request))
        )
