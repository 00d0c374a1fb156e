"""The shapes of campaigns in the API. Units are whole, amounts in sen, times in chain seconds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.campaigns.types import SECTIONS, SECTORS, Allocation, PledgeState, State, Step
from apps.ledger.api import AddressField, Count, HexBytes, ReasonOnRecord
from apps.records.documents import Document
from apps.vocabulary.types import LARGEST, InvestorClass

LONGEST_TEXT = 4000


class SukukShape(serializers.Serializer[Any]):
    """A sukuk's own terms: parts per million a year, how often, until when (chain seconds)."""

    rate = serializers.IntegerField()
    payments = serializers.IntegerField()
    matures_at = serializers.IntegerField()


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
    allocation = serializers.ChoiceField(choices=[each.value for each in Allocation])
    demand = serializers.IntegerField(help_text="units asked for at the close, pro rata")
    microfund = serializers.BooleanField(help_text="angel and sophisticated investors only (R2)")
    notice_window = serializers.IntegerField(help_text="seconds that an adverse notice opens the exit (R11)")
    grace_ends_at = serializers.IntegerField(allow_null=True, help_text="until then late money counts")
    notice_ends_at = serializers.IntegerField(allow_null=True, help_text="the end of the last notice's exit")
    fee = serializers.IntegerField(allow_null=True)
    proceeds = serializers.IntegerField(allow_null=True)
    why = serializers.CharField()
    reason = serializers.CharField()
    sukuk = SukukShape(allow_null=True)


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
    financials = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    risks = serializers.CharField(max_length=LONGEST_TEXT)


class Terms(serializers.Serializer[Any]):
    """What an issuer offers."""

    face = AddressField()
    money = AddressField(help_text="the MoneyToken of a trustee that is linked with the operator")
    price = Count(help_text="sen")
    minimum = Count(help_text="units")
    maximum = Count(help_text="units")
    opens_at = serializers.IntegerField(min_value=0, max_value=LARGEST, help_text="chain seconds")
    closes_at = serializers.IntegerField(min_value=0, max_value=LARGEST, help_text="chain seconds")
    allocation = serializers.ChoiceField(
        choices=[each.value for each in Allocation], required=False, default=Allocation.FIRST_COME.value
    )


class Proposal(Terms):
    """Terms, and what the campaign says: a `draft`, or `words` that become one."""

    draft = serializers.UUIDField(required=False)
    words = Words(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two."""
        if ("draft" in attrs) == ("words" in attrs):
            raise serializers.ValidationError("Give either a draft or words.")
        return attrs


class Paper(serializers.Serializer[Any]):
    """A slot for a document: `hash` (SHA-256) is what the chain has for it, `on_record` whether it is the
    one here.
    """

    slot = serializers.CharField()
    label: Any = serializers.CharField()
    required: Any = serializers.BooleanField(help_text="by the rulebook (R15)")
    hash = serializers.CharField()
    on_record = serializers.BooleanField()
    file = Document(allow_null=True)


class Disclosure(serializers.Serializer[Any]):
    """What a campaign says of itself; `matches`: it has the root that is on the chain."""

    record = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    pitch = serializers.CharField()
    sector = serializers.CharField()
    story = serializers.CharField()
    use_of_proceeds = serializers.CharField()
    team = serializers.CharField()
    financials = serializers.CharField()
    risks = serializers.CharField()
    files = Document(many=True)
    papers = Paper(many=True)
    matches = serializers.BooleanField()


class Draft(serializers.Serializer[Any]):
    """A disclosure that is being written; a `used` one can no longer be changed."""

    record = serializers.UUIDField()
    used = serializers.BooleanField()
    shared = serializers.BooleanField(help_text="its operator may read it and comment")
    offer = Terms(allow_null=True)
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


class PledgePage(serializers.Serializer[Any]):
    """A page of pledges, the latest first; `next` is the `after` of the following one."""

    rows = Pledge(many=True)
    next = serializers.CharField(allow_null=True)


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
    chain = serializers.BooleanField(help_text="the chain refuses where it did not pass")


class Said(serializers.Serializer[Any]):
    """Words."""

    text = serializers.CharField(max_length=2000)


class NewComment(Said):
    """A remark about a section of a disclosure."""

    section = serializers.ChoiceField(choices=list(SECTIONS))


class Comment(serializers.Serializer[Any]):
    """A remark of issuer or operator."""

    id = serializers.UUIDField()
    section = serializers.CharField()
    text = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    done = serializers.BooleanField()


class Question(serializers.Serializer[Any]):
    """A question with its answer; one without an answer is seen by who asked and who oversees."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    asked_at = serializers.DateTimeField()
    own = serializers.BooleanField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class NewUpdate(serializers.Serializer[Any]):
    """What an issuer tells."""

    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=2000)


class Update(serializers.Serializer[Any]):
    """An update; `published_at` (chain seconds) null: not on the record yet. `root` is its fingerprint."""

    id = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    text = serializers.CharField()
    root: Any = serializers.CharField()
    published_at = serializers.IntegerField(allow_null=True)


class Why(serializers.Serializer[Any]):
    """Why an operator approves: kept with the campaign, not on the chain."""

    reason = serializers.CharField(min_length=5, max_length=500)


class Issuer(serializers.Serializer[Any]):
    """An issuer as the rulebook counts it, in sen (R1): what was raised, and what its campaign may raise."""

    door = serializers.CharField()
    name = serializers.CharField()
    operator = serializers.CharField()
    raised = serializers.IntegerField()
    reserved = serializers.IntegerField()
    microfund = serializers.BooleanField(help_text="R2")


class IssuerPage(serializers.Serializer[Any]):
    """Part of the list of issuers."""

    rows = Issuer(many=True)
    next = serializers.CharField(allow_null=True)


class Microfund(serializers.Serializer[Any]):
    """Whether a company is a microfund (R2)."""

    microfund = serializers.BooleanField()


class WhyNot(ReasonOnRecord):
    """Why an operator turns a campaign down: in short on the record, and for the issuer."""

    explanation = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class Decided(serializers.Serializer[Any]):
    """A decision with its reason."""

    decision = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()


class Difference(serializers.Serializer[Any]):
    """What the issuer's proposal before said, and what this one says."""

    label: Any = serializers.CharField()
    before = serializers.CharField()
    now = serializers.CharField()


class Stand(serializers.Serializer[Any]):
    """How a campaign stands. `investors`: how many of each class; `owed`: sen that wait in it for its
    issuer.
    """

    investors = serializers.SerializerMethodField()
    unanswered = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    updates = serializers.IntegerField()
    owed = serializers.IntegerField()

    def get_investors(self, stand: Any) -> dict[str, int]:
        """By class."""
        return {InvestorClass(kind).name.lower(): count for kind, count in stand.classes}


class Announcement(serializers.Serializer[Any]):
    """The signature of a pledge whose money is on its way."""

    id = serializers.UUIDField()
    signer = HexBytes()
    signature = HexBytes()
    key = serializers.CharField(required=False, allow_blank=True)


class Announced(serializers.Serializer[Any]):
    """What became of it: `waiting` for its money, or on its way as an act."""

    state = serializers.ChoiceField(choices=["waiting", "queued"])
    act = serializers.UUIDField(allow_null=True)
