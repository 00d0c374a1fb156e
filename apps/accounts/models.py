"""Sign-in accounts and what belongs to signing in: no name of a person, no balance, no client's password."""
# ruff: noqa: DJ001 -- an address that is not there is NULL: two empty texts would not be unique

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.accounts.rules import CLIENT_ROLES, STAFF_ROLES
from apps.accounts.types import Document, Kind, Purpose, SignerKind
from apps.vocabulary.types import Role

ADDRESS_LENGTH = 42
SIGNER_LENGTH = 176
"""A verifier's address and the two halves of a point, with colons between."""


class Account(AbstractBaseUser):
    """Who signs in: a client (its key proves it) or a member of staff (password and second factor).

    A client's `password` is unusable for ever. Addresses are in checksum form.
    """

    username = models.CharField(_("name"), max_length=32, unique=True)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    role = models.PositiveSmallIntegerField(
        choices=[(role.value, role.word) for role in CLIENT_ROLES + STAFF_ROLES]
    )
    address = models.CharField(max_length=ADDRESS_LENGTH, null=True, unique=True)
    door = models.CharField(max_length=ADDRESS_LENGTH, null=True, db_index=True)
    applies_to = models.CharField(max_length=ADDRESS_LENGTH, null=True, db_index=True)
    organisation = models.CharField(max_length=ADDRESS_LENGTH, null=True, db_index=True)
    maker = models.BooleanField(default=False)
    checker = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)
    key_version = models.PositiveSmallIntegerField(default=1)
    last_code = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    objects: ClassVar[BaseUserManager[Account]] = BaseUserManager()  # type: ignore[assignment]  # narrower

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="client_has_key_and_no_organisation",
                condition=~models.Q(kind=Kind.CLIENT.value)
                | models.Q(
                    role__in=[role.value for role in CLIENT_ROLES],
                    address__isnull=False,
                    organisation__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="staff_has_organisation_and_no_key",
                condition=~models.Q(kind=Kind.STAFF.value)
                | models.Q(
                    role__in=[role.value for role in STAFF_ROLES],
                    address__isnull=True,
                    organisation__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def is_staff(self) -> bool:
        """Whether this is a member of an organisation's staff, as Django's admin asks it."""
        return self.kind == Kind.STAFF

    @property
    def party(self) -> str | None:
        """The door this account acts for: a client's own, an organisation's for its staff."""
        return self.organisation if self.is_staff else self.door

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Nothing is allowed by being staff alone: each ModelAdmin says by the viewer who may do what."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the admin lists an app at all; each of its pages is asked again."""
        return self.is_active and self.is_staff

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # Part of every session, compared at every request: a new epoch or password ends all of them at once.
        value = f"{self.password}|{self.session_epoch}|{self.role}|{self.organisation}"
        return salted_hmac("castor.accounts.session", value, secret=secret, algorithm="sha256").hexdigest()


class Consent(models.Model):
    """That a person accepted one version of one document, and when (wall time)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="consents")
    document = models.CharField(
        max_length=16, choices=[(document.value, document.value) for document in Document]
    )
    version = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "document", "version"], name="one_consent_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.version}"


class KnownSigner(models.Model):
    """What a client calls a signer of its door, and how it signs. Whether it does, the chain says alone."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="known_signers")
    signer = models.CharField(max_length=SIGNER_LENGTH)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in SignerKind])
    name = models.CharField(max_length=40)
    credential = models.TextField(blank=True)
    version = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "signer"], name="one_name_a_signer")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Challenge(models.Model):
    """A message that was written for one signature. The row goes when it is used; what is left expires."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    purpose = models.CharField(max_length=8, choices=[(purpose.value, purpose.value) for purpose in Purpose])
    name = models.CharField(max_length=32)
    address = models.CharField(max_length=ADDRESS_LENGTH)
    role = models.PositiveSmallIntegerField(default=Role.NONE.value)
    applies_to = models.CharField(max_length=ADDRESS_LENGTH, null=True)
    key_version = models.PositiveSmallIntegerField(default=1)
    message = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class LostKey(models.Model):
    """The last request for a new key of an account; whoever made it showed the new key, and nothing else."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="lost_key")
    key = models.CharField(max_length=ADDRESS_LENGTH)
    asked_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class Attempt(models.Model):
    """How often a name was tried. `subject` is a keyed hash: what is typed as a name may be a secret."""

    subject = models.CharField(max_length=64, unique=True)
    tries = models.PositiveIntegerField()
    last_at = models.DateTimeField(db_index=True)
    open_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tries} tries"
