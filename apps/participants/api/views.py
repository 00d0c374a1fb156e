"""Participants for programs: the same queries and services as the pages. Acts are approved at `acts/`."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.types import ActView
from apps.participants import queries, services
from apps.participants.api import serializers as shapes
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import VISITOR, Address, Role, Standing, Viewer
from apps.vocabulary.words import read_address


def _viewer(request: Request) -> Viewer:
    return getattr(request._request, "viewer", VISITOR)


def _read(shape: Any, request: Request) -> dict[str, Any]:
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    given: dict[str, Any] = asked.validated_data
    return given


def _proposed(act: ActView) -> Response:
    return Response(shapes.ProposedAct(act).data, status=202)


class OrganisationsView(APIView):
    """The market's organisations, which are public."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="organisations_list", responses=shapes.Organisation(many=True))
    def get(self, request: Request) -> Response:
        """Regulator, trustees, operators, each by name."""
        found = [
            each
            for role in (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR)
            for each in queries.organisations(role)
        ]
        return Response(shapes.Organisation(found, many=True).data)


class TreeView(APIView):
    """The organisations that the viewer sees."""

    @extend_schema(operation_id="participants_tree", responses=shapes.ParticipantShape(many=True))
    def get(self, request: Request) -> Response:
        """From the top."""
        found = [each.participant for each in queries.tree(_viewer(request))]
        return Response(shapes.ParticipantShape(found, many=True).data)


class ClientsView(APIView):
    """The issuers and investors that the viewer sees; and a proposal to admit one."""

    @extend_schema(
        operation_id="clients_list",
        parameters=[OpenApiParameter(name) for name in ("role", "standing", "parent", "after")],
        responses=shapes.Clients,
    )
    def get(self, request: Request) -> Response:
        """The newest first, 50 a page."""
        asked = request.query_params
        page = queries.clients(
            _viewer(request),
            role=Role.__members__.get(asked.get("role", "").upper()),
            standing=Standing.__members__.get(asked.get("standing", "").upper()),
            parent=read_address(asked["parent"]) if asked.get("parent") else None,
            after=asked.get("after"),
        )
        return Response(shapes.Clients(page).data)

    @extend_schema(
        operation_id="clients_admit", request=shapes.AdmitClient, responses={202: shapes.ProposedAct}
    )
    def post(self, request: Request) -> Response:
        """By an operator's maker."""
        given = _read(shapes.AdmitClient, request)
        trustee = read_address(given.pop("trustee"))
        return _proposed(services.admit_client(actor=_viewer(request), trustee=trustee, **given))


class AdmitView(APIView):
    """A proposal to admit a trustee or an operator."""

    @extend_schema(
        operation_id="participants_admit",
        request=shapes.AdmitOrganisation,
        responses={202: shapes.ProposedAct},
    )
    def post(self, request: Request) -> Response:
        """By the regulator's maker."""
        given = _read(shapes.AdmitOrganisation, request)
        return _proposed(services.admit_organisation(actor=_viewer(request), **given))


class ParticipantView(APIView):
    """One participant."""

    @extend_schema(operation_id="participants_retrieve", responses=shapes.ParticipantShape)
    def get(self, request: Request, door: Address) -> Response:
        """404 for one that the viewer does not see."""
        return Response(shapes.ParticipantShape(queries.participant(_viewer(request), door)).data)


class SignersView(APIView):
    """Who signs for a participant."""

    @extend_schema(operation_id="participants_signers", responses=shapes.SignerShape(many=True))
    def get(self, request: Request, door: Address) -> Response:
        """In the order of their coming."""
        queries.participant(_viewer(request), door)
        return Response(shapes.SignerShape(queries.signers_of(door), many=True).data)


class LinksView(APIView):
    """One's own links with trustees, or operators."""

    @extend_schema(operation_id="links_list", responses=shapes.LinkShape(many=True))
    def get(self, request: Request) -> Response:
        """In whatever state."""
        viewer = _viewer(request)
        if viewer.door is None:
            raise NotFound
        return Response(shapes.LinkShape(queries.links_of(viewer.door), many=True).data)

    @extend_schema(operation_id="links_offer", request=shapes.Other, responses={202: shapes.ProposedAct})
    def post(self, request: Request) -> Response:
        """Proposes a link: in force once both sides did."""
        other = read_address(_read(shapes.Other, request)["door"])
        return _proposed(services.link(actor=_viewer(request), other=other))


class LinkSuspensionView(APIView):
    """A trustee's proposal to suspend a link."""

    @extend_schema(operation_id="links_suspend", request=shapes.Other, responses={202: shapes.ProposedAct})
    def post(self, request: Request) -> Response:
        """By the trustee's maker."""
        other = read_address(_read(shapes.Other, request)["door"])
        return _proposed(services.suspend_link(actor=_viewer(request), operator=other))


class StandingView(APIView):
    """A proposal to suspend, reinstate or revoke a child."""

    @extend_schema(
        operation_id="participants_standing",
        request=shapes.StandingChange,
        responses={202: shapes.ProposedAct},
    )
    def post(self, request: Request, door: Address) -> Response:
        """By the parent's maker."""
        viewer = _viewer(request)
        queries.participant(viewer, door)
        given = _read(shapes.StandingChange, request)
        return _proposed(services.set_standing(actor=viewer, participant=door, **given))


class FreezeView(APIView):
    """A proposal to freeze a participant, or to lift a freeze."""

    @extend_schema(
        operation_id="participants_freeze", request=shapes.Freeze, responses={202: shapes.ProposedAct}
    )
    def post(self, request: Request, door: Address) -> Response:
        """By the regulator's maker."""
        viewer = _viewer(request)
        queries.participant(viewer, door)
        return _proposed(services.freeze(actor=viewer, participant=door, **_read(shapes.Freeze, request)))


class RenewalView(APIView):
    """A proposal to certify a client's class again."""

    @extend_schema(
        operation_id="participants_renew", request=shapes.Renewal, responses={202: shapes.ProposedAct}
    )
    def post(self, request: Request, door: Address) -> Response:
        """By the operator's maker."""
        viewer = _viewer(request)
        queries.participant(viewer, door)
        return _proposed(services.renew(actor=viewer, client=door, **_read(shapes.Renewal, request)))


class SuccessorView(APIView):
    """A proposal of who may burn a revoked trustee's supply."""

    @extend_schema(
        operation_id="participants_successor", request=shapes.Other, responses={202: shapes.ProposedAct}
    )
    def post(self, request: Request, door: Address) -> Response:
        """By the regulator's maker."""
        successor = read_address(_read(shapes.Other, request)["door"])
        return _proposed(services.name_successor(actor=_viewer(request), trustee=door, successor=successor))


class RecoveryView(APIView):
    """A lost key of a client: ask or agree, withdraw."""

    @extend_schema(operation_id="recovery_ask", request=shapes.Key, responses={202: shapes.ProposedAct})
    def post(self, request: Request, door: Address) -> Response:
        """By a guardian's maker."""
        viewer = _viewer(request)
        queries.participant(viewer, door)
        return _proposed(services.recover(actor=viewer, client=door, key=_read(shapes.Key, request)["key"]))

    @extend_schema(operation_id="recovery_withdraw", request=None, responses={202: shapes.ProposedAct})
    def delete(self, request: Request, door: Address) -> Response:
        """By the maker of the guardian that asked."""
        viewer = _viewer(request)
        queries.participant(viewer, door)
        return _proposed(services.withdraw_recovery(actor=viewer, client=door))


class RecoveryCompletionView(APIView):
    """Puts an agreed recovery into force once its delay is over."""

    @extend_schema(operation_id="recovery_complete", request=None, responses={202: shapes.ProposedAct})
    def post(self, request: Request, door: Address) -> Response:
        """Anybody who sees the client may push it."""
        viewer = _viewer(request)
        queries.participant(viewer, door)
        return _proposed(services.complete_recovery(actor=viewer, client=door))


class VetoView(APIView):
    """A client's veto of a recovery."""

    @extend_schema(operation_id="recovery_veto", request=None, responses=shapes.ToSign)
    def post(self, request: Request) -> Response:
        """The act to be signed; its signature is posted to `acts`."""
        return Response(shapes.ToSign(services.veto_recovery(actor=_viewer(request))).data)


class OwnSignersView(APIView):
    """The signers of one's own organisation."""

    @extend_schema(operation_id="signers_add", request=shapes.Key, responses={202: shapes.ProposedAct})
    def post(self, request: Request) -> Response:
        """Proposes one more."""
        return _proposed(services.add_signer(actor=_viewer(request), key=_read(shapes.Key, request)["key"]))

    @extend_schema(
        operation_id="signers_remove",
        request=None,
        parameters=[OpenApiParameter("key", required=True)],
        responses={202: shapes.ProposedAct},
    )
    def delete(self, request: Request) -> Response:
        """Proposes that one no longer signs."""
        key = request.query_params.get("key", "")
        return _proposed(services.remove_signer(actor=_viewer(request), key=key))
