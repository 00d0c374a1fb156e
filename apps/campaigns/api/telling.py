"""What is said about campaigns, for programs: drafts' terms and comments, documents, questions, updates,
notices, late pledges.
"""

from __future__ import annotations

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.campaigns import queries, rules, services
from apps.campaigns.api import serializers as shapes
from apps.campaigns.api.views import offer_of
from apps.ledger.api import Act, Public, ReasonOnRecord, Signable, on_its_way, read, to_sign
from apps.records.documents import Document, Upload
from apps.vocabulary.types import Address, Role
from apps.vocabulary.viewers import acting_as, viewer_of

# -- drafts ---------------------------------------------------------------------------------------------


class TermsView(APIView):
    """The terms that are saved with a draft."""

    @extend_schema(operation_id="campaigns_draft_terms", request=shapes.Terms, responses=shapes.Draft)
    def put(self, request: Request, draft: uuid.UUID) -> Response:
        """Saves them; they are signed with the proposal. 409 once it was proposed."""
        offer = offer_of(read(shapes.Terms, request))
        saved = services.save_offer(actor=acting_as(request, Role.ISSUER), offer=offer, record=draft)
        return Response(shapes.Draft(saved).data)


class ShareView(APIView):
    """A draft that its operator may read."""

    @extend_schema(operation_id="campaigns_draft_share", request=None, responses={204: None})
    def post(self, request: Request, draft: uuid.UUID) -> Response:
        """From now on the operator can read it and comment on it."""
        services.share_draft(actor=acting_as(request, Role.ISSUER), record=draft)
        return Response(status=204)


class SharedView(APIView):
    """Drafts that an operator is asked to look at."""

    @extend_schema(operation_id="campaigns_drafts_shared", responses=shapes.Draft(many=True))
    def get(self, request: Request) -> Response:
        """The longest waiting first."""
        found = queries.shared_drafts(acting_as(request, Role.OPERATOR))
        return Response(shapes.Draft(found, many=True).data)


class CommentsView(APIView):
    """What issuer and operator remarked about a draft."""

    @extend_schema(operation_id="campaigns_draft_comments", responses=shapes.Comment(many=True))
    def get(self, request: Request, draft: uuid.UUID) -> Response:
        """The oldest first."""
        viewer = acting_as(request, Role.ISSUER, Role.OPERATOR)
        return Response(shapes.Comment(queries.comments(viewer, draft), many=True).data)

    @extend_schema(
        operation_id="campaigns_draft_comment",
        request=shapes.NewComment,
        responses={201: shapes.Comment(many=True)},
    )
    def post(self, request: Request, draft: uuid.UUID) -> Response:
        """One more; all of them come back."""
        viewer = acting_as(request, Role.ISSUER, Role.OPERATOR)
        made = services.comment(actor=viewer, draft=draft, **read(shapes.NewComment, request))
        return Response(shapes.Comment(made, many=True).data, status=201)


class CommentDoneView(APIView):
    """A comment that is dealt with."""

    @extend_schema(
        operation_id="campaigns_draft_comment_done", request=None, responses=shapes.Comment(many=True)
    )
    def post(self, request: Request, draft: uuid.UUID, comment: uuid.UUID) -> Response:
        """All of them come back."""
        viewer = acting_as(request, Role.ISSUER, Role.OPERATOR)
        found = services.settle_comment(actor=viewer, draft=draft, comment=comment)
        return Response(shapes.Comment(found, many=True).data)


# -- a proposed campaign's documents --------------------------------------------------------------------


class PaperView(APIView):
    """A document of a proposed campaign."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="campaign_replace",
        request={"multipart/form-data": Upload},
        responses={201: Document},
    )
    def post(self, request: Request, campaign: Address, slot: str) -> Response:
        """Replaces what is in the slot, until the approval; it counts once it is signed."""
        sent = read(Upload, request)["file"]
        note = services.replace(
            actor=acting_as(request, Role.ISSUER),
            campaign=campaign,
            slot=slot,
            name=sent.name,
            data=sent.read(),
        )
        return Response(Document(note).data, status=201)


class DiscloseView(APIView):
    """A document put on the record."""

    @extend_schema(operation_id="campaign_disclose", request=None, responses=Signable)
    def post(self, request: Request, campaign: Address, slot: str) -> Response:
        """The act that the issuer signs. 409 where there is nothing to sign."""
        actor = acting_as(request, Role.ISSUER)
        return to_sign(services.prepare_disclose(actor=actor, campaign=campaign, slot=slot))


# -- questions, updates, notices ------------------------------------------------------------------------


class QuestionsView(Public):
    """Questions and answers."""

    @extend_schema(operation_id="campaign_questions", responses=shapes.Question(many=True))
    def get(self, request: Request, campaign: Address) -> Response:
        """Public once answered."""
        return Response(shapes.Question(queries.questions(viewer_of(request), campaign), many=True).data)

    @extend_schema(
        operation_id="campaign_ask", request=shapes.Said, responses={201: shapes.Question(many=True)}
    )
    def post(self, request: Request, campaign: Address) -> Response:
        """An investor asks."""
        actor = acting_as(request, Role.INVESTOR)
        found = services.ask(actor=actor, campaign=campaign, **read(shapes.Said, request))
        return Response(shapes.Question(found, many=True).data, status=201)


class AnswerView(APIView):
    """An answer."""

    @extend_schema(operation_id="campaign_answer", request=shapes.Said, responses={201: shapes.Question})
    def post(self, request: Request, question: uuid.UUID) -> Response:
        """The issuer answers; both are public from then on."""
        actor = acting_as(request, Role.ISSUER)
        found = services.answer(actor=actor, question=question, **read(shapes.Said, request))
        return Response(shapes.Question(found).data, status=201)


class UpdatesView(Public):
    """What the issuer told since the approval."""

    @extend_schema(operation_id="campaign_updates", responses=shapes.Update(many=True))
    def get(self, request: Request, campaign: Address) -> Response:
        """The newest first."""
        return Response(shapes.Update(queries.updates(viewer_of(request), campaign), many=True).data)

    @extend_schema(
        operation_id="campaign_update_new", request=shapes.NewUpdate, responses={201: shapes.Update}
    )
    def post(self, request: Request, campaign: Address) -> Response:
        """The issuer writes one; it is published by its signature."""
        actor = acting_as(request, Role.ISSUER)
        made = services.write_update(actor=actor, campaign=campaign, **read(shapes.NewUpdate, request))
        return Response(shapes.Update(made).data, status=201)


class PublishView(APIView):
    """An update that is published."""

    @extend_schema(operation_id="campaign_update_publish", request=None, responses=Signable)
    def post(self, request: Request, campaign: Address, update: uuid.UUID) -> Response:
        """The act that the issuer signs."""
        actor = acting_as(request, Role.ISSUER)
        return to_sign(services.prepare_update(actor=actor, campaign=campaign, update=update))


class NoticePrepareView(APIView):
    """The issuer's notice of an adverse change (R11)."""

    @extend_schema(operation_id="campaign_notice", request=ReasonOnRecord, responses=Signable)
    def post(self, request: Request, campaign: Address) -> Response:
        """The act that the issuer signs."""
        actor, reason = acting_as(request, Role.ISSUER), read(ReasonOnRecord, request)["reason"]
        return to_sign(services.prepare_adverse_notice(actor=actor, campaign=campaign, reason=reason))


class NoticeView(APIView):
    """The operator's notice of an adverse change (R11)."""

    @extend_schema(operation_id="campaign_notice_give", request=ReasonOnRecord, responses={202: Act})
    def post(self, request: Request, campaign: Address) -> Response:
        """Proposes it."""
        actor, reason = acting_as(request, Role.OPERATOR), read(ReasonOnRecord, request)["reason"]
        return on_its_way(services.give_adverse_notice(actor=actor, campaign=campaign, reason=reason))


class StandView(APIView):
    """How a campaign stands."""

    @extend_schema(operation_id="campaign_stand", responses=shapes.Stand)
    def get(self, request: Request, campaign: Address) -> Response:
        """For the issuer and who oversees it: counts, no persons."""
        return Response(shapes.Stand(queries.dashboard(viewer_of(request), campaign)).data)


class DecisionsView(APIView):
    """Why its operator decided as it did."""

    @extend_schema(operation_id="campaign_decisions", responses=shapes.Decided(many=True))
    def get(self, request: Request, campaign: Address) -> Response:
        """For the issuer and who oversees it."""
        return Response(shapes.Decided(queries.decisions(viewer_of(request), campaign), many=True).data)


class DifferenceView(APIView):
    """What changed since the issuer's proposal before."""

    @extend_schema(operation_id="campaign_difference", responses=shapes.Difference(many=True))
    def get(self, request: Request, campaign: Address) -> Response:
        """For the issuer and who oversees it."""
        found = queries.difference(viewer_of(request), campaign)
        return Response(shapes.Difference(found, many=True).data)


# -- late money -----------------------------------------------------------------------------------------


class LatePledgeView(APIView):
    """A pledge whose money is on its way."""

    @extend_schema(operation_id="campaign_pledge_late", request=shapes.NewPledge, responses=Signable)
    def post(self, request: Request, campaign: Address) -> Response:
        """What the investor signs; the signature is posted to `…/pledge/announce`."""
        actor, given = acting_as(request, Role.INVESTOR), read(shapes.NewPledge, request)
        units = given.get("units")
        if units is None:
            units = rules.units_for(given["amount"], queries.campaign(actor, campaign).price)
        signable = services.prepare_late_pledge(
            actor=actor, campaign=campaign, units=units, least=given.get("least")
        )
        return to_sign(signable)


class AnnounceView(APIView):
    """The signature of such a pledge."""

    @extend_schema(
        operation_id="pledge_announce", request=shapes.Announcement, responses={202: shapes.Announced}
    )
    def post(self, request: Request) -> Response:
        """Kept until its money has come, and announced on the record by its hash."""
        actor, given = acting_as(request, Role.INVESTOR), read(shapes.Announcement, request)
        sent = services.announce(
            actor=actor, prepared=given["id"], signature=given["signature"], signer=given["signer"]
        )
        state, act = ("waiting", None) if sent is None else ("queued", sent.id)
        return Response(shapes.Announced({"state": state, "act": act}).data, status=202)


class ForgetView(APIView):
    """A late pledge that is no longer wanted."""

    @extend_schema(operation_id="campaign_pledge_forget", request=None, responses={204: None})
    def post(self, request: Request, campaign: Address) -> Response:
        """The signatures that wait for their money are erased."""
        services.withdraw_announcement(actor=acting_as(request, Role.INVESTOR), campaign=campaign)
        return Response(status=204)
