"""Signing up, signing in, and what an account does to itself."""

from __future__ import annotations

from collections.abc import Callable, Collection
from importlib import import_module
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from apps.accounts import attempts, challenges, clock, hierarchy, lostkeys, oprf, queries, second_factor
from apps.accounts.dnkeys import require_signer
from apps.accounts.errors import (
    AddressTaken,
    ConsentMissing,
    ConsentNeeded,
    CredentialsRefused,
    NameTaken,
    SignatureRefused,
    UnknownOperator,
)
from apps.accounts.lostkeys import ask_for_new_key, challenge_lost_key
from apps.accounts.market_secret import account_key, newest_version, rotate
from apps.accounts.models import Account, Challenge, Consent
from apps.accounts.rules import (
    CLIENT_ROLES,
    FREE_TRIES,
    FREE_TRIES_ON_KNOWN_DEVICE,
    IN_FORCE,
    STAFF_ROLES,
    normalised_name,
)
from apps.accounts.signers import checked_version, know_signer, rename_signer
from apps.accounts.types import (
    Document,
    Evaluated,
    IssuedChallenge,
    Kind,
    NewStaff,
    PasskeyChallenge,
    Purpose,
    SignerKind,
    Site,
)
from apps.ledger import queries as chain
from apps.ledger import services as ledger
from apps.ledger.errors import NoKey
from apps.vocabulary.errors import Malformed, NotAllowed, SignInNeeded
from apps.vocabulary.messages import gettext_noop
from apps.vocabulary.types import ZERO_ADDRESS, Address, Role, Viewer

__all__ = [
    "accept_terms",
    "add_staff",
    "admit",
    "ask_for_new_key",
    "challenge_lost_key",
    "challenge_passkey",
    "challenge_sign_in",
    "challenge_sign_up",
    "evaluate",
    "forget_old",
    "know_signer",
    "remove_staff",
    "rename_signer",
    "require_consents",
    "rotate_market_secret",
    "sign_in",
    "sign_in_staff",
    "sign_out_everywhere",
    "sign_up",
    "speak",
]

EASILY_READ = "abcdefghijkmnpqrstuvwxyz23456789"


def evaluate(
    *, name: str, element: bytes, version: int | None = None, device: str | None = None
) -> Evaluated:
    """The portal's part of a key derivation: one guess at `name`, counted even where no such account is.

    `element` and the answer's are elements of ristretto255 (32 bytes). `version` is the market secret's; by
    default that of the account's key, and for a name without account the newest. `device` marks a browser
    that signed in as `name` before; its tries are counted apart from a stranger's.
    Raises InvalidName, Malformed, TooSoon.
    """
    name = normalised_name(name)
    version = checked_version(version) or queries.key_version(name)
    if len(element) != oprf.ELEMENT_BYTES:
        raise Malformed(gettext_noop("This is no blinded element of 32 bytes."))
    attempts.count(_tried(name, device), free=FREE_TRIES_ON_KNOWN_DEVICE if device else FREE_TRIES)
    try:
        return Evaluated(oprf.blind_evaluate(account_key(name, version), element), version)
    except oprf.NotAnElement as problem:
        raise Malformed(gettext_noop("This is no blinded element of ristretto255.")) from problem


def challenge_sign_up(
    *, name: str, address: str, role: Role, operator: str, site: Site, version: int | None = None
) -> IssuedChallenge:
    """The message that opens an account: the application itself, in words.

    `version` of the market secret is what the key was derived with; by default the newest.
    Raises InvalidName, NameTaken, Malformed (address, role), UnknownOperator.
    """
    name = normalised_name(name)
    if role not in CLIENT_ROLES:
        raise Malformed(gettext_noop("An account is opened as an investor or as an issuer."))
    chosen = challenges.checked_address(operator)
    if all(chosen != each.door for each in hierarchy.operators()):
        raise UnknownOperator
    if Account.objects.filter(username=name).exists():
        raise NameTaken
    return challenges.issue(
        purpose=Purpose.SIGN_UP,
        name=name,
        address=challenges.checked_address(address),
        site=site,
        role=role,
        applies_to=chosen,
        key_version=checked_version(version) or newest_version(),
    )


def sign_up(*, challenge: UUID, signature: bytes, consents: Collection[Document]) -> Account:
    """Opens the account that the signed challenge describes.

    Raises ConsentMissing, ChallengeExpired, SignatureRefused, NameTaken, AddressTaken.
    """
    if set(consents) != set(IN_FORCE):
        raise ConsentMissing
    signed = challenges.redeem(id=challenge, purpose=Purpose.SIGN_UP, signature=signature)
    account = Account(
        username=signed.name,
        kind=Kind.CLIENT.value,
        role=signed.role,
        address=signed.address,
        applies_to=signed.applies_to,
        key_version=signed.key_version,
        created_at=clock.wall(),
    )
    account.set_unusable_password()
    _insert(account)
    _record_consents(account.pk, IN_FORCE)
    return account


def challenge_sign_in(*, name: str, address: str, site: Site) -> IssuedChallenge:
    """The message that signs in, the same for a name that has no account. Raises InvalidName, Malformed."""
    return challenges.issue(
        purpose=Purpose.SIGN_IN,
        name=normalised_name(name),
        address=challenges.checked_address(address),
        site=site,
    )


def challenge_passkey(*, name: str, site: Site) -> PasskeyChallenge:
    """What a passkey of the account's door signs to sign in; for a name that has none, as good as it.

    Raises InvalidName.
    """
    name = normalised_name(name)
    account = _client(name)
    door = queries.viewer_of(account).door if account is not None else None
    issued = challenges.issue(purpose=Purpose.SIGN_IN, name=name, address=door or ZERO_ADDRESS, site=site)
    digest = challenges.digest_at(Address(door or ZERO_ADDRESS), issued.message, chain_id=site.chain_id)
    return PasskeyChallenge(issued.id, digest, issued.expires_at)


def sign_in(
    *,
    challenge: UUID,
    signature: bytes,
    credential: str = "",
    known: Callable[[str], str | None] = lambda name: None,
) -> tuple[Account, str]:
    """The account that the signature opens, and the signer.

    Before admission the signer must be the address proven at sign-up, afterwards one of the door's signers. A
    passkey's signature comes with its `credential` id, and the door itself checks it (ERC-1271).
    `known` answers the mark of this browser for a name, if it has one: its counted tries are forgiven.
    Raises ChallengeExpired, SignatureRefused, SignersNotAnnounced (by a further signer, in the names of its
    guardians); NodeAway for a passkey.
    """
    found = _by_passkey(challenge, signature, credential) if credential else _by_key(challenge, signature)
    account, signer = found
    attempts.forgive(_tried(account.username, known(account.username)))
    attempts.forgive(_tried(account.username, None))
    return account, signer


def sign_in_staff(
    *, request: HttpRequest, name: str, password: str, code: str
) -> tuple[Account, Authenticator]:
    """The account of staff that name, password and code open, and the second factor whose code it was.

    Raises CredentialsRefused, TooSoon.
    """
    found = authenticate(request, username=name, password=password)
    if not isinstance(found, Account) or found.kind != Kind.STAFF:
        raise CredentialsRefused
    factor = second_factor.accept(found, code)
    if factor is None:
        raise CredentialsRefused
    return found, factor


def confirm_staff(*, actor: Viewer, code: str) -> tuple[Account, Authenticator]:
    """The actor's own account, and the second factor whose code this is: shown again before a dangerous act.

    Raises NotAllowed for clients, CredentialsRefused, TooSoon.
    """
    if not actor.is_staff:
        raise NotAllowed
    account = Account.objects.get(pk=_own(actor))
    factor = second_factor.accept(account, code)
    if factor is None:
        raise CredentialsRefused
    return account, factor


def sign_out_everywhere(*, actor: Viewer) -> None:
    """Ends every session of the actor's account, this one too."""
    Account.objects.filter(pk=_own(actor)).update(session_epoch=F("session_epoch") + 1)


def accept_terms(*, actor: Viewer, documents: Collection[Document]) -> None:
    """Records that the actor accepts these documents in the version in force."""
    _record_consents(_own(actor), documents)


def require_consents(*, actor: Viewer) -> None:
    """What stands before each act by which a client puts money at risk: a pledge, a purchase.

    Taking back, selling and withdrawing never ask. Raises ConsentNeeded, SignInNeeded.
    """
    missing = queries.consents_missing(_own(actor))
    if missing:
        raise ConsentNeeded(documents=[f"{each.value} {IN_FORCE[each]}" for each in missing])


def speak(*, actor: Viewer, language: str) -> None:
    """The language that the actor is written to in: that of the page it last signed in on."""
    Account.objects.filter(pk=_own(actor)).update(language=language)


def admit(*, account: int, door: Address) -> None:
    """Ties a client's account to the door it was admitted with; called by what saw the admission on-chain."""
    Account.objects.filter(pk=account, kind=Kind.CLIENT.value, door=None).update(door=door)


def add_staff(
    *,
    organisation: Address,
    role: Role,
    name: str,
    maker: bool,
    checker: bool,
    signer: Address | None = None,
    password: str | None = None,
) -> NewStaff:
    """Opens an account of staff, with its second factor from the first moment.

    Its signer is the key that is named, else one of the door's that nobody has, else a new one; where this
    installation holds no keys, none. A new one becomes a signer by an act of the organisation, not by this.
    Raises InvalidName, NameTaken, NotAllowed (a role that has no staff).
    """
    if role not in STAFF_ROLES:
        raise NotAllowed(gettext_noop("Only regulator, trustee and operator have staff."))
    password = password or get_random_string(20, EASILY_READ)
    account = Account(
        username=normalised_name(name),
        kind=Kind.STAFF.value,
        role=role.value,
        organisation=organisation,
        maker=maker,
        checker=checker,
        created_at=clock.wall(),
    )
    account.set_password(password)
    with transaction.atomic():
        _insert(account)
        totp_uri = second_factor.enrol(account)
        key = _staff_key(account.pk, organisation, signer)
    return NewStaff(
        account=account.pk, name=account.username, password=password, totp_uri=totp_uri, signer=key
    )


def remove_staff(*, organisation: Address, name: str) -> bool:
    """Closes an account of staff and ends its sessions; answers whether there was one."""
    rows = Account.objects.filter(organisation=organisation, username=normalised_name(name), is_active=True)
    return bool(rows.update(is_active=False, session_epoch=F("session_epoch") + 1))


def rotate_market_secret() -> int:
    """Adds a version to the market secret: what new keys are derived with from now on. Answers its number."""
    return rotate()


def forget_old() -> int:
    """Deletes challenges and tries that no longer matter, and sessions that ended; answers how many rows."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return challenges.forget_old() + attempts.forget_old() + lostkeys.forget_old()


def _staff_key(account: int, door: Address, named: Address | None) -> Address | None:
    if named is not None:
        return ledger.assign_staff_key(account=account, door=door, address=named)
    for choose in (ledger.assign_staff_key, ledger.make_staff_key):
        try:
            return choose(account=account, door=door)
        except NoKey:
            continue
    return None


def _tried(name: str, device: str | None) -> str:
    return attempts.subject("passphrase", name, device or "")


def _client(name: str) -> Account | None:
    return Account.objects.filter(username=name, kind=Kind.CLIENT.value, is_active=True).first()


def _by_key(challenge: UUID, signature: bytes) -> tuple[Account, str]:
    signed = challenges.redeem(id=challenge, purpose=Purpose.SIGN_IN, signature=signature)
    account = _client(signed.name)
    if account is None or not _may_sign(account, signed):
        raise SignatureRefused
    _require_announced(account, signed.address)
    return account, signed.address


def _by_passkey(challenge: UUID, signature: bytes, credential: str) -> tuple[Account, str]:
    """The account and the signer (`verifier:x:y`): one that the door has now, by the door's own word."""
    row = challenges.take(id=challenge, purpose=Purpose.SIGN_IN)
    account, door = _client(row.name), Address(row.address)
    if account is None or queries.viewer_of(account).door != door:
        raise SignatureRefused
    known = account.known_signers.filter(kind=SignerKind.PASSKEY.value, credential=credential).first()
    if known is None or known.signer not in hierarchy.signers(door):
        raise SignatureRefused
    signer = bytes.fromhex("".join(part[2:] for part in known.signer.split(":")))
    hashed = challenges.message_hash(row.message)
    if not chain.accepts_signature(door, hashed, signer=signer, signature=signature):
        raise SignatureRefused
    _require_announced(account, known.signer)
    return account, known.signer


def _require_announced(account: Account, signer: str) -> None:
    if account.door is not None:
        require_signer(Address(account.door), signer, first=account.address)


def _may_sign(account: Account, signed: Challenge) -> bool:
    if account.door is None:
        return account.address == signed.address
    return hierarchy.is_signer(Address(account.door), Address(signed.address))


def _own(actor: Viewer) -> int:
    if actor.account is None:
        raise SignInNeeded
    return actor.account


def _insert(account: Account) -> None:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as clash:
        if Account.objects.filter(username=account.username).exists():
            raise NameTaken from clash
        raise AddressTaken from clash


def _record_consents(account: int, documents: Collection[Document]) -> None:
    now = clock.wall()
    Consent.objects.bulk_create(
        [
            Consent(account_id=account, document=document.value, version=IN_FORCE[document], at=now)
            for document in documents
        ],
        ignore_conflicts=True,
    )
