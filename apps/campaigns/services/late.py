"""Late money: a pledge that is signed before the close and carried when its money has come.

The signature waits here, encrypted; the chain knows its hash from before the close (`intend`), which reserves
nothing. In the grace after the close it counts once a deposit is shown that the bank credited before it.
"""

import logging
from uuid import UUID

from eth_abi.abi import encode
from eth_hash.auto import keccak

from apps.campaigns import queries, rules
from apps.campaigns.errors import NothingDue
from apps.campaigns.services.actors import readers_of, require
from apps.campaigns.services.pledging import ready, require_limits, signable
from apps.campaigns.types import CAMPAIGNS, INTENT, Intent
from apps.ledger import services as ledger
from apps.ledger.errors import NoSuchAct, Refused
from apps.ledger.types import ActView, Signable
from apps.records import queries as kept
from apps.records import services as records
from apps.rulebook import queries as rulebook
from apps.treasury import queries as treasury
from apps.treasury.types import DEPOSITS
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address, Role, Viewer

logger = logging.getLogger(__name__)

PREPARED, WAITING, CARRIED, LAPSED = "prepared", "waiting", "carried", "lapsed"
MONEY_MISSING = "MasterBalanceTooLow"
NOT_SHOWN = "CampaignNoLateMoney"


def prepare_late_pledge(
    *, actor: Viewer, campaign: Address, units: int, least: int | None = None
) -> Signable:
    """A pledge whose money is on its way: good until late money no longer counts. Raises as `prepare_pledge`,
    but for the balance.
    """
    found, least = ready(actor, campaign, units, least)
    amount = min(units, found.left) * found.price
    require_limits(actor, queries.room(actor, campaign), amount)
    made = signable(actor, found, units, least, deadline=found.grace_ends_at)
    records.create(
        actor=actor,
        kind=INTENT,
        fields={
            "campaign": campaign,
            "signature": "",
            "signer": "",
            "units": units,
            "least": least,
            "amount": amount,
        },
        readers=readers_of(actor),
        state=PREPARED,
        owner=actor.door,
        account=actor.account,
        reference=str(made.prepared.id),
    )
    return made


def announce(*, actor: Viewer, prepared: UUID, signature: bytes, signer: bytes) -> ActView | None:
    """Takes the signature of such a pledge: carried at once where the money is here (the act is returned),
    else kept, and announced on-chain by its hash. Raises NoSuchAct, WrongSignature, Refused.
    """
    door = require(actor, Role.INVESTOR)
    heading = next(
        (
            each
            for each in kept.headings_of(actor, door, [INTENT.name])
            if each.reference == str(prepared) and each.state == PREPARED
        ),
        None,
    )
    if heading is None:
        raise NoSuchAct
    try:
        sent = ledger.submit(actor=actor, prepared=prepared, signature=signature, signer=signer)
    except Refused as refusal:
        if refusal.name != MONEY_MISSING:
            raise
    else:
        records.change_state(actor=actor, record=heading.id, state=CARRIED, since=frozenset({PREPARED}))
        return sent
    fields = kept.own(actor, heading.id).fields
    said = {"signature": signature.hex(), "signer": signer.hex()}
    records.amend(actor=actor, record=heading.id, fields={**said}, state=WAITING)
    units, least = int(str(fields["units"])), int(str(fields["least"]))
    campaign = Address(str(fields["campaign"]))
    ledger.push(
        call="Campaign.intend",
        target=campaign,
        arguments={"pledge_": _hash(door, units, least)},
        cause=queries.cause_of(campaign),
    )
    return None


def withdraw_announcement(*, actor: Viewer, campaign: Address) -> int:
    """An investor no longer wants what waits for its money: the signatures are forgotten; how many."""
    require(actor, Role.INVESTOR)
    waiting = queries.waiting_intents(actor, campaign)
    if not waiting:
        raise NothingDue
    for each in waiting:
        records.erase(actor=actor, record=each.record, reason="taken back")
    return len(waiting)


def carry() -> int:
    """Carries what waits and whose money has come; drops what came too late. How many were carried."""
    carried = 0
    for each in queries.every_waiting_intent():
        try:
            carried += _carry(each)
        except CastorError as problem:
            logger.info("late pledge waits", extra={"record": str(each.record), "code": problem.code})
    return carried


def _carry(intent: Intent) -> int:
    found, now = CAMPAIGNS.get(intent.campaign), rulebook.now()
    actor = Viewer(role=Role.INVESTOR, door=intent.investor, account=intent.account)
    if found is None or not (rules.takes_pledges(found, now) or rules.takes_late_money(found, now)):
        return _end(intent, actor, LAPSED)
    if treasury.balance(actor, Address(found["money"])) < intent.least * found["price"]:
        return 0  # its money has not come: the chain need not be asked
    try:
        ledger.submit(actor=actor, prepared=intent.prepared, signature=intent.signature, signer=intent.signer)
    except Refused as refusal:
        if refusal.name == NOT_SHOWN:
            _show(intent, found["money"], found["closes_at"])
        elif refusal.name != MONEY_MISSING:
            return _end(intent, actor, LAPSED)
        return 0
    _end(intent, actor, CARRIED)
    return 1


def _end(intent: Intent, actor: Viewer, state: str) -> int:
    records.change_state(actor=actor, record=intent.record, state=state, since=frozenset({WAITING}))
    return 0


def _show(intent: Intent, money: str, closes_at: int) -> None:
    """Shows the chain a deposit of the investor's that the bank credited before the close."""
    for each in DEPOSITS.page(where={"to": intent.investor, "token": money}, descending=True).rows:
        if each["credited_at"] < closes_at:
            ledger.push(
                call="Campaign.showDeposit",
                target=intent.campaign,
                arguments={"investor": intent.investor, "ref": each["reference"]},
                cause=queries.cause_of(intent.campaign),
            )
            return


def _hash(investor: Address, units: int, least: int) -> bytes:
    """As `intentOf` of the contract."""
    return keccak(encode(["address", "uint256", "uint256"], [investor, units, least]))
