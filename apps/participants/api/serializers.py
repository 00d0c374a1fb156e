"""The shapes of participants in the API. Rules are not here: services check."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.api import AddressField, HexBytes, ReasonOnRecord, WordField
from apps.participants import queries
from apps.participants.types import Link, Participant
from apps.vocabulary.types import InvestorClass, Role, Standing


class Recovery(serializers.Serializer[Any]):
    """New signers that a guardian asked for. `ready_at` is 0 until a second one agreed."""

    asked_by = serializers.CharField()
    key = serializers.CharField()
    x = serializers.CharField()
    y = serializers.CharField()
    ready_at = serializers.IntegerField()


class Move(serializers.Serializer[Any]):
    """Another operator, and a trustee linked to it, that a client asked to be taken over by."""

    operator = serializers.CharField()
    trustee = serializers.CharField()
    asked_at = serializers.IntegerField()


class ParticipantShape(serializers.Serializer[Any]):
    """A participant. Times are chain seconds, 0 for none. `active`: it and all above it may act."""

    door = serializers.CharField()
    role = WordField(Role)
    name = serializers.CharField()
    standing = WordField(Standing)
    active = serializers.SerializerMethodField()
    parent: Any = serializers.CharField(allow_null=True)  # Any: DRF takes it off the class
    trustee = serializers.CharField(allow_null=True)
    investor_class = WordField(InvestorClass)
    valid_until = serializers.IntegerField()
    frozen_until = serializers.IntegerField()
    admitted_at = serializers.IntegerField()
    token = serializers.CharField(allow_null=True)
    successor = serializers.CharField(allow_null=True)
    partners = serializers.ListField(child=serializers.CharField())
    threshold = serializers.IntegerField()
    vetoes = serializers.IntegerField()
    recovery = Recovery(allow_null=True)
    move = Move(allow_null=True)

    def get_active(self, participant: Participant) -> bool:
        """Asked up the tree, never copied."""

        return queries.is_active(participant.door)


class Clients(serializers.Serializer[Any]):
    """A page of clients; `next` is the `after` of the following one, null at the end."""

    rows = ParticipantShape(many=True)
    next = serializers.CharField(allow_null=True)


class SignerShape(serializers.Serializer[Any]):
    """A signer of a door: a key (x and y zero words), or a verifier with its point."""

    key = serializers.CharField()
    x = serializers.CharField()
    y = serializers.CharField()
    since = serializers.IntegerField()


class LinkShape(serializers.Serializer[Any]):
    """How a trustee and an operator stand to each other."""

    trustee = serializers.CharField()
    operator = serializers.CharField()
    state = serializers.SerializerMethodField()
    since = serializers.IntegerField()

    def get_state(self, link: Any) -> str:
        """`active`, `suspended`, `offered-by-trustee`, `offered-by-operator`."""
        return Link(link.state).word


class Organisation(serializers.Serializer[Any]):
    """What everybody may know of an organisation."""

    door = serializers.CharField()
    role = WordField(Role)
    name = serializers.CharField()
    standing = WordField(Standing)
    token = serializers.CharField(allow_null=True)


class OrderShape(serializers.Serializer[Any]):
    """An order of the regulator. `value` is sen, or (where `certificate`) a certificate's number; `moved` the
    sen or units that went.
    """

    number = serializers.IntegerField()
    face = serializers.CharField()
    certificate = serializers.BooleanField()
    holder = serializers.CharField()
    to = serializers.CharField()
    value = serializers.IntegerField()
    escrow = serializers.CharField(allow_null=True)
    earliest = serializers.IntegerField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(queries.ORDER_STATES)
    moved = serializers.IntegerField()


class Orders(serializers.Serializer[Any]):
    """A page of orders; `next` is the `after` of the following one, null at the end."""

    rows = OrderShape(many=True)
    next = serializers.CharField(allow_null=True)


# -- what is asked


class AdmitOrganisation(serializers.Serializer[Any]):
    """A trustee or an operator, with the keys of its first maker and checker."""

    role = WordField(Role)
    name = serializers.CharField(max_length=31)
    maker_signer = AddressField()
    checker_signer = AddressField()


class AdmitClient(serializers.Serializer[Any]):
    """An issuer or an investor. `name` is a company's; `person` the tag; `valid_until` chain seconds."""

    role = WordField(Role)
    name = serializers.CharField(max_length=31, required=False, default="", allow_blank=True)
    signer = AddressField()
    trustee = AddressField()
    person = HexBytes(length=32)
    investor_class = WordField(InvestorClass, required=False, default=InvestorClass.NONE.name.lower())
    valid_until = serializers.IntegerField(min_value=0)


class Renewal(serializers.Serializer[Any]):
    """A client's class, certified again until `valid_until` (chain seconds)."""

    investor_class = WordField(InvestorClass)
    valid_until = serializers.IntegerField(min_value=0)


class StandingChange(ReasonOnRecord):
    """A new standing, and the public reason (31 bytes)."""

    standing = WordField(Standing)


class Freeze(ReasonOnRecord):
    """Until which chain second (0 lifts it), and the public reason."""

    until = serializers.IntegerField(min_value=0)


class Key(serializers.Serializer[Any]):
    """The address of a key."""

    key = AddressField()


class Other(serializers.Serializer[Any]):
    """The door of another organisation."""

    door = AddressField()


class NewOrder(ReasonOnRecord):
    """What of whom is to go to whom: `value` is sen of a money, or a certificate's number. `escrow`: the
    campaign that has to give back first what it holds for the holder.
    """

    face = AddressField()
    holder = AddressField()
    to = AddressField()
    value = serializers.IntegerField(min_value=1)
    escrow = AddressField(required=False)


class NewMove(serializers.Serializer[Any]):
    """The operator that a client asks, and a trustee linked to it."""

    operator = AddressField()
    trustee = AddressField()
