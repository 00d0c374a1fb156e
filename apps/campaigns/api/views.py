"""Campaigns for programs: the same services as the pages."""

from __future__ import annotations

import uuid
from dataclasses import fields, replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.campaigns import queries, rules, services
from apps.campaigns.api import serializers as shapes
from apps.campaigns.types import SECTORS, Allocation, Offer
from apps.ledger.api import (
    AFTER,
    Act,
    Public,
    ReasonOnRecord,
    Signable,
    on_its_way,
    read,
    to_sign,
)
from apps.records.documents import DOWNLOAD, Document, Upload, download
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as, signed_in, viewer_of
from apps.vocabulary.words import read_address


def offer_of(given: dict[str, Any]) -> Offer:
    """Terms as they were sent."""
    terms = {each.name: given[each.name] for each in fields(Offer)}
    return Offer(**{**terms, "allocation": Allocation(given["allocation"])})


# -- reading --------------------------------------------------------------------------------------------


class CampaignsView(Public):
    """The public list."""

    @extend_schema(
        operation_id="campaigns",
        parameters=[
            OpenApiParameter("state", enum=list(queries.FILTERS)),
            OpenApiParameter("operator", description="an operator's door"),
            OpenApiParameter("sector", enum=list(SECTORS)),
            OpenApiParameter("search", description="words of the title or the pitch"),
            OpenApiParameter("sort", enum=list(queries.ORDERS)),
            AFTER,
        ],
        responses=shapes.CampaignPage,
    )
    def get(self, request: Request) -> Response:
        """Approved campaigns and later ones."""
        asked = request.query_params
        operator, sector = asked.get("operator") or "", asked.get("sector") or ""
        found = queries.campaigns(
            states=queries.FILTERS.get(asked.get("state") or "", ()),
            operator=read_address(operator) if operator else None,
            sector=sector if sector in SECTORS else "",
            text=asked.get("search") or "",
            order=asked.get("sort") or "closing",
            after=asked.get("after") or None,
        )
        return Response(shapes.CampaignPage(found).data)


class CampaignView(Public):
    """One campaign."""

    @extend_schema(operation_id="campaign", responses=shapes.Campaign)
    def get(self, request: Request, campaign: Address) -> Response:
        """404 for a proposal that is not the viewer's to see."""
        return Response(shapes.Campaign(queries.campaign(viewer_of(request), campaign)).data)


class DisclosureView(Public):
    """What a campaign says of itself."""

    @extend_schema(operation_id="campaign_disclosure", responses=shapes.Disclosure)
    def get(self, request: Request, campaign: Address) -> Response:
        """Public once the campaign is approved."""
        return Response(shapes.Disclosure(queries.disclosure(viewer_of(request), campaign)).data)


class DocumentView(Public):
    """A document of a disclosure."""

    @extend_schema(operation_id="campaign_document", responses=DOWNLOAD)
    def get(self, request: Request, campaign: Address, file: uuid.UUID) -> HttpResponse:
        """The file, as it was sent."""
        return download(*services.read_document(actor=viewer_of(request), campaign=campaign, file=file))


class MineView(APIView):
    """An issuer's own campaigns."""

    @extend_schema(operation_id="campaigns_mine", responses=shapes.Campaign(many=True))
    def get(self, request: Request) -> Response:
        """In whatever state, the newest first."""
        return Response(
            shapes.Campaign(queries.campaigns_of(acting_as(request, Role.ISSUER)), many=True).data
        )


class QueueView(APIView):
    """Proposed campaigns."""

    @extend_schema(operation_id="campaigns_queue", responses=shapes.Campaign(many=True))
    def get(self, request: Request) -> Response:
        """What waits for an operator's decision, the oldest first."""
        return Response(shapes.Campaign(queries.queue(viewer_of(request)), many=True).data)


class WaitingView(APIView):
    """Campaigns without their units."""

    @extend_schema(operation_id="campaigns_waiting", responses=shapes.Campaign(many=True))
    def get(self, request: Request) -> Response:
        """What waits for the trustee's mint."""
        return Response(shapes.Campaign(queries.waiting_for_units(viewer_of(request)), many=True).data)


class IssuersView(APIView):
    """Issuers as the rulebook counts them."""

    @extend_schema(operation_id="campaigns_issuers", parameters=[AFTER], responses=shapes.IssuerPage)
    def get(self, request: Request) -> Response:
        """For the regulator, the newest first."""
        viewer = acting_as(request, Role.REGULATOR)
        found = queries.issuers(viewer, after=request.query_params.get("after") or None)
        rows = [
            {
                "door": each.door,
                "name": each.name,
                "operator": operator,
                "raised": stand.raised,
                "reserved": stand.reserved,
                "microfund": stand.microfund,
            }
            for each, operator, stand in found.rows
        ]
        return Response(shapes.IssuerPage({"rows": rows, "next": found.next}).data)


class MicrofundView(APIView):
    """R2: whether a company is a microfund."""

    @extend_schema(operation_id="issuer_microfund", request=shapes.Microfund, responses={202: Act})
    def post(self, request: Request, door: Address) -> Response:
        """The regulator proposes it; a colleague approves the act."""
        actor, flag = acting_as(request, Role.REGULATOR), read(shapes.Microfund, request)["microfund"]
        return on_its_way(services.flag_microfund(actor=actor, issuer=door, microfund=flag))


class MoneysView(APIView):
    """Moneys for a proposal."""

    @extend_schema(operation_id="campaigns_moneys", responses=shapes.CampaignMoney(many=True))
    def get(self, request: Request) -> Response:
        """Those of the trustees that the issuer's operator is linked with."""
        return Response(shapes.CampaignMoney(queries.moneys(acting_as(request, Role.ISSUER)), many=True).data)


class PledgesView(APIView):
    """Who pledged what."""

    @extend_schema(operation_id="campaign_pledges", parameters=[AFTER], responses=shapes.PledgePage)
    def get(self, request: Request, campaign: Address) -> Response:
        """For the issuer and those who oversee it, the latest first; a person's name is never told."""
        after = request.query_params.get("after") or None
        return Response(shapes.PledgePage(queries.pledges(viewer_of(request), campaign, after=after)).data)


class MyPledgesView(APIView):
    """An investor's pledges."""

    @extend_schema(operation_id="pledges", parameters=[AFTER], responses=shapes.PledgePage)
    def get(self, request: Request) -> Response:
        """The viewer's own, the latest first."""
        after = request.query_params.get("after") or None
        return Response(shapes.PledgePage(queries.my_pledges(viewer_of(request), after=after)).data)


class RoomView(APIView):
    """How much can be pledged."""

    @extend_schema(operation_id="campaign_room", responses=shapes.PledgeRoom)
    def get(self, request: Request, campaign: Address) -> Response:
        """The viewer's balance and limits, and what is possible now."""
        return Response(shapes.PledgeRoom(queries.room(viewer_of(request), campaign)).data)


class ChecklistView(APIView):
    """The list before an approval."""

    @extend_schema(operation_id="campaign_checklist", responses=shapes.Checked(many=True))
    def get(self, request: Request, campaign: Address) -> Response:
        """For staff who oversee the issuer."""
        viewer = viewer_of(request)
        if not viewer.is_staff:
            raise NotAllowed
        lines = [replace(each, text=gettext(each.text)) for each in queries.checklist(viewer, campaign)]
        return Response(shapes.Checked(lines, many=True).data)


# -- the issuer -----------------------------------------------------------------------------------------


class DraftsView(APIView):
    """Disclosures that are being written."""

    @extend_schema(operation_id="campaigns_drafts", responses=shapes.Draft(many=True))
    def get(self, request: Request) -> Response:
        """Those that no campaign has, the oldest first."""
        return Response(shapes.Draft(queries.drafts(acting_as(request, Role.ISSUER)), many=True).data)

    @extend_schema(operation_id="campaigns_draft_new", request=shapes.Words, responses={201: shapes.Draft})
    def post(self, request: Request) -> Response:
        """A new draft."""
        made = services.save_draft(actor=acting_as(request, Role.ISSUER), words=read(shapes.Words, request))
        return Response(shapes.Draft(made).data, status=201)


class DraftView(APIView):
    """One draft."""

    @extend_schema(operation_id="campaigns_draft_save", request=shapes.Words, responses=shapes.Draft)
    def put(self, request: Request, draft: uuid.UUID) -> Response:
        """Changes it. 409 once it was proposed."""
        saved = services.save_draft(
            actor=acting_as(request, Role.ISSUER), words=read(shapes.Words, request), record=draft
        )
        return Response(shapes.Draft(saved).data)


class SlotView(APIView):
    """A document of a draft."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="campaigns_attach",
        request={"multipart/form-data": Upload},
        responses={201: Document},
    )
    def post(self, request: Request, draft: uuid.UUID, slot: str) -> Response:
        """Puts a document into its slot, in the place of an earlier one."""
        sent = read(Upload, request)["file"]
        note = services.attach(
            actor=acting_as(request, Role.ISSUER), record=draft, slot=slot, name=sent.name, data=sent.read()
        )
        return Response(Document(note).data, status=201)


class PrepareView(APIView):
    """Proposing a campaign."""

    @extend_schema(operation_id="campaigns_prepare", request=shapes.Proposal, responses=Signable)
    def post(self, request: Request) -> Response:
        """The act that the issuer signs."""
        actor, given = acting_as(request, Role.ISSUER), read(shapes.Proposal, request)
        draft = given.get("draft") or services.save_draft(actor=actor, words=given["words"]).record
        return to_sign(services.prepare_proposal(actor=actor, offer=offer_of(given), draft=draft))


class CancelView(APIView):
    """Cancelling a campaign before its opening."""

    @extend_schema(operation_id="campaign_cancel", request=ReasonOnRecord, responses=Signable)
    def post(self, request: Request, campaign: Address) -> Response:
        """The act that the issuer signs."""
        reason = read(ReasonOnRecord, request)["reason"]
        return to_sign(services.prepare_cancel(actor=viewer_of(request), campaign=campaign, reason=reason))


# -- staff ----------------------------------------------------------------------------------------------


class ApproveView(APIView):
    """The operator's yes."""

    @extend_schema(operation_id="campaign_approve", request=shapes.Why, responses={202: Act})
    def post(self, request: Request, campaign: Address) -> Response:
        """Proposes it, with a reason; a colleague approves the act."""
        reason = read(shapes.Why, request)["reason"]
        return on_its_way(services.approve(actor=viewer_of(request), campaign=campaign, reason=reason))


class RejectView(APIView):
    """The operator's no."""

    @extend_schema(operation_id="campaign_reject", request=shapes.WhyNot, responses={202: Act})
    def post(self, request: Request, campaign: Address) -> Response:
        """Proposes it, with a reason; a colleague approves the act."""
        given = read(shapes.WhyNot, request)
        return on_its_way(services.reject(actor=viewer_of(request), campaign=campaign, **given))


class MintView(APIView):
    """The trustee's units."""

    @extend_schema(operation_id="campaign_mint", request=None, responses={202: Act})
    def post(self, request: Request, campaign: Address) -> Response:
        """Proposes to mint the maximum into the campaign; a colleague approves the act."""
        return on_its_way(services.mint_units(actor=viewer_of(request), campaign=campaign))


# -- the investor and anybody ---------------------------------------------------------------------------


class PledgeView(APIView):
    """Pledging."""

    @extend_schema(operation_id="campaign_pledge", request=shapes.NewPledge, responses=Signable)
    def post(self, request: Request, campaign: Address) -> Response:
        """The act that the investor signs. 409 beyond a limit, with what is possible."""
        viewer = viewer_of(request)
        if viewer.role is not Role.INVESTOR or viewer.door is None:
            raise NotAllowed
        given = read(shapes.NewPledge, request)
        units = given.get("units")
        if units is None:
            units = rules.units_for(given["amount"], queries.campaign(viewer, campaign).price)
        signable = services.prepare_pledge(
            actor=viewer, campaign=campaign, units=units, least=given.get("least")
        )
        return to_sign(signable)


class WithdrawView(APIView):
    """Taking a pledge back."""

    @extend_schema(operation_id="campaign_withdraw", request=None, responses=Signable)
    def post(self, request: Request, campaign: Address) -> Response:
        """The act that the investor signs."""
        return to_sign(services.prepare_withdrawal(actor=viewer_of(request), campaign=campaign))


class PushView(APIView):
    """A campaign whose time has come."""

    @extend_schema(operation_id="campaign_push", request=None, responses={202: Act})
    def post(self, request: Request, campaign: Address) -> Response:
        """Pushes what is due: close, settle, fail or refund. 409 when nothing is."""
        signed_in(request)
        return on_its_way(services.push(campaign=campaign))


class CollectView(APIView):
    """What waits for a door."""

    @extend_schema(operation_id="campaign_collect", request=shapes.Collection, responses={202: Act})
    def post(self, request: Request, campaign: Address) -> Response:
        """Pushes a refund, a certificate, proceeds or a fee that waited for a freeze to end."""
        signed_in(request)
        return on_its_way(services.collect(campaign=campaign, door=read(shapes.Collection, request)["door"]))
