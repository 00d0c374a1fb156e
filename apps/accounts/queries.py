"""Who is asking, and what other apps may know of an account."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from django.conf import settings
from django.http import HttpRequest
from eth_utils.address import to_checksum_address

from apps.accounts import clock, dnkeys, hierarchy, second_factor, sessions
from apps.accounts.errors import StepUpNeeded
from apps.accounts.market_secret import newest_version
from apps.accounts.models import Account, Consent, KnownSigner, LostKey
from apps.accounts.rules import IN_FORCE, LOST_KEY_KEPT
from apps.accounts.types import (
    AccountView,
    Announcement,
    ConsentGiven,
    Document,
    Kind,
    LostKeyView,
    NamedSigner,
    OperatorChoice,
    SignerKind,
    StaffMember,
    signer_text,
)
from apps.ledger import queries as ledger
from apps.vocabulary.errors import NotAllowed, NotFound, Unavailable
from apps.vocabulary.types import VISITOR, Address, Role, Viewer
from apps.vocabulary.viewers import staff_member

STEP_UP_SECONDS = 600


def viewer(request: HttpRequest) -> Viewer:
    """Who is asking. Staff without a second factor in this very session are visitors."""
    account = request.user
    if not isinstance(account, Account) or not account.is_active:
        return VISITOR
    if account.is_staff and not sessions.has_second_factor(request):
        return VISITOR
    return viewer_of(account)


def require_step_up(request: HttpRequest) -> Viewer:
    """A member of staff who showed their second factor in the last ten minutes: what stands before each full
    reading of somebody's file. Raises SignInNeeded, NotAllowed, StepUpNeeded.
    """
    found = staff_member(request)
    if not sessions.showed_second_factor(request, STEP_UP_SECONDS):
        raise StepUpNeeded(seconds=STEP_UP_SECONDS)
    return found


def viewer_of(account: Account) -> Viewer:
    """The viewer that an account is, once it has signed in."""
    return Viewer(
        role=Role(account.role),
        door=_door(account),
        account=account.pk,
        maker=account.maker,
        checker=account.checker,
    )


def operators() -> list[OperatorChoice]:
    """The operators that a client can apply to."""
    return hierarchy.operators()


def account(id: int) -> AccountView:
    """An account by id. Raises NotFound. Callers decide who may see it."""
    return _view(_found(id))


def account_named(name: str) -> AccountView:
    """An account by name. Raises NotFound."""
    found = Account.objects.filter(username=name).first()
    if found is None:
        raise NotFound
    return _view(found)


def viewer_named(name: str) -> Viewer:
    """The viewer that an active account of that name is: for commands on the machine itself. Raises
    NotFound.
    """
    found = Account.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise NotFound
    return viewer_of(found)


def clients_of(door: Address) -> list[AccountView]:
    """The accounts that act for a client's door: whom a notice to that door is for."""
    rows = Account.objects.filter(kind=Kind.CLIENT.value, door=door, is_active=True).order_by("pk")
    return [_view(row) for row in rows]


def with_accounts(doors: Iterable[Address]) -> frozenset[Address]:
    """Those of several clients' doors that an account acts for here, in one question."""
    rows = Account.objects.filter(kind=Kind.CLIENT.value, door__in=list(doors), is_active=True)
    return frozenset(Address(door) for door in rows.values_list("door", flat=True) if door)


def known_clients(names: Iterable[str]) -> frozenset[str]:
    """Those of several sign-in names that a client has here, in one question: for commands and the demo."""
    rows = Account.objects.filter(kind=Kind.CLIENT.value, username__in=list(names), is_active=True)
    return frozenset(rows.values_list("username", flat=True))


def applicants(operator: Address) -> list[AccountView]:
    """Clients that chose this operator and are not admitted yet, oldest first."""
    rows = Account.objects.filter(kind=Kind.CLIENT.value, applies_to=operator, door=None, is_active=True)
    return [_view(row) for row in rows.order_by("created_at", "pk")]


def staff_of(organisation: Address) -> list[StaffMember]:
    """An organisation's active staff, by name."""
    rows = Account.objects.filter(kind=Kind.STAFF.value, organisation=organisation, is_active=True)
    return [
        StaffMember(
            account=row.pk,
            name=row.username,
            signer=ledger.key_of(row.pk, organisation),
            maker=row.maker,
            checker=row.checker,
        )
        for row in rows.order_by("username")
    ]


def key_version(name: str) -> int:
    """The version of the market secret that a name's key is derived with: that of the newest derived key that
    signs for its door, else that of its first key; the newest of all for a name without account.
    """
    row = Account.objects.filter(username=name, kind=Kind.CLIENT.value).first()
    return newest_version() if row is None else _key_version(row)


def newest_key_version() -> int:
    """The version of the market secret that new keys are derived with."""
    return newest_version()


def own_signers(viewer: Viewer) -> list[NamedSigner]:
    """What signs for the viewer, with the names it gave: its door's signers, or before admission its one key.

    Nothing for staff and visitors. Raises Unavailable.
    """
    row = Account.objects.filter(pk=viewer.account or 0, kind=Kind.CLIENT.value).first()
    if row is None:
        return []
    signing = hierarchy.signers(viewer.door) if viewer.door else [str(row.address)]
    known = {each.signer: each for each in row.known_signers.all()}
    return [_named(row, signer, known.get(signer)) for signer in signing]


def lost_keys(sees: Callable[[Address], bool]) -> list[LostKeyView]:
    """Requests of the last 90 days for doors that `sees` says yes to, the newest first."""
    rows = LostKey.objects.filter(asked_at__gte=clock.wall() - LOST_KEY_KEPT).select_related("account")
    found = []
    for row in rows.order_by("-asked_at"):
        door = _door(row.account)
        if door is not None and sees(door):
            found.append(
                LostKeyView(row.account.pk, row.account.username, door, Address(row.key), row.asked_at)
            )
    return found


def lost_key(door: Address) -> LostKeyView | None:
    """The request of the last 90 days for a new key of a door, if there is one. Callers decide who may see
    it.
    """
    return next(iter(lost_keys(lambda each: each == door)), None)


def signer_of_bytes(signer: str) -> str:
    """A signer as an act has it (0x-hex of 20 or 84 bytes) as its address, or `verifier:x:y`."""
    key = str(to_checksum_address(signer[:42]))
    return key if len(signer) < 170 else signer_text(key, "0x" + signer[42:106], "0x" + signer[106:170])


def dn_key_records(viewer: Viewer) -> list[tuple[str, str]]:
    """What the viewer publishes in the DNS for its own door: (where below the domain, text)."""
    return dnkeys.records_of(viewer.door, hierarchy.signers(viewer.door)) if viewer.door else []


def announcement(door: Address) -> Announcement | None:
    """What the names of a client's guardians in the DNS have to say of its signers: see `dnkeys`."""
    return dnkeys.announcement(door)


def require_announced(
    door: Address, *, guardians: dnkeys.Guardians = None, signers: Collection[str] = ()
) -> None:
    """Refuses an account of several signers that its guardians do not both announce as it is, or as it is to
    be. Stands before whatever enters into something new. Raises SignersNotAnnounced, NamesAway.
    """
    dnkeys.require_account(door, guardians=guardians, signers=signers)


def accounts_by_key_version() -> dict[int, int]:
    """How many clients' accounts derive their key with each version of the market secret, oldest first."""
    found = dict.fromkeys(range(1, newest_version() + 1), 0)
    for row in Account.objects.filter(kind=Kind.CLIENT.value).iterator():
        found[_key_version(row)] += 1
    return found


def consents_missing(id: int) -> Sequence[Document]:
    """The documents in force that the account has not accepted in their present version."""
    given = set(Consent.objects.filter(account_id=id).values_list("document", "version"))
    return [document for document, version in IN_FORCE.items() if (document.value, version) not in given]


def consents(id: int) -> list[ConsentGiven]:
    """What the account accepted, newest first."""
    rows = Consent.objects.filter(account_id=id).order_by("-at", "document")
    return [ConsentGiven(document=Document(row.document), version=row.version, at=row.at) for row in rows]


def version_in_force(document: Document) -> str:
    """The version of a document that is accepted at present."""
    return IN_FORCE[document]


def demo_code(name: str) -> str | None:
    """A code that a member of staff could sign in with. Raises NotAllowed outside a demo, NotFound."""
    if not settings.CASTOR_DEMO:
        raise NotAllowed
    row = Account.objects.filter(username=name, kind=Kind.STAFF.value).first()
    if row is None:
        raise NotFound
    return second_factor.current_code(row)


def _key_version(row: Account) -> int:
    derived = row.known_signers.filter(kind=SignerKind.DERIVED.value, version__isnull=False)
    known = list(derived.order_by("-created_at", "-pk"))
    door = _door(row) if known else None
    try:
        signing = hierarchy.signers(door) if door else []
    except Unavailable:
        signing = []
    found = next((each.version for each in known if each.signer in signing), None)
    return found or row.key_version


def _named(row: Account, signer: str, known: KnownSigner | None) -> NamedSigner:
    if known is not None:
        kind = SignerKind(known.kind)
        return NamedSigner(signer, kind, known.name, known.credential, known.version)
    if signer == row.address:
        return NamedSigner(signer, SignerKind.DERIVED, "", "", row.key_version)
    return NamedSigner(signer, SignerKind.PASSKEY if ":" in signer else SignerKind.WALLET, "", "", None)


def _found(id: int) -> Account:
    row = Account.objects.filter(pk=id).first()
    if row is None:
        raise NotFound
    return row


def _door(account: Account) -> Address | None:
    """The door acted for. One that the chain gave a client a moment ago is found before it is noted."""
    if account.party or not account.address or not account.applies_to:
        return _address(account.party)
    try:
        return hierarchy.door_of(
            Address(account.address), role=Role(account.role), parent=Address(account.applies_to)
        )
    except Unavailable:
        return None


def _address(text: str | None) -> Address | None:
    return Address(text) if text else None


def _view(row: Account) -> AccountView:
    return AccountView(
        id=row.pk,
        name=row.username,
        kind=Kind(row.kind),
        role=Role(row.role),
        address=_address(row.address),
        door=_address(row.party),
        applies_to=_address(row.applies_to),
        language=row.language,
        created_at=row.created_at,
    )
