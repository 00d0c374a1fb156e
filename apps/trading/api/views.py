"""The secondary market for programs: what is read. The same queries as the pages."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.api import AFTER, Act, Public, on_its_way, read
from apps.trading import queries, services
from apps.trading.api import serializers as shapes
from apps.trading.types import Form
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
        given["form"] = Form(given["form"])
        return on_its_way(services.propose_market(actor=viewer_of(request), **given))


class MarketView(Public):
    """One market."""

    @extend_schema(operation_id="trading_market", responses=shapes.Market)
    def get(self, request: Request, market: Address) -> Response:
        """Its state, sessions and prices."""
        return Response(shapes.Market(queries.market(market)).data)


class LevelsView(Public):
    """A market's order book."""

    @extend_schema(operation_id="trading_levels", responses=shapes.Depth)
    def get(self, request: Request, market: Address) -> Response:
        """The five best prices of each side."""
        return Response(shapes.Depth(queries.depth(market)).data)


class AnnouncementsView(Public):
    """What the company of a market's class and the market told."""

    @extend_schema(operation_id="trading_announcements", responses=shapes.Announcement(many=True))
    def get(self, request: Request, market: Address) -> Response:
        """The newest 200."""
        told = queries.announcements(viewer_of(request), queries.market(market))
        return Response(shapes.Announcement(told, many=True).data)


class HappeningsView(Public):
    """What a market told everybody."""

    @extend_schema(operation_id="trading_happenings", responses=shapes.Happening(many=True))
    def get(self, request: Request, market: Address) -> Response:
        """Halts, auctions, closings: the newest 50."""
        return Response(shapes.Happening(queries.happenings(market, limit=50), many=True).data)


class LotsView(APIView):
    """What one could offer on a market."""

    @extend_schema(operation_id="trading_lots", responses=shapes.Lot(many=True))
    def get(self, request: Request, market: Address) -> Response:
        """One's own certificates of its class."""
        face = queries.market(market).face
        return Response(shapes.Lot(queries.lots(viewer_of(request), face), many=True).data)


class TradesView(Public):
    """A market's trades."""

    @extend_schema(operation_id="trading_trades", parameters=[AFTER], responses=shapes.Trades)
    def get(self, request: Request, market: Address) -> Response:
        """The newest first."""
        after = request.query_params.get("after")
        return Response(shapes.Trades(queries.trades(viewer_of(request), market, after=after)).data)


class OwnOrdersView(APIView):
    """One's own orders, on every market."""

    @extend_schema(operation_id="trading_own_orders", parameters=[AFTER], responses=shapes.Orders)
    def get(self, request: Request) -> Response:
        """The newest first."""
        after = request.query_params.get("after")
        return Response(shapes.Orders(queries.own_orders(viewer_of(request), after=after)).data)


class OwnDealsView(APIView):
    """One's own negotiated trades, on every market."""

    @extend_schema(operation_id="trading_own_deals", parameters=[AFTER], responses=shapes.Deals)
    def get(self, request: Request) -> Response:
        """The newest first."""
        after = request.query_params.get("after")
        return Response(shapes.Deals(queries.own_deals(viewer_of(request), after=after)).data)


class OwnTradesView(APIView):
    """One's own trades, on every market."""

    @extend_schema(operation_id="trading_own_trades", parameters=[AFTER], responses=shapes.Trades)
    def get(self, request: Request) -> Response:
        """The newest first."""
        after = request.query_params.get("after")
        return Response(shapes.Trades(queries.own_trades(viewer_of(request), after=after)).data)
