"""Participants for programs: the same queries and services as the pages. Acts are approved at `acts/`."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import AFTER, Act, Public, Signable, on_its_way, read, to_sign
from apps.participants import queries, services
from apps.participants.api import serializers as shapes
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role, Standing
from apps.vocabulary.viewers import viewer_of
from apps.vocabulary.words import read_address


class OrganisationsView(Public):
    """The market's organisations, which are public."""

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
        found = [each.participant for each in queries.tree(viewer_of(request))]
        return Response(shapes.ParticipantShape(found, many=True).data)


class ClientsView(APIView):
    """The issuers and investors that the viewer sees; and a proposal to admit one."""

    @extend_schema(
        operation_id="clients_list",
        parameters=[*(OpenApiParameter(name) for name in ("role", "standing", "parent")), AFTER],
        responses=shapes.Clients,
    )
    def get(self, request: Request) -> Response:
        """The newest first, 50 a page."""
        asked = request.query_params
        page = queries.clients(
            viewer_of(request),
            role=Role.__members__.get(asked.get("role", "").upper()),
            standing=Standing.__members__.get(asked.get("standing", "").upper()),
            parent=read_address(asked["parent"]) if asked.get("parent") else None,
            after=asked.get("after"),
        )
        return Response(shapes.Clients(page).data)

    @extend_schema(operation_id="clients_admit", request=shapes.AdmitClient, responses={202: Act})
    def post(self, request: Request) -> Response:
        """By an operator's maker."""
        given = read(shapes.AdmitClient, request)
        return on_its_way(services.admit_client(actor=viewer_of(request), **given))


class AdmitView(APIView):
    """A proposal to admit a trustee or an operator."""

    @extend_schema(
        operation_id="participants_admit",
        request=shapes.AdmitOrganisation,
        responses={202: Act},
    )
    def post(self, request: Request) -> Response:
        """By the regulator's maker."""
        given = read(shapes.AdmitOrganisation, request)
        return on_its_way(services.admit_organisation(actor=viewer_of(request), **given))


class ParticipantView(APIView):
    """One participant."""

    @extend_schema(operation_id="participants_retrieve", responses=shapes.ParticipantShape)
    def get(self, request: Request, door: Address) -> Response:
        """404 for one that the viewer does not see."""
        return Response(shapes.ParticipantShape(queries.participant(viewer_of(request), door)).data)


class SignersView(APIView):
    """Who signs for a participant."""

    @extend_schema(operation_id="participants_signers", responses=shapes.SignerShape(many=True))
    def get(self, request: Request, door: Address) -> Response:
        """In the order of their coming."""
        queries.participant(viewer_of(request), door)
        return Response(shapes.SignerShape(queries.signers_of(door), many=True).data)


class LinksView(APIView):
    """One's own links with trustees, or operators."""

    @extend_schema(operation_id="links_list", responses=shapes.LinkShape(many=True))
    def get(self, request: Request) -> Response:
        """In whatever state."""
        viewer = viewer_of(request)
        if viewer.door is None:
            raise NotFound
        return Response(shapes.LinkShape(queries.links_of(viewer.door), many=True).data)

    @extend_schema(operation_id="links_offer", request=shapes.Other, responses={202: Act})
    def post(self, request: Request) -> Response:
        """Proposes a link: in force once both sides did."""
        other = read(shapes.Other, request)["door"]
        return on_its_way(services.link(actor=viewer_of(request), other=other))


class LinkSuspensionView(APIView):
    """A trustee's proposal to suspend a link."""

    @extend_schema(operation_id="links_suspend", request=shapes.Other, responses={202: Act})
    def post(self, request: Request) -> Response:
        """By the trustee's maker."""
        other = read(shapes.Other, request)["door"]
        return on_its_way(services.suspend_link(actor=viewer_of(request), operator=other))


class StandingView(APIView):
    """A proposal to suspend, reinstate or revoke a child."""

    @extend_schema(
        operation_id="participants_standing",
        request=shapes.StandingChange,
        responses={202: Act},
    )
    def post(self, request: Request, door: Address) -> Response:
        """By the parent's maker."""
        viewer = viewer_of(request)
        queries.participant(viewer, door)
        given = read(shapes.StandingChange, request)
        return on_its_way(services.set_standing(actor=viewer, participant=door, **given))


class FreezeView(APIView):
    """A proposal to freeze a participant, or to lift a freeze."""

    @extend_schema(operation_id="participants_freeze", request=shapes.Freeze, responses={202: Act})
    def post(self, request: Request, door: Address) -> Response:
        """By the regulator's maker."""
        viewer = viewer_of(request)
        queries.participant(viewer, door)
        return on_its_way(services.freeze(actor=viewer, participant=door, **read(shapes.Freeze, request)))


class RenewalView(APIView):
    """A proposal to certify a client's class again."""

    @extend_schema(operation_id="participants_renew", request=shapes.Renewal, responses={202: Act})
    def post(self, request: Request, door: Address) -> Response:
        """By the operator's maker."""
        viewer = viewer_of(request)
        queries.participant(viewer, door)
        return on_its_way(services.renew(actor=viewer, client=door, **read(shapes.Renewal, request)))


class SuccessorView(APIView):
    """A proposal of who may burn a revoked trustee's supply."""

    @extend_schema(operation_id="participants_successor", request=shapes.Other, responses={202: Act})
    def post(self, request: Request, door: Address) -> Response:
        """By the regulator's maker."""
        successor = read(shapes.Other, request)["door"]
        return on_its_way(
            services.name_successor(actor=viewer_of(request), trustee=door, successor=successor)
        )


class RecoveryView(APIView):
    """A lost key of a client: ask or agree, withdraw."""

    @extend_schema(operation_id="recovery_ask", request=shapes.Key, responses={202: Act})
    def post(self, request: Request, door: Address) -> Response:
        """By a guardian's maker."""
        viewer = viewer_of(request)
        queries.participant(viewer, door)
        return on_its_way(services.recover(actor=viewer, client=door, key=read(shapes.Key, request)["key"]))

    @extend_schema(operation_id="recovery_withdraw", request=None, responses={202: Act})
    def delete(self, request: Request, door: Address) -> Response:
        """By the maker of the guardian that asked."""
        viewer = viewer_of(request)
        queries.participant(viewer, door)
        return on_its_way(services.withdraw_recovery(actor=viewer, client=door))


class RecoveryCompletionView(APIView):
    """Puts an agreed recovery into force once its delay is over."""

    @extend_schema(operation_id="recovery_complete", request=None, responses={202: Act})
    def post(self, request: Request, door: Address) -> Response:
        """Anybody who sees the client may push it."""
        viewer = viewer_of(request)
        queries.participant(viewer, door)
        return on_its_way(services.complete_recovery(actor=viewer, client=door))


class VetoView(APIView):
    """A client's veto of a recovery."""

    @extend_schema(operation_id="recovery_veto", request=None, responses=Signable)
    def post(self, request: Request) -> Response:
        """The act to be signed; its signature is posted to `acts`."""
        return to_sign(services.prepare_veto(actor=viewer_of(request)))


class OwnRecoveryView(APIView):
    """A client's own part in the replacing of its keys."""

    @extend_schema(operation_id="recovery_prepare", request=shapes.Key, responses=Signable)
    def post(self, request: Request) -> Response:
        """Asks, or agrees: the act to be signed; its signature is posted to `acts`."""
        key = read(shapes.Key, request)["key"]
        return to_sign(services.prepare_recovery(actor=viewer_of(request), key=key))


class OwnSignersView(APIView):
    """The signers of one's own organisation."""

    @extend_schema(operation_id="signers_add", request=shapes.Key, responses={202: Act})
    def post(self, request: Request) -> Response:
        """Proposes one more."""
        return on_its_way(services.add_signer(actor=viewer_of(request), key=read(shapes.Key, request)["key"]))

    @extend_schema(
        operation_id="signers_remove",
        request=None,
        parameters=[OpenApiParameter("key", required=True)],
        responses={202: Act},
    )
    def delete(self, request: Request) -> Response:
        """Proposes that one no longer signs."""
        key = request.query_params.get("key", "")
        return on_its_way(services.remove_signer(actor=viewer_of(request), key=key))
