"""Campaigns as the chain tells them, from proposal to settlement or refund."""

from __future__ import annotations

from typing import Any

from apps.campaigns import rules
from apps.campaigns.types import CAMPAIGNS, PLEDGES, Allocation, PledgeState, Stored, pledge_key
from apps.ledger.readmodel import Document
from apps.ledger.registry import Event, NothingToChange, Write, ignore, project
from apps.securities.types import CERTIFICATES, certificate_key
from apps.treasury.types import SUPPLIES
from apps.vocabulary.types import ZERO_ADDRESS


@project("Proposed", contract="Campaign")
def proposed(event: Event, write: Write) -> None:
    """An issuer asked its operator for a campaign."""
    supply = write.get(SUPPLIES, event["money"])
    campaign = {
        "address": event.source,
        "issuer": event["issuer"],
        "operator": event["operator"],
        "face": event["face"],
        "money": event["money"],
        "trustee": supply["trustee"] if supply else ZERO_ADDRESS,
        "price": event["price"],
        "minimum": event["minimum"],
        "maximum": event["maximum"],
        "opens_at": event["opensAt"],
        "closes_at": event["closesAt"],
        "disclosure": event["disclosure"],
        "allocation": tuple(Allocation)[event["allocation"]],
        "state": Stored.PROPOSED,
        "units_pledged": 0,
        "raised": 0,
        "investors": 0,
        "proposed_at": event.at,
    }
    write.put(CAMPAIGNS, event.source, campaign)
    _tell(event, write, "CampaignProposed")


@project("Disclosed", contract="Campaign")
def disclosed(event: Event, write: Write) -> None:
    """The issuer put a document into a slot: an approval names the chain of all of them."""
    slots = {**_campaign(event, write).get("slots", {}), str(event["slot"]): event["hash"]}
    write.change(CAMPAIGNS, event.source, slots=slots, documents=event["documents"])


@project("SukukTermsSet", contract="Campaign")
def sukuk_terms_set(event: Event, write: Write) -> None:
    """A sukuk's own terms (see docs/sukuk.md): an approval names them with the documents."""
    terms = {"rate": event["rate"], "matures_at": event["maturesAt"], "payments": event["payments"]}
    write.change(CAMPAIGNS, event.source, sukuk=terms, documents=event["documents"])
    _tell(event, write, "SukukTermsSet", matures_at=event["maturesAt"])


@project("Approved", contract="Campaign")
def approved(event: Event, write: Write) -> None:
    """The operator approved it: the rules it is held to are pinned."""
    write.change(
        CAMPAIGNS,
        event.source,
        state=Stored.APPROVED,
        approved_at=event.at,
        fee_slabs=event["feeSlabs"],
        moratorium=event["moratorium"],
        cooling_off_ends_at=event["coolingOffEndsAt"],
    )
    _tell(event, write, "CampaignApproved")


@project("Pinned", contract="Campaign")
def pinned(event: Event, write: Write) -> None:
    """With its approval: the windows that the rulebook gives it, and whether it is a microfund's (R2)."""
    write.change(
        CAMPAIGNS,
        event.source,
        grace_ends_at=event["graceEndsAt"],
        notice_window=event["noticeWindow"],
        microfund=event["microfund"],
    )


@project("UpdatePublished", contract="Campaign")
def update_published(event: Event, write: Write) -> None:
    """The issuer told something; its hash is all that the chain knows of it."""
    updates = [*_campaign(event, write).get("updates", []), {"root": event["hash"], "at": event.at}]
    write.change(CAMPAIGNS, event.source, updates=updates)
    _tell(event, write, "UpdatePublished")


@project("AdverseNoticeGiven", contract="Campaign")
def adverse_notice_given(event: Event, write: Write) -> None:
    """R11: until then everybody may take a pledge back, and nothing settles."""
    by, reason, ends_at = event["by"], event.text("reason"), event["endsAt"]
    notice = {"by": by, "reason": reason, "at": event.at, "ends_at": ends_at}
    notices = [*_campaign(event, write).get("notices", []), notice]
    write.change(CAMPAIGNS, event.source, notices=notices, notice_ends_at=ends_at)
    _tell(event, write, "AdverseNoticeGiven", by=by, reason=reason, ends_at=ends_at)


@project("LateMoneyShown", contract="Campaign")
def late_money_shown(event: Event, write: Write) -> None:
    """An investor's deposit was on its way at the close: what was announced before may still be pledged."""
    credited_at = event["creditedAt"]
    _tell(event, write, "LateMoneyShown", [event["investor"]], credited_at=credited_at)


@project("Rejected", contract="Campaign")
def rejected(event: Event, write: Write) -> None:
    """The operator turned it down, with a reason."""
    reason = event.text("reason")
    write.change(CAMPAIGNS, event.source, state=Stored.REJECTED, reason=reason, ended_at=event.at)
    _tell(event, write, "CampaignRejected", reason=reason)


@project("Cancelled", contract="Campaign")
def cancelled(event: Event, write: Write) -> None:
    """The issuer took it back before its opening."""
    reason = event.text("reason")
    write.change(CAMPAIGNS, event.source, state=Stored.CANCELLED, reason=reason, ended_at=event.at)
    _tell(event, write, "CampaignCancelled", reason=reason)


@project("UnitsMinted", contract="MarketMaster")
def units_minted(event: Event, write: Write) -> None:
    """The trustee's units are in: the campaign opens when its day comes."""
    if write.get(CAMPAIGNS, event["to"]):
        write.change(CAMPAIGNS, event["to"], state=Stored.READY, ready_at=event.at)


@project("Pledged", contract="Campaign")
def pledged(event: Event, write: Write) -> None:
    """An investor pledged units, and their money is in the campaign."""
    campaign = _campaign(event, write)
    key = pledge_key(event.source, event["investor"])
    found = write.get(PLEDGES, key)
    # A pledge after one that was taken back is a new one, and counts for a year from now.
    stands = found is not None and found["state"] == PledgeState.STANDING
    pledge = {
        **(found or {}),
        "first_at": found["first_at"] if found and stands else event.at,
        "campaign": event.source,
        "investor": event["investor"],
        "units": event["unitsOfInvestor"],
        "amount": event["unitsOfInvestor"] * campaign["price"],
        "asked": event["unitsOfInvestor"],
        "last_at": event.at,
        "state": PledgeState.STANDING,
    }
    write.put(PLEDGES, key, pledge)
    _counted(event, write, campaign)
    _tell(event, write, "Pledged", [event["investor"]], units=event["units"], amount=event["amount"])


@project("PledgeWithdrawn", contract="Campaign")
def pledge_withdrawn(event: Event, write: Write) -> None:
    """An investor took their pledge back, while live or in cooling-off. What was asked at the close stays."""
    campaign = _campaign(event, write)
    key = pledge_key(event.source, event["investor"])
    pledge = write.get(PLEDGES, key)
    if campaign["state"] == Stored.COOLING_OFF and pledge is not None:
        _exit_a_cut(event, write, campaign, pledge)
    else:
        write.change(PLEDGES, key, asked=0)
    _end_pledge(event, write, PledgeState.WITHDRAWN)
    _counted(event, write, _campaign(event, write))
    _tell(event, write, "PledgeWithdrawn", [event["investor"]], units=event["units"], amount=event["amount"])


@project("Closed", contract="Campaign")
def closed(event: Event, write: Write) -> None:
    """The minimum is reached: cooling-off began. Pro rata, what is pledged now is the demand."""
    ends_at, campaign = event["coolingOffEndsAt"], _campaign(event, write)
    write.change(
        CAMPAIGNS,
        event.source,
        state=Stored.COOLING_OFF,
        closed_at=event.at,
        cooling_off_ends_at=ends_at,
        demand=event["unitsPledged"] if campaign["allocation"] == Allocation.PRO_RATA else 0,
    )
    _tell(event, write, "CampaignClosed", raised=event["raised"], ends_at=ends_at)


@project("Allocated", contract="Campaign")
def allocated(event: Event, write: Write) -> None:
    """Demand was cut to the maximum: `excess` units' money goes back, batch by batch."""
    campaign = _campaign(event, write)
    cut = rules.Cut(event["remainder"], event["last"])
    demand, maximum = event["demand"], campaign["maximum"]
    gone = campaign.get("gone", {})
    kept = maximum - sum(rules.share(asked, who, demand, maximum, cut) for who, asked in gone.items())
    write.change(
        CAMPAIGNS,
        event.source,
        cut_remainder=cut.remainder,
        cut_last=cut.last,
        demand=demand,
        allocated_at=event.at,
        excess=campaign["units_pledged"] - kept,
    )
    _tell(event, write, "CampaignAllocated", demand=demand, maximum=maximum)


@project("ExcessReturned", contract="Campaign")
def excess_returned(event: Event, write: Write) -> None:
    """What an investor asked for beyond their share is theirs again."""
    campaign, units = _campaign(event, write), event["units"]
    key = pledge_key(event.source, event["investor"])
    amount = units * campaign["price"]
    state = PledgeState.STANDING if units else PledgeState.REFUNDED
    write.change(PLEDGES, key, units=units, amount=amount, state=state, last_at=event.at)
    _counted(event, write, campaign)
    write.add(CAMPAIGNS, event.source, excess=-event["excess"])
    _tell(event, write, "ExcessReturned", [event["investor"]], units=units, amount=event["amount"])


@project("Held", contract="Campaign")
def held(event: Event, write: Write) -> None:
    """What is due to one who is frozen or suspended waits in the campaign."""
    _owe(event, write, event["amount"])
    write.tell([event["to"]], "CampaignHolds", campaign=event.source, to=event["to"], amount=event["amount"])


@project("Delivered", contract="Campaign")
def delivered(event: Event, write: Write) -> None:
    """An investor has their certificate, and paid this much for it."""
    campaign = _campaign(event, write)
    if campaign["state"] == Stored.COOLING_OFF:
        write.change(CAMPAIGNS, event.source, state=Stored.SETTLING)
    number = certificate_key(campaign["face"], event["certificate"])
    if write.get(CERTIFICATES, number):
        write.change(CERTIFICATES, number, cost=event["amount"], money=campaign["money"])
    key = pledge_key(event.source, event["investor"])
    write.change(
        PLEDGES, key, state=PledgeState.DELIVERED, certificate=event["certificate"], last_at=event.at
    )
    certificate = event["certificate"]
    _tell(event, write, "Delivered", [event["investor"]], units=event["units"], certificate=certificate)


@project("Waiting", contract="Campaign")
def waiting(event: Event, write: Write) -> None:
    """A frozen investor's due waits for them."""
    write.change(
        PLEDGES, pledge_key(event.source, event["investor"]), state=PledgeState.WAITING, last_at=event.at
    )
    _one_less_to_refund(event, write)
    _tell(event, write, "DueWaits", [event["investor"]], units=event["units"])


@project("Settled", contract="Campaign")
def settled(event: Event, write: Write) -> None:
    """Everybody has what is theirs."""
    write.change(
        CAMPAIGNS,
        event.source,
        state=Stored.SETTLED,
        fee=event["fee"],
        proceeds=event["proceeds"],
        given_back=event["unitsGivenBack"],
        ended_at=event.at,
    )
    raised, fee = event["raised"], event["fee"]
    _tell(event, write, "CampaignSettled", raised=raised, fee=fee, proceeds=event["proceeds"])


@project("Paid", contract="Campaign")
def paid(event: Event, write: Write) -> None:
    """The issuer's proceeds, the operator's fee, or what waited for a freeze."""
    _owe(event, write, -event["amount"])
    write.tell([event["to"]], "CampaignPaid", campaign=event.source, to=event["to"], amount=event["amount"])


@project("Failed", contract="Campaign")
def failed(event: Event, write: Write) -> None:
    """It did not succeed: every sen goes back."""
    why, standing = event.text("why"), _campaign(event, write)["investors"]
    write.change(
        CAMPAIGNS,
        event.source,
        state=Stored.FAILED,
        why=why,
        ended_at=event.at,
        unrefunded=standing,
        refunding=int(standing > 0),
    )
    _tell(event, write, "CampaignFailed", why=why)


@project("Refunded", contract="Campaign")
def refunded(event: Event, write: Write) -> None:
    """An investor has their money back."""
    before = write.get(PLEDGES, pledge_key(event.source, event["investor"]))
    if before is not None and before["state"] == PledgeState.STANDING:
        _one_less_to_refund(event, write)
    _end_pledge(event, write, PledgeState.REFUNDED)
    _tell(event, write, "Refunded", [event["investor"]], amount=event["amount"])


def _campaign(event: Event, write: Write) -> Document:
    campaign = write.get(CAMPAIGNS, event.source)
    if campaign is None:
        raise NothingToChange(f"there is no campaign {event.source}")
    return campaign


def _counted(event: Event, write: Write, campaign: Document) -> None:
    units = event["unitsPledged"]
    raised = units * campaign["price"]
    write.change(CAMPAIGNS, event.source, units_pledged=units, raised=raised, investors=event["investors"])


def _one_less_to_refund(event: Event, write: Write) -> None:
    """Refunded, or waiting for its investor alone: no batch has to look at it again."""
    campaign = _campaign(event, write)
    if campaign["state"] == Stored.FAILED:
        left = campaign["unrefunded"] - 1
        write.change(CAMPAIGNS, event.source, unrefunded=left, refunding=int(left > 0))


def _exit_a_cut(event: Event, write: Write, campaign: Document, pledge: Document) -> None:
    """After the close what was asked still counts in the cut, and what leaves is no longer to be returned."""
    asked, who = pledge["asked"], event["investor"]
    if not rules.is_cut(campaign):
        return
    if campaign.get("allocated_at") is None:
        write.change(CAMPAIGNS, event.source, gone={**campaign.get("gone", {}), who: asked})
    else:
        cut = rules.Cut(campaign["cut_remainder"], campaign["cut_last"])
        excess = event["units"] - rules.share(asked, who, campaign["demand"], campaign["maximum"], cut)
        write.add(CAMPAIGNS, event.source, excess=-excess)


def _owe(event: Event, write: Write, amount: int) -> None:
    """What waits for a door, by door; what was paid at once was never owed."""
    owed = _campaign(event, write).get("owed", {})
    left = max(0, owed.get(event["to"], 0) + amount)
    kept = {door: sen for door, sen in owed.items() if door != event["to"]}
    owed = {**kept, event["to"]: left} if left else kept
    write.change(CAMPAIGNS, event.source, owed=owed, owing=int(bool(owed)))


def _end_pledge(event: Event, write: Write, state: PledgeState) -> None:
    key = pledge_key(event.source, event["investor"])
    write.change(PLEDGES, key, state=state, last_at=event.at, units=0, amount=0)


def _tell(
    event: Event, write: Write, sentence: str, doors: list[str] | None = None, **arguments: Any
) -> None:
    """To the campaign's issuer (and so its operator and trustee), and to who else is concerned."""
    campaign = _campaign(event, write)
    concerned = [*(doors or []), campaign["issuer"]]
    if doors:
        arguments["investor"] = doors[0]
    write.tell(concerned, sentence, campaign=event.source, issuer=campaign["issuer"], **arguments)


ignore(
    "Intended",
    contract="Campaign",
    because="an announced pledge is a hash that counts nowhere; what was signed waits with the portal",
)
