"""The shapes of the secondary market in the API. Prices in sen per unit, times in chain seconds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import AddressField, Count, ReasonOnRecord
from apps.trading.types import DealState, Form, How, OrderState, Phase, Side

SEN = "sen"


class Moment(serializers.Serializer[Any]):
    """What a market does now by its sessions (R21), and when that changes next to what."""

    taken = serializers.BooleanField(help_text="whether orders are taken")
    matched = serializers.BooleanField(help_text="whether orders are matched")
    changes_at = serializers.IntegerField(allow_null=True)
    then_taken = serializers.BooleanField()
    then_matched = serializers.BooleanField()


class Auction(serializers.Serializer[Any]):
    """What an auction came to."""

    price = serializers.IntegerField(help_text=SEN)
    units = serializers.IntegerField()
    at = serializers.IntegerField()


class Market(serializers.Serializer[Any]):
    """The order book of a share class in one trustee's money."""

    address = serializers.CharField()
    operator = serializers.CharField()
    operator_name = serializers.CharField()
    face = serializers.CharField()
    money = serializers.CharField()
    trustee_name = serializers.CharField()
    name = serializers.CharField()
    symbol = serializers.CharField()
    issuer = serializers.CharField()
    issuer_name = serializers.CharField()
    tick = serializers.IntegerField(help_text="prices are multiples of it, in sen")
    form = serializers.ChoiceField(choices=[each.value for each in Form])
    predecessor = serializers.CharField(allow_null=True)
    last_price = serializers.IntegerField(allow_null=True, help_text=SEN)
    last_at = serializers.IntegerField(allow_null=True)
    reference = serializers.IntegerField(help_text="what the price band is around, in sen")
    lowest = serializers.IntegerField(help_text="the lowest price that is taken now, in sen")
    highest = serializers.IntegerField(help_text="the highest price that is taken now, in sen")
    bid = serializers.IntegerField(allow_null=True, help_text="the best bid, in sen")
    ask = serializers.IntegerField(allow_null=True, help_text="the best ask, in sen")
    traded_units = serializers.IntegerField()
    traded_amount = serializers.IntegerField(help_text=SEN)
    trades = serializers.IntegerField()
    orders = serializers.IntegerField(help_text="how many stand in their queues")
    fees = serializers.IntegerField(help_text="what is due to the operator, in sen")
    phase = serializers.ChoiceField(choices=[each.value for each in Phase])
    auction = Auction(allow_null=True, help_text="the last one")
    auction_at = serializers.IntegerField(
        allow_null=True, help_text="when the next one can be called; 0: as soon as orders cross"
    )
    halted = serializers.CharField(allow_null=True, help_text="why it is halted")
    closes_at = serializers.IntegerField(help_text="0: not announced")
    closed = serializers.BooleanField()
    state = serializers.CharField()
    moment = Moment()


class Level(serializers.Serializer[Any]):
    """All orders of one side at one price."""

    price = serializers.IntegerField(help_text=SEN)
    units = serializers.IntegerField()
    orders = serializers.IntegerField()


class Depth(serializers.Serializer[Any]):
    """The best five levels of each side, the best first."""

    bids = Level(many=True)
    asks = Level(many=True)


class Order(serializers.Serializer[Any]):
    """One's own order: `units` are left of the `ordered`; `held` is in sen for a bid, in units for an ask."""

    market = serializers.CharField()
    face = serializers.CharField()
    name = serializers.CharField(help_text="the share class's")
    number = serializers.IntegerField()
    side = serializers.ChoiceField(choices=[each.value for each in Side])
    certificate = serializers.IntegerField(help_text="0 for a bid")
    ordered = serializers.IntegerField()
    units = serializers.IntegerField()
    price = serializers.IntegerField(help_text=SEN)
    expires_at = serializers.IntegerField()
    proceeds = serializers.IntegerField(help_text="what its fills came to, in sen")
    paid = serializers.IntegerField(help_text="its fees so far, in sen")
    held = serializers.IntegerField()
    state = serializers.ChoiceField(choices=[each.value for each in OrderState])
    why = serializers.CharField(allow_blank=True)
    placed_at = serializers.IntegerField()
    ended_at = serializers.IntegerField(allow_null=True)


class Orders(serializers.Serializer[Any]):
    """A page of orders, the newest first; `next` is the following page's `after`."""

    rows = Order(many=True)
    next = serializers.CharField(allow_null=True)


class Deal(serializers.Serializer[Any]):
    """A negotiated trade of one's own: `fee` is each side's, in sen."""

    market = serializers.CharField()
    face = serializers.CharField()
    name = serializers.CharField(help_text="the share class's")
    number = serializers.IntegerField()
    seller = serializers.CharField()
    buyer = serializers.CharField()
    certificate = serializers.IntegerField()
    units = serializers.IntegerField()
    price = serializers.IntegerField(help_text=SEN)
    fee = serializers.IntegerField()
    expires_at = serializers.IntegerField()
    state = serializers.ChoiceField(choices=[each.value for each in DealState])


class Deals(serializers.Serializer[Any]):
    """A page of negotiated trades, the newest first; `next` is the following page's `after`."""

    rows = Deal(many=True)
    next = serializers.CharField(allow_null=True)


class Trade(serializers.Serializer[Any]):
    """A trade; buyer, seller and certificate only for who may see them."""

    place = serializers.CharField()
    market = serializers.CharField()
    face = serializers.CharField()
    name = serializers.CharField(help_text="the share class's")
    how = serializers.ChoiceField(choices=[each.value for each in How])
    units = serializers.IntegerField()
    price = serializers.IntegerField(help_text=SEN)
    amount = serializers.IntegerField(help_text=SEN)
    at = serializers.IntegerField()
    buyer = serializers.CharField(allow_null=True)
    seller = serializers.CharField(allow_null=True)
    side = serializers.ChoiceField(choices=["bought", "sold", ""], help_text="what the reader did in it")
    fee = serializers.IntegerField(help_text="what the reader paid for it, in sen")
    certificate = serializers.IntegerField(allow_null=True)
    transaction = serializers.CharField()


class Trades(serializers.Serializer[Any]):
    """A page of trades, the newest first; `next` is the following page's `after`."""

    rows = Trade(many=True)
    next = serializers.CharField(allow_null=True)


class Happening(serializers.Serializer[Any]):
    """What a market told everybody."""

    what = serializers.CharField()
    at = serializers.IntegerField()
    why = serializers.CharField(allow_blank=True)
    price = serializers.IntegerField(help_text=SEN)
    units = serializers.IntegerField()


class Announcement(serializers.Serializer[Any]):
    """What company or market told: `happening` is the market's, `title` the company's, about the campaign,
    dividend or ballot `about`.
    """

    what = serializers.CharField()
    at = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    about = serializers.CharField(allow_null=True)
    happening = Happening(allow_null=True)


class Lot(serializers.Serializer[Any]):
    """A certificate of one's own: `free_from` (chain seconds) while it may not be traded, else 0."""

    certificate = serializers.IntegerField()
    units = serializers.IntegerField()
    offered = serializers.IntegerField()
    free_from = serializers.IntegerField()
    ready = serializers.BooleanField()


class NewMarket(serializers.Serializer[Any]):
    """Which share class, in which money, and how it is traded."""

    face = AddressField()
    money = AddressField()
    tick = Count(help_text="prices are multiples of it, in sen")
    start_price = Count(help_text=SEN)
    form = serializers.ChoiceField(choices=[each.value for each in Form])


class NewBid(serializers.Serializer[Any]):
    """What is wanted."""

    units = Count()
    price = Count(help_text="the most that is paid for a unit, in sen")
    expires_at = Count(help_text="chain seconds")


class NewAsk(NewBid):
    """What is offered."""

    certificate = Count()
    price = Count(help_text="the least that is taken for a unit, in sen")


class NewDeal(serializers.Serializer[Any]):
    """What is offered, and to whom."""

    certificate = Count()
    units = Count()
    price = Count(help_text=SEN)
    buyer = AddressField()
    expires_at = Count(help_text="chain seconds")


class Closing(ReasonOnRecord):
    """When a market closes, and why."""

    closes_at = Count(help_text="chain seconds")
