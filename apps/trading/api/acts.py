"""The secondary market for programs: what is done. The same services as the pages."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import Act, ReasonOnRecord, Signable, on_its_way, read, to_sign
from apps.trading import services
from apps.trading.api import serializers as shapes
from apps.vocabulary.types import Address
from apps.vocabulary.viewers import signed_in, viewer_of


class Halt(APIView):
    """A market's halt."""

    @extend_schema(operation_id="trading_halt", request=ReasonOnRecord, responses={202: Act})
    def post(self, request: Request, market: Address) -> Response:
        """The operator's maker proposes it."""
        reason = read(ReasonOnRecord, request)["reason"]
        return on_its_way(services.propose_halt(actor=viewer_of(request), market=market, reason=reason))


class Resume(APIView):
    """A halt's end."""

    @extend_schema(operation_id="trading_resume", request=ReasonOnRecord, responses={202: Act})
    def post(self, request: Request, market: Address) -> Response:
        """The operator's maker proposes it."""
        reason = read(ReasonOnRecord, request)["reason"]
        return on_its_way(services.propose_resume(actor=viewer_of(request), market=market, reason=reason))


class Close(APIView):
    """A market's end, after notice."""

    @extend_schema(operation_id="trading_close", request=shapes.Closing, responses={202: Act})
    def post(self, request: Request, market: Address) -> Response:
        """The operator's maker proposes it."""
        given = read(shapes.Closing, request)
        return on_its_way(services.propose_close(actor=viewer_of(request), market=market, **given))


class Fees(APIView):
    """What a market owes its operator."""

    @extend_schema(operation_id="trading_collect_fees", request=None, responses={202: Act})
    def post(self, request: Request, market: Address) -> Response:
        """It is paid into the operator's wallet."""
        return on_its_way(services.collect_fees(actor=viewer_of(request), market=market))


class Push(APIView):
    """What is due on a market."""

    @extend_schema(operation_id="trading_push", request=None, responses={202: Act})
    def post(self, request: Request, market: Address) -> Response:
        """Matches, goes on with an auction, or returns what is over; anybody may. 409 when nothing is due."""
        signed_in(request)
        return on_its_way(services.push_market(market=market))


class BidPrepare(APIView):
    """An order to buy."""

    @extend_schema(operation_id="trading_prepare_bid", request=shapes.NewBid, responses=Signable)
    def post(self, request: Request, market: Address) -> Response:
        """What is to be signed."""
        given = read(shapes.NewBid, request)
        return to_sign(services.prepare_bid(actor=viewer_of(request), market=market, **given))


class AskPrepare(APIView):
    """An order to sell."""

    @extend_schema(operation_id="trading_prepare_ask", request=shapes.NewAsk, responses=Signable)
    def post(self, request: Request, market: Address) -> Response:
        """What is to be signed."""
        given = read(shapes.NewAsk, request)
        return to_sign(services.prepare_ask(actor=viewer_of(request), market=market, **given))


class CancelPrepare(APIView):
    """An order of one's own that is taken back."""

    @extend_schema(operation_id="trading_prepare_cancel", request=None, responses=Signable)
    def post(self, request: Request, market: Address, number: int) -> Response:
        """What is to be signed."""
        found = services.prepare_cancel(actor=viewer_of(request), market=market, number=number)
        return to_sign(found)


class Reenter(APIView):
    """An order of one's own that lost its place."""

    @extend_schema(operation_id="trading_reenter", request=None, responses={202: Act})
    def post(self, request: Request, market: Address, number: int) -> Response:
        """It goes to the tail of its queue, under a new number."""
        return on_its_way(services.reenter(actor=viewer_of(request), market=market, number=number))


class DealPrepare(APIView):
    """A negotiated trade with a named buyer."""

    @extend_schema(operation_id="trading_prepare_deal", request=shapes.NewDeal, responses=Signable)
    def post(self, request: Request, market: Address) -> Response:
        """What is to be signed."""
        given = read(shapes.NewDeal, request)
        return to_sign(services.prepare_deal(actor=viewer_of(request), market=market, **given))


class AcceptPrepare(APIView):
    """A negotiated trade that one was named in."""

    @extend_schema(operation_id="trading_prepare_accept", request=None, responses=Signable)
    def post(self, request: Request, market: Address, number: int) -> Response:
        """What is to be signed to take it."""
        found = services.prepare_accept(actor=viewer_of(request), market=market, number=number)
        return to_sign(found)


class DealCancelPrepare(APIView):
    """A negotiated trade of one's own that is taken back."""

    @extend_schema(operation_id="trading_prepare_deal_cancel", request=None, responses=Signable)
    def post(self, request: Request, market: Address, number: int) -> Response:
        """What is to be signed."""
        found = services.prepare_deal_cancel(actor=viewer_of(request), market=market, number=number)
        return to_sign(found)
