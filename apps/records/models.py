"""The tables of records. Everything here but headings is ciphertext, a hash, or who read what and why."""

from __future__ import annotations

import secrets
import uuid

from django.db import models


def _anchor_id() -> bytes:
    """A record's name on-chain: random, so that it says nothing about whom the record is of."""
    return secrets.token_bytes(32)


class OrganisationKey(models.Model):
    """The public encryption key (X25519, 32 bytes) of a regulator, trustee or operator."""

    door = models.CharField(max_length=42, primary_key=True)
    public = models.BinaryField(max_length=32)
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.door


class Record(models.Model):
    """One off-chain record: a clear heading for queues, and its current version's ciphertext."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    owner = models.CharField(max_length=42, blank=True)
    account = models.BigIntegerField(null=True)
    operator = models.CharField(max_length=42, blank=True)
    trustee = models.CharField(max_length=42, blank=True)
    regulator = models.CharField(max_length=42)
    state = models.CharField(max_length=24)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    amount = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    root = models.BinaryField(max_length=32)
    anchor_id = models.BinaryField(max_length=32, unique=True, default=_anchor_id)
    anchored_version = models.PositiveIntegerField(default=0)
    anchored_root = models.BinaryField(max_length=32, default=bytes)
    anchor_act = models.UUIDField(null=True)
    kept_until = models.DateTimeField(null=True)
    erasure_asked_by = models.BigIntegerField(null=True)
    erased_at = models.DateTimeField(null=True)
    split_key = models.BooleanField(default=False)
    stamp = models.BinaryField(max_length=32, default=bytes)

    class Meta:
        indexes = (
            models.Index(fields=("kind", "state", "changed_at"), name="records_queue"),
            models.Index(fields=("owner", "kind"), name="records_owner"),
            models.Index(fields=("account", "kind"), name="records_account"),
            models.Index(fields=("operator", "kind", "state"), name="records_operator"),
            models.Index(fields=("reference",), name="records_reference"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class RecordVersion(models.Model):
    """An earlier version of a record, kept until erasure (rulebook R33). Opened with the record's own key."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="history")
    version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    root = models.BinaryField(max_length=32)
    written_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "version"), name="records_one_of_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.version}"


class KeyWrap(models.Model):
    """A record's data key, encrypted to one reader. Without wraps nobody reads the record again."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="wraps")
    reader = models.CharField(max_length=42)
    wrapped = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "reader"), name="records_one_wrap_a_reader"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.reader}"


class RecordFile(models.Model):
    """A file's ciphertext. Its name, type, size and hash are in the record's content, encrypted and
    committed to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="files")
    sealed = models.BinaryField()
    attached_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class SearchWord(models.Model):
    """The keyed hash of one word of a record's searchable fields."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="words")
    tag = models.BinaryField(max_length=16)

    class Meta:
        indexes = (models.Index(fields=("tag",), name="records_word"),)
        constraints = (models.UniqueConstraint(fields=("record", "tag"), name="records_word_once"),)

    def __str__(self) -> str:
        return str(self.record_id)


class RecordRead(models.Model):
    """One line of the audit log: who did what with which record, when and why; the system is account 0.

    `digest` covers the line and the digest before it, so that a line that is changed, left out or put in
    between is noticed.
    """

    number = models.PositiveBigIntegerField(unique=True)
    what = models.CharField(max_length=24, default="read")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="reads", null=True)
    account = models.BigIntegerField()
    door = models.CharField(max_length=42, blank=True)
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    read_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = (models.Index(fields=("record", "read_at"), name="records_reads"),)

    def __str__(self) -> str:
        return f"{self.number} {self.what}"
