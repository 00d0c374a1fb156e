"""A sukuk's own acts in the API. The same services as the pages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.campaigns import queries, rules, services
from apps.ledger.api import Public, Signable, read, to_sign
from apps.vocabulary.types import LARGEST, Address
from apps.vocabulary.viewers import viewer_of


class SukukTerms(serializers.Serializer[Any]):
    """A sukuk's terms to be set: parts per million a year of the price, how often, until when."""

    rate = serializers.IntegerField(min_value=1, max_value=rules.HIGHEST_RATE, help_text="parts per million")
    matures_at = serializers.IntegerField(min_value=0, max_value=LARGEST, help_text="chain seconds")
    payments = serializers.IntegerField(min_value=1, max_value=rules.MOST_PAYMENTS)


class SukukPaymentShape(serializers.Serializer[Any]):
    """A payment that the terms promise: `rate` in hundredths of a sen a unit, `amount` in sen for all units.
    `dividend` is what it was last declared as, and `state` how far that is.
    """

    number = serializers.IntegerField()
    principal = serializers.BooleanField()
    due_at = serializers.IntegerField(help_text="chain seconds")
    rate = serializers.IntegerField()
    amount = serializers.IntegerField()
    dividend = serializers.CharField(allow_null=True)
    state = serializers.CharField(allow_blank=True)
    may_declare = serializers.BooleanField()


class TermsView(APIView):
    """Setting a sukuk's terms."""

    @extend_schema(operation_id="campaign_sukuk", request=SukukTerms, responses=Signable)
    def post(self, request: Request, campaign: Address) -> Response:
        """The act that the issuer signs, before the operator approves."""
        given = read(SukukTerms, request)
        return to_sign(services.prepare_sukuk(actor=viewer_of(request), campaign=campaign, **given))


class PaymentsView(Public):
    """What a sukuk's terms promise to be paid."""

    @extend_schema(operation_id="campaign_sukuk_payments", responses=SukukPaymentShape(many=True))
    def get(self, request: Request, campaign: Address) -> Response:
        """Every payment, the principal last; none where the campaign places no sukuk."""
        found = queries.sukuk_payments(viewer_of(request), campaign)
        return Response(SukukPaymentShape(found, many=True).data)


class DeclareView(APIView):
    """Declaring a payment of a sukuk."""

    @extend_schema(operation_id="campaign_sukuk_payment", request=None, responses=Signable)
    def post(self, request: Request, campaign: Address, number: int) -> Response:
        """The act that the issuer signs, at most 90 days before the payment falls due."""
        return to_sign(
            services.prepare_sukuk_payment(actor=viewer_of(request), campaign=campaign, number=number)
        )
