"""The secondary market for programs. The same services as the pages."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import AFTER, Act, Public, Signable, on_its_way, read, to_sign
from apps.trading import queries, services
from apps.trading.api import serializers as shapes
from apps.vocabulary.types import Address
from apps.vocabulary.viewers import viewer_of


class MarketsView(APIView):
    """Every market; anybody reads them."""

    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(operation_id="trading_markets", responses=shapes.Market(many=True))
    def get(self, request: Request) -> Response:
        """The latest opened first."""
        return Response(shapes.Market(queries.markets(), many=True).data)

    @extend_schema(operation_id="trading_open_market", request=shapes.NewMarket, responses={202: Act})
    def post(self, request: Request) -> Response:
        """The operator's maker proposes to open one."""
        given = read(shapes.NewMarket, request)
        return on_its_way(services.propose_market(actor=viewer_of(request), **given))


class MarketView(Public):
    """One market."""

    @extend_schema(operation_id="trading_market", responses=shapes.Market)
    def get(self, request: Request, market: Address) -> Response:
        """Its class and what was traded."""
        return Response(shapes.Market(queries.market(market)).data)


class OffersView(Public):
    """A market's open offers."""

    @extend_schema(operation_id="trading_offers", responses=shapes.Offer(many=True))
    def get(self, request: Request, market: Address) -> Response:
        """The cheapest first."""
        return Response(shapes.Offer(queries.book(viewer_of(request), market), many=True).data)


class LotsView(APIView):
    """What one could offer on a market."""

    @extend_schema(operation_id="trading_lots", responses=shapes.Lot(many=True))
    def get(self, request: Request, market: Address) -> Response:
        """One's own certificates of its class."""
        face = queries.market(market).face
        return Response(shapes.Lot(queries.lots(viewer_of(request), face), many=True).data)


class OfferPrepare(APIView):
    """An offer of one's own."""

    @extend_schema(operation_id="trading_prepare_offer", request=shapes.NewOffer, responses=Signable)
    def post(self, request: Request, market: Address) -> Response:
        """What is to be signed."""
        given = read(shapes.NewOffer, request)
        return to_sign(services.prepare_offer(actor=viewer_of(request), market=market, **given))


class TakePrepare(APIView):
    """Taking an offer, whole or in part."""

    @extend_schema(operation_id="trading_prepare_take", request=shapes.Units, responses=Signable)
    def post(self, request: Request, market: Address, number: int) -> Response:
        """What is to be signed."""
        units = read(shapes.Units, request)["units"]
        found = services.prepare_take(actor=viewer_of(request), market=market, number=number, units=units)
        return to_sign(found)


class CancelPrepare(APIView):
    """Ending one's own offer."""

    @extend_schema(operation_id="trading_prepare_cancel", request=None, responses=Signable)
    def post(self, request: Request, market: Address, number: int) -> Response:
        """What is to be signed."""
        found = services.prepare_cancel(actor=viewer_of(request), market=market, number=number)
        return to_sign(found)


class TradesView(Public):
    """A market's trades."""

    @extend_schema(operation_id="trading_trades", parameters=[AFTER], responses=shapes.Trades)
    def get(self, request: Request, market: Address) -> Response:
        """The newest first."""
        after = request.query_params.get("after")
        return Response(shapes.Trades(queries.trades(viewer_of(request), market, after=after)).data)


class OwnOffersView(APIView):
    """One's own offers."""

    @extend_schema(operation_id="trading_own_offers", responses=shapes.Offer(many=True))
    def get(self, request: Request) -> Response:
        """The newest first."""
        return Response(shapes.Offer(queries.own_offers(viewer_of(request)), many=True).data)


class OwnTradesView(APIView):
    """One's own trades, on every market."""

    @extend_schema(operation_id="trading_own_trades", parameters=[AFTER], responses=shapes.Trades)
    def get(self, request: Request) -> Response:
        """The newest first."""
        after = request.query_params.get("after")
        return Response(shapes.Trades(queries.own_trades(viewer_of(request), after=after)).data)
