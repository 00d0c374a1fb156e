"""The tables of applications: how far a review has come, and who asked for a person tag. No personal data."""

from __future__ import annotations

from django.db import models


class Application(models.Model):
    """A record that asks for admission, with who decided it. What the applicant wrote is in the record.

    `person` is the tag that the proposed admission carries; it is here only until the door is known.
    `sent_before` is the version of the record that was sent back last, 0 where none was; `renews` is the
    application whose admission this one renews, `until` the chain second to which the
    admission counts. `screened_lists` sums the versions of the lists that the version `screened_version` was
    screened against.
    """

    record = models.OneToOneField(
        "records.Record", on_delete=models.PROTECT, primary_key=True, related_name="application"
    )
    account = models.BigIntegerField()
    maker = models.BigIntegerField(null=True)
    maker_version = models.PositiveIntegerField(default=0)
    checker = models.BigIntegerField(null=True)
    person = models.BinaryField(max_length=32, default=bytes)
    sent_before = models.PositiveIntegerField(default=0)
    renews = models.UUIDField(null=True)
    until = models.BigIntegerField(default=0)
    screened_version = models.PositiveIntegerField(default=0)
    screened_lists = models.BigIntegerField(default=-1)
    open_hits = models.PositiveIntegerField(default=0)
    matched = models.BooleanField(default=False)
    admission = models.UUIDField(null=True)
    anchor = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=models.Q(ended_at__isnull=True),
                name="kyc_one_open_application_an_account",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class TagRequest(models.Model):
    """An operator asked the regulator's service for a person tag: who and when, never for whom."""

    door = models.CharField(max_length=42)
    account = models.BigIntegerField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("door", "asked_at"), name="kyc_tag_requests"),)

    def __str__(self) -> str:
        return f"{self.door} {self.asked_at:%Y-%m-%d %H:%M}"
