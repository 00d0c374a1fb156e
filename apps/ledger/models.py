"""The outbox: acts on their way to the chain. These rows are the queue; everything else only rings its bell.

Lock order, everywhere: lane, then sending, then act. Timestamps are wall time; deadlines are chain seconds.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from apps.ledger.types import ActState, InterventionState, Remedy


class Market(models.Model):
    """The one market of this installation, and the chain it lives on."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    chain_id = models.BigIntegerField()
    genesis_hash = models.CharField(max_length=66)
    master = models.CharField(max_length=42)
    regulator = models.CharField(max_length=42)
    relay = models.CharField(max_length=42)
    start_block = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_one_market")]

    def __str__(self) -> str:
        return self.master


class Nonce(models.Model):
    """The next act's nonce of a door. Nonces are unordered on the chain; one that is never used is no gap."""

    door = models.CharField(max_length=42, primary_key=True)
    next = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.door}: {self.next}"


class StaffKey(models.Model):
    """A signing key on an organisation's door; `account` is the member of staff who has it, none as yet
    if empty.
    """

    account = models.BigIntegerField(null=True)
    door = models.CharField(max_length=42)
    address = models.CharField(max_length=42, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "door"], name="ledger_one_key_per_duty")]

    def __str__(self) -> str:
        return self.address


class Lane(models.Model):
    """A sending key, which pays gas and holds no authority. Its row is locked by whoever sends with it.

    `next_nonce` is where nonces come from, and nowhere else; the node's count only shows what went wrong.
    """

    address = models.CharField(max_length=42, primary_key=True)
    next_nonce = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.address


class Sending(models.Model):
    """One nonce of a lane, spent on one intent for ever: `data` for `to`. Its attempts differ in their
    fees alone.
    """

    class State(models.TextChoices):
        """`open` until one of its hashes has a receipt in a canonical block, and again when that block
        goes.
        """

        OPEN = "open"
        MINED = "mined"
        FINAL = "final"
        FOREIGN = "foreign"

    class Kind(models.TextChoices):
        """What it carries: acts, pushes, or nothing (a self-send that fills a gap)."""

        RELAY = "relay"
        PUSH = "push"
        FILL = "fill"

    lane = models.ForeignKey(Lane, on_delete=models.PROTECT, related_name="sendings")
    nonce = models.BigIntegerField()
    kind = models.CharField(max_length=5, choices=Kind)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    to = models.CharField(max_length=42)
    data = models.BinaryField()
    gas = models.BigIntegerField()
    succeeded = models.BooleanField(null=True)
    gas_used = models.BigIntegerField(null=True)
    transaction = models.CharField(max_length=66, default="", blank=True)
    block_number = models.BigIntegerField(null=True)
    block_hash = models.CharField(max_length=66, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lane", "nonce"], name="ledger_one_intent_per_nonce")]
        indexes = [
            models.Index(fields=["lane", "nonce"], condition=Q(state="open"), name="ledger_open_sendings"),
            models.Index(fields=["block_number"], condition=Q(state="mined"), name="ledger_mined_sendings"),
        ]

    def __str__(self) -> str:
        return f"{self.lane_id} #{self.nonce}"


class Attempt(models.Model):
    """Signed bytes for a sending's nonce, kept before they are first sent and sent again for as long as
    it takes.
    """

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="attempts")
    hash = models.CharField(max_length=66, unique=True)
    raw = models.BinaryField()
    most_per_gas = models.DecimalField(max_digits=30, decimal_places=0)
    tip_per_gas = models.DecimalField(max_digits=30, decimal_places=0)
    signed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, default="", blank=True)

    def __str__(self) -> str:
        return self.hash


class Intervention(models.Model):
    """What a member of the regulator's staff asks to be done about a transaction that is stuck, and what came
    of it. To cancel one takes two people; the rest is approved with the asking.
    """

    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="interventions")
    kind = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Remedy])
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in InterventionState])
    maker = models.BigIntegerField()
    checker = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200)
    outcome = models.CharField(max_length=200, default="", blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sending"], condition=Q(ended_at__isnull=True), name="ledger_one_remedy_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sending_id}"


class Act(models.Model):
    """An act of a door, or a push (a step that anybody may make), on its way to its end.

    A client's act is `prepared` until its signature comes; staff's is `proposed` until another approves it.
    `block_hash` is where it took effect or was refused, whoever carried it; `final_at` is set once that is
    final.
    """

    class Kind(models.TextChoices):
        """A door's act, or a permissionless step."""

        ACT = "act"
        PUSH = "push"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.ACT)
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in ActState])
    door = models.CharField(max_length=42, default="", blank=True)
    name = models.CharField(max_length=80)
    definition = models.TextField(default="", blank=True)
    digest = models.CharField(max_length=66, default="", blank=True)
    target = models.CharField(max_length=42)
    call = models.BinaryField()
    arguments = models.JSONField(default=dict)
    asset = models.CharField(max_length=42)
    most = models.DecimalField(max_digits=78, decimal_places=0, default=0)
    nonce = models.BigIntegerField(null=True)
    deadline = models.BigIntegerField(null=True)
    gas = models.BigIntegerField()
    wanted = models.SmallIntegerField(default=1)
    signers = models.JSONField(default=list)
    signatures = models.JSONField(default=list)
    signed = models.BooleanField(default=False)

    account = models.BigIntegerField(null=True)
    key = models.CharField(max_length=100, default="", blank=True)
    maker = models.BigIntegerField(null=True)
    checker = models.BigIntegerField(null=True)
    cause = models.CharField(max_length=200, default="", blank=True)
    reason = models.CharField(max_length=500, default="", blank=True)
    refusal = models.JSONField(null=True)

    lot = models.SmallIntegerField()
    tries = models.SmallIntegerField(default=0)
    sending = models.ForeignKey(Sending, null=True, on_delete=models.PROTECT, related_name="acts")
    place = models.SmallIntegerField(null=True)
    transaction = models.CharField(max_length=66, default="", blank=True)
    block_number = models.BigIntegerField(null=True)
    block_hash = models.CharField(max_length=66, default="", blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["door", "nonce"], condition=Q(nonce__isnull=False), name="ledger_one_act_per_nonce"
            ),
            models.UniqueConstraint(
                fields=["account", "key"], condition=~Q(key=""), name="ledger_one_act_per_key"
            ),
        ]
        indexes = [
            models.Index(fields=["queued_at", "id"], condition=Q(state="queued"), name="ledger_queue"),
            models.Index(fields=["id"], condition=Q(state="sent"), name="ledger_sent_acts"),
            models.Index(
                fields=["block_number"],
                condition=Q(final_at__isnull=True, block_number__isnull=False),
                name="ledger_settled_acts",
            ),
            models.Index(fields=["door", "-id"], name="ledger_acts_of_door"),
            models.Index(fields=["deadline"], condition=Q(state="prepared"), name="ledger_prepared_acts"),
            models.Index(
                fields=["deadline"],
                condition=Q(state="expired", final_at__isnull=True),
                name="ledger_expired_acts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.uid}"
