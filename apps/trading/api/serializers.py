"""The shapes of the secondary market in the API. Prices in sen per unit, times in chain seconds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import AddressField, Count
from apps.trading.types import OfferState


class Market(serializers.Serializer[Any]):
    """The market of a share class in one trustee's money."""

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
    last_price = serializers.IntegerField(allow_null=True, help_text="sen")
    last_at = serializers.IntegerField(allow_null=True)
    cheapest = serializers.IntegerField(allow_null=True, help_text="the lowest price asked now, in sen")
    traded_units = serializers.IntegerField()
    traded_amount = serializers.IntegerField(help_text="sen")
    trades = serializers.IntegerField()
    offers = serializers.IntegerField(help_text="how many are open")


class Offer(serializers.Serializer[Any]):
    """An offer: `units` are left of the `offered`; seller and certificate only for who may see them."""

    market = serializers.CharField()
    name = serializers.CharField(help_text="the share class's")
    number = serializers.IntegerField()
    seller = serializers.CharField(allow_null=True)
    certificate = serializers.IntegerField(allow_null=True)
    own = serializers.BooleanField()
    offered = serializers.IntegerField()
    units = serializers.IntegerField()
    price = serializers.IntegerField(help_text="sen")
    expires_at = serializers.IntegerField()
    state = serializers.ChoiceField(choices=[state.value for state in OfferState])


class Trade(serializers.Serializer[Any]):
    """A trade; buyer, seller and certificate only for who may see them."""

    market = serializers.CharField()
    face = serializers.CharField()
    name = serializers.CharField(help_text="the share class's")
    units = serializers.IntegerField()
    price = serializers.IntegerField(help_text="sen")
    amount = serializers.IntegerField(help_text="sen")
    at = serializers.IntegerField()
    buyer = serializers.CharField(allow_null=True)
    seller = serializers.CharField(allow_null=True)
    side = serializers.ChoiceField(choices=["bought", "sold", ""], help_text="what the reader did in it")
    certificate = serializers.IntegerField(allow_null=True)
    transaction = serializers.CharField()


class Trades(serializers.Serializer[Any]):
    """A page of trades, the newest first; `next` is the following page's `after`."""

    rows = Trade(many=True)
    next = serializers.CharField(allow_null=True)


class Lot(serializers.Serializer[Any]):
    """A certificate of one's own: `free_from` (chain seconds) while it may not be traded, else 0."""

    certificate = serializers.IntegerField()
    units = serializers.IntegerField()
    offered = serializers.IntegerField()
    free_from = serializers.IntegerField()
    ready = serializers.BooleanField()


class NewMarket(serializers.Serializer[Any]):
    """Which share class, in which money."""

    face = AddressField()
    money = AddressField()


class NewOffer(serializers.Serializer[Any]):
    """What is offered."""

    certificate = Count()
    units = Count()
    price = Count(help_text="sen")
    expires_at = Count(help_text="chain seconds")


class Units(serializers.Serializer[Any]):
    """How many of the offer's units."""

    units = Count()
