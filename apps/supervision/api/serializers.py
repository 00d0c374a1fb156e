"""The shapes of supervision in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.ledger.types import TransactionView
from apps.supervision.types import explored
from apps.supervision.types.reported import FORMS, ReportKind, ReportState


class Line(serializers.Serializer[Any]):
    """What happened: the sentence in the asker's language, its key, figures and place."""

    place = serializers.CharField()
    at = serializers.IntegerField()
    key = serializers.CharField()
    text = serializers.CharField()
    block = serializers.IntegerField()
    transaction = serializers.CharField()
    contract = serializers.CharField()
    address = serializers.CharField()
    arguments = serializers.DictField()


class Lines(serializers.Serializer[Any]):
    """A page; `next` is the `after` of the following one, null at the end."""

    lines = Line(many=True)
    next = serializers.CharField(allow_null=True)


class MarketFigures(serializers.Serializer[Any]):
    """The market at a glance; `now` is chain seconds. Sums (sen) are over all trustees; `alerts` that are
    open, for the regulator.
    """

    trustees = serializers.IntegerField()
    operators = serializers.IntegerField()
    issuers = serializers.IntegerField()
    investors = serializers.IntegerField()
    live_campaigns = serializers.IntegerField()
    events = serializers.IntegerField()
    now = serializers.IntegerField()
    block = serializers.IntegerField()
    in_trust = serializers.IntegerField()
    raised = serializers.IntegerField()
    traded = serializers.IntegerField()
    alerts = serializers.IntegerField(allow_null=True)


class Happening(serializers.Serializer[Any]):
    """An event that an alert rests on; `at` is chain seconds."""

    at = serializers.IntegerField()
    transaction = serializers.CharField()


class Mark(serializers.Serializer[Any]):
    """Somebody (an account) looked, and what they found."""

    by = serializers.IntegerField()
    at = serializers.DateTimeField()
    note = serializers.CharField()


class Alert(serializers.Serializer[Any]):
    """What a rule found; `version` is what `mark` takes as `seen`."""

    id = serializers.UUIDField()
    rule = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=["open", "marked"])
    about = serializers.CharField()
    at = serializers.DateTimeField()
    block = serializers.IntegerField()
    version = serializers.IntegerField()
    marks = Mark(many=True)
    events = Happening(many=True)


class Alerts(serializers.Serializer[Any]):
    """A page; `next` is the `after` of the following one, null at the end; `open`: how many are."""

    rows = Alert(many=True)
    next = serializers.IntegerField(allow_null=True)
    open = serializers.IntegerField()


class Note(serializers.Serializer[Any]):
    """What was found, and the version that was looked at."""

    note = serializers.CharField(min_length=5, max_length=500)
    seen = serializers.IntegerField(min_value=1, required=False)


class Promise(serializers.Serializer[Any]):
    """A promise of the market: how many subjects were counted, and the addresses that break it."""

    key = serializers.CharField()
    text = serializers.CharField()
    looked_at = serializers.IntegerField()
    broken = serializers.ListField(child=serializers.CharField())


class Watch(serializers.Serializer[Any]):
    """The last look: at which block, when (wall seconds); the block at which everything was counted."""

    block = serializers.IntegerField()
    at = serializers.IntegerField()
    whole = serializers.IntegerField()
    holds = serializers.BooleanField()
    promises = Promise(many=True)


class Search(serializers.Serializer[Any]):
    """What is looked for: a name, number, address or hash. It comes in the body, never in an address."""

    text = serializers.CharField(max_length=100)


class Hit(serializers.Serializer[Any]):
    """Something that was found; `what` and `key` open it."""

    what = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()
    note = serializers.CharField()


class Fact(serializers.Serializer[Any]):
    """A line of a thing's page; `look` says how the value is to be read."""

    label = serializers.CharField()  # type: ignore[assignment]  # a Field has one too
    value = serializers.CharField()
    look = serializers.CharField()


class Spoken(serializers.Serializer[Any]):
    """An event as its contract said it."""

    contract = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a Field has one too
    name = serializers.CharField()
    arguments = serializers.SerializerMethodField()

    def get_arguments(self, row: explored.Spoken) -> dict[str, str]:
        """By the names of the contract's source."""
        return dict(row.arguments)


class SignedAct(serializers.Serializer[Any]):
    """An act, and the keys that signed it."""

    act = serializers.SerializerMethodField()
    name = serializers.CharField(source="act.name")
    state = serializers.CharField(source="act.state")
    signers = serializers.SerializerMethodField()

    def get_act(self, row: explored.Signed) -> str:
        """Its id."""
        return str(row.act.id)

    def get_signers(self, row: explored.Signed) -> list[str]:
        """Addresses, or a verifier's and its point."""
        return [key for key, _ in row.by]


class Thing(serializers.Serializer[Any]):
    """Something of the record: its facts, its history, what was said and signed."""

    what = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()
    facts = Fact(many=True)
    lines = Line(many=True)
    next = serializers.CharField(allow_null=True)
    spoken = Spoken(many=True)
    signed = SignedAct(many=True)


class Gap(serializers.Serializer[Any]):
    """Something that does not fit, at a block."""

    block = serializers.IntegerField()
    what = serializers.CharField()
    place = serializers.CharField()


class Trail(serializers.Serializer[Any]):
    """A walk from one block to another: logs in all, those of the market's contracts, lines told of them."""

    first = serializers.IntegerField()
    last = serializers.IntegerField()
    last_hash = serializers.CharField()
    blocks = serializers.IntegerField()
    logs = serializers.IntegerField()
    events = serializers.IntegerField()
    lines = serializers.IntegerField()
    complete = serializers.BooleanField()
    gaps = Gap(many=True)


class AskReport(serializers.Serializer[Any]):
    """As of which block (by default the last one read), over which days of Malaysia (both included; by
    default the last thirty up to the block), and for returns of whom (a door; by default of all).
    """

    kind = serializers.ChoiceField(choices=[each.value for each in ReportKind])
    block = serializers.IntegerField(min_value=0, required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    of = serializers.CharField(required=False)


class Paper(serializers.Serializer[Any]):
    """A report as a file."""

    form = serializers.ChoiceField(choices=list(FORMS))
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class Report(serializers.Serializer[Any]):
    """A report that was asked for. `at`, `since` and `until` (excluded) in chain seconds; `record` is the
    SHA-256 of the whole read model at the block. While it waits, `done` of `blocks` blocks are played; after
    a `failure` (a code) it is tried again at `again_at`, or by whoever asks again once it has `failed`.
    """

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(source="asked.kind", choices=[each.value for each in ReportKind])
    block = serializers.IntegerField(source="asked.block")
    block_hash = serializers.CharField(source="asked.block_hash")
    at = serializers.IntegerField(source="asked.at")
    since = serializers.IntegerField(source="asked.since")
    until = serializers.IntegerField(source="asked.until")
    of = serializers.CharField(source="asked.of")
    state = serializers.ChoiceField(choices=[each.value for each in ReportState])
    by = serializers.CharField(source="by_name")
    asked_at = serializers.DateTimeField()
    done = serializers.IntegerField(allow_null=True)
    blocks = serializers.IntegerField(allow_null=True)
    failure = serializers.CharField()
    tries = serializers.IntegerField()
    again_at = serializers.DateTimeField(allow_null=True)
    record = serializers.CharField()
    files = Paper(source="papers", many=True)


class Reports(serializers.Serializer[Any]):
    """A page; `next` is the `after` of the following one, null at the end."""

    rows = Report(many=True)
    next = serializers.IntegerField(allow_null=True)


class Lane(serializers.Serializer[Any]):
    """A sending key. `balance` in wei, as text; `chain_nonce` and it are null where the node is away."""

    address = serializers.CharField()
    next_nonce = serializers.IntegerField()
    chain_nonce = serializers.IntegerField(allow_null=True)
    balance = serializers.CharField(allow_null=True)
    in_flight = serializers.IntegerField()
    oldest = serializers.DateTimeField(allow_null=True)
    queued = serializers.IntegerField()
    stuck = serializers.BooleanField()


class Trouble(serializers.Serializer[Any]):
    """Something that went wrong lately."""

    at = serializers.DateTimeField()
    what = serializers.ChoiceField(choices=["failed", "foreign", "given-up", "answer"])
    lane = serializers.CharField(allow_null=True)
    nonce = serializers.IntegerField(allow_null=True)
    act = serializers.UUIDField(allow_null=True)
    detail = serializers.CharField()


class Operations(serializers.Serializer[Any]):
    """Delivery at a glance; a figure is null where the part that knows it is away."""

    lanes = Lane(many=True)
    queued = serializers.IntegerField()
    sent = serializers.IntegerField()
    stuck = serializers.IntegerField()
    open = serializers.IntegerField()
    oldest_queued = serializers.DateTimeField(allow_null=True)
    head = serializers.IntegerField(allow_null=True)
    indexed = serializers.IntegerField(allow_null=True)
    final = serializers.IntegerField(allow_null=True)
    behind = serializers.IntegerField(allow_null=True)
    unseen = serializers.IntegerField(allow_null=True)
    asked = serializers.IntegerField()
    quiet = serializers.BooleanField()
    troubles = Trouble(many=True)


class Intervention(serializers.Serializer[Any]):
    """What was asked about a transaction, by whom (accounts), and what came of it."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    state = serializers.CharField()
    maker = serializers.IntegerField()
    checker = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    outcome = serializers.CharField()
    asked_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class Transaction(serializers.Serializer[Any]):
    """One nonce of a lane. Fees in wei per gas; `acts` are the ids of what it carries."""

    id = serializers.IntegerField()
    lane = serializers.CharField()
    nonce = serializers.IntegerField()
    kind = serializers.CharField()
    state = serializers.CharField()
    succeeded = serializers.BooleanField(allow_null=True)
    created_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)
    stuck = serializers.BooleanField()
    attempts = serializers.IntegerField()
    hash = serializers.CharField()
    most_per_gas = serializers.IntegerField()
    tip_per_gas = serializers.IntegerField()
    sent_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()
    gas = serializers.IntegerField()
    gas_used = serializers.IntegerField(allow_null=True)
    block = serializers.IntegerField(allow_null=True)
    acts = serializers.SerializerMethodField()
    interventions = Intervention(many=True)

    def get_acts(self, row: TransactionView) -> list[str]:
        """Ids, in the order in which they are carried."""
        return [str(each) for each, _ in row.acts]


class Transactions(serializers.Serializer[Any]):
    """A page; `next` is the `after` of the following one, null at the end."""

    rows = Transaction(many=True)
    next = serializers.CharField(allow_null=True)


class Asked(serializers.Serializer[Any]):
    """What was asked for, by its number."""

    intervention = serializers.IntegerField()
