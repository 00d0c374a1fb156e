"""The shapes of campaigns in the API. Units are whole, amounts in sen, times in chain seconds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.campaigns.types import SECTORS, PledgeState, State, Step
from apps.ledger.api import AddressField, Count
from apps.records.documents import Document
from apps.vocabulary.types import LARGEST

LONGEST_TEXT = 4000


class Campaign(serializers.Serializer[Any]):
    """A campaign; `step` is what anybody may push now."""

    address = serializers.CharField()
    title = serializers.CharField()
    pitch = serializers.CharField()
    sector = serializers.CharField()
    state = serializers.ChoiceField(choices=[each.value for each in State])
    step = serializers.ChoiceField(choices=[each.value for each in Step], allow_null=True)
    issuer = serializers.CharField()
    issuer_name = serializers.CharField()
    operator = serializers.CharField()
    operator_name = serializers.CharField()
    trustee = serializers.CharField()
    trustee_name = serializers.CharField()
    face = serializers.CharField()
    class_name = serializers.CharField()
    symbol = serializers.CharField()
    money = serializers.CharField()
    price = serializers.IntegerField()
    minimum = serializers.IntegerField(help_text="units")
    maximum = serializers.IntegerField(help_text="units")
    least = serializers.IntegerField(help_text="the minimum in sen")
    most = serializers.IntegerField(help_text="the maximum in sen")
    left = serializers.IntegerField(help_text="units")
    units_pledged = serializers.IntegerField()
    raised = serializers.IntegerField()
    investors = serializers.IntegerField()
    disclosure = serializers.CharField()
    opens_at = serializers.IntegerField()
    closes_at = serializers.IntegerField()
    proposed_at = serializers.IntegerField()
    approved_at = serializers.IntegerField(allow_null=True)
    closed_at = serializers.IntegerField(allow_null=True)
    cooling_off_ends_at = serializers.IntegerField(allow_null=True)
    ended_at = serializers.IntegerField(allow_null=True)
    moratorium = serializers.IntegerField(help_text="seconds")
    fee = serializers.IntegerField(allow_null=True)
    proceeds = serializers.IntegerField(allow_null=True)
    why = serializers.CharField()
    reason = serializers.CharField()


class CampaignPage(serializers.Serializer[Any]):
    """A page of campaigns; `next` is the `after` of the following one."""

    rows = Campaign(many=True)
    next = serializers.CharField(allow_null=True)


class Words(serializers.Serializer[Any]):
    """What a campaign says of itself."""

    title = serializers.CharField(max_length=120)
    pitch = serializers.CharField(max_length=240)
    sector = serializers.ChoiceField(choices=list(SECTORS))
    story = serializers.CharField(max_length=LONGEST_TEXT)
    use_of_proceeds = serializers.CharField(max_length=LONGEST_TEXT)
    team = serializers.CharField(max_length=LONGEST_TEXT)
    risks = serializers.CharField(max_length=LONGEST_TEXT)


class Proposal(serializers.Serializer[Any]):
    """Terms, and what the campaign says: a `draft`, or `words` that become one."""

    face = AddressField()
    money = AddressField(help_text="the MoneyToken of a trustee that is linked with the operator")
    price = Count(help_text="sen")
    minimum = Count(help_text="units")
    maximum = Count(help_text="units")
    opens_at = serializers.IntegerField(min_value=0, max_value=LARGEST, help_text="chain seconds")
    closes_at = serializers.IntegerField(min_value=0, max_value=LARGEST, help_text="chain seconds")
    draft = serializers.UUIDField(required=False)
    words = Words(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two."""
        if ("draft" in attrs) == ("words" in attrs):
            raise serializers.ValidationError("Give either a draft or words.")
        return attrs


class Disclosure(serializers.Serializer[Any]):
    """What a campaign says of itself; `matches`: it has the root that is on the chain."""

    record = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    pitch = serializers.CharField()
    sector = serializers.CharField()
    story = serializers.CharField()
    use_of_proceeds = serializers.CharField()
    team = serializers.CharField()
    risks = serializers.CharField()
    files = Document(many=True)
    matches = serializers.BooleanField()


class Draft(serializers.Serializer[Any]):
    """A disclosure that is being written; a `used` one can no longer be changed."""

    record = serializers.UUIDField()
    used = serializers.BooleanField()
    version = serializers.IntegerField()
    disclosure = Disclosure()


class NewPledge(serializers.Serializer[Any]):
    """A pledge: `units`, or an `amount` in sen that is a whole number of them; `least` when fewer will do."""

    units = Count(required=False)
    amount = Count(required=False)
    least = Count(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two."""
        if ("units" in attrs) == ("amount" in attrs):
            raise serializers.ValidationError("Give either units or an amount.")
        return attrs


class Collection(serializers.Serializer[Any]):
    """For whom something waits."""

    door = AddressField()


class Pledge(serializers.Serializer[Any]):
    """A pledge; it can be taken back until `withdrawable_until`, 0 when no longer."""

    campaign = serializers.CharField()
    title = serializers.CharField()
    investor = serializers.CharField()
    investor_name = serializers.CharField()
    units = serializers.IntegerField()
    amount = serializers.IntegerField()
    state = serializers.ChoiceField(choices=[each.value for each in PledgeState])
    first_at = serializers.IntegerField()
    last_at = serializers.IntegerField()
    certificate = serializers.IntegerField(allow_null=True)
    withdrawable_until = serializers.IntegerField()


class CeilingLeft(serializers.Serializer[Any]):
    """A ceiling (0: none), what counts towards it, and what is left (null without one)."""

    rule = serializers.CharField()
    ceiling = serializers.IntegerField()
    used = serializers.IntegerField()
    left = serializers.IntegerField(allow_null=True)


class PledgeRoom(serializers.Serializer[Any]):
    """How much can be pledged now."""

    balance = serializers.IntegerField()
    limits = CeilingLeft(many=True)
    possible = serializers.IntegerField()


class CampaignMoney(serializers.Serializer[Any]):
    """A trustee's money that a campaign can be in."""

    token = serializers.CharField()
    trustee = serializers.CharField()
    trustee_name = serializers.CharField()


class Checked(serializers.Serializer[Any]):
    """One line of the list before an approval."""

    text = serializers.CharField()
    passed = serializers.BooleanField()
