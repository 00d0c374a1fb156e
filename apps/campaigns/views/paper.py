"""Receipts and contract notes on paper: one sheet, made of a title, figures and where they can be checked."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext

from apps.campaigns.types import Campaign, Pledge
from apps.ledger.types import ActView
from apps.vocabulary.paper import Sheet, drawn, file
from apps.vocabulary.times import moment
from apps.vocabulary.words import ringgit

WIDTHS = (55, 105)


def receipt_of(campaign: Campaign, act: ActView, *, investor: str, pledge: Pledge | None) -> Sheet:
    """What an investor (by name) signed, and what became of it so far; `pledge` is what stands of it."""
    figures = [
        (gettext("Signed by"), investor),
        (gettext("Signed on"), moment(int(act.created_at.timestamp()))),
        (gettext("Campaign"), campaign.title),
        (gettext("Issuer"), campaign.issuer_name),
        (gettext("Operator"), campaign.operator_name),
        (gettext("Money held by"), campaign.trustee_name),
        (gettext("Price per unit"), _rm(campaign.price)),
    ]
    if act.fields.get("units"):
        figures.append((gettext("Units"), f"{int(str(act.fields['units'])):,}"))
    if act.most:
        figures.append((gettext("Amount, at most"), _rm(act.most)))
    if pledge and pledge.withdrawable_until and act.name == "Pledge":
        figures.append((gettext("Can be taken back until"), moment(pledge.withdrawable_until)))
    proof = [
        (gettext("State when this was printed"), act.state.value),
        (gettext("Campaign’s address"), campaign.address),
        (gettext("Transaction"), act.transaction or "–"),
        (gettext("Block"), f"{act.block:,}" if act.block else "–"),
        (gettext("Number"), str(act.id)),
    ]
    title = {
        "Pledge": gettext("Receipt for a pledge"),
        "WithdrawPledge": gettext("Receipt for a pledge taken back"),
    }.get(act.name, gettext("Receipt"))
    words = gettext(
        "All or nothing: if the minimum is not reached, every sen goes back. A pledge can be taken back "
        "until cooling-off ends."
    )
    return Sheet(title, words, figures, proof)


def contract_note(campaign: Campaign, pledge: Pledge, *, investor: str) -> Sheet:
    """What an investor (by name) bought, once it was delivered."""
    bought = campaign.price * pledge.units
    figures = [
        (gettext("Number"), f"{campaign.symbol}-{pledge.certificate}"),
        (gettext("Bought by"), investor),
        (gettext("Bought from"), campaign.issuer_name),
        (gettext(campaign.class_word), f"{campaign.class_name} ({campaign.symbol})"),
        (gettext("Certificate"), str(pledge.certificate)),
        (gettext("Units"), f"{pledge.units:,}"),
        (gettext("Price per unit"), _rm(campaign.price)),
        (gettext("Paid"), _rm(bought)),
        (gettext("Fees paid by the investor"), _rm(0)),
        (gettext("Campaign"), campaign.title),
        (gettext("Operator"), campaign.operator_name),
        (gettext("Money held by"), campaign.trustee_name),
        (gettext("Delivered"), moment(pledge.last_at)),
        (gettext("May be sold from"), moment(pledge.last_at + campaign.moratorium)),
    ]
    proof = [
        (gettext("Investor’s address"), pledge.investor),
        (gettext("Campaign’s address"), campaign.address),
        (gettext("Address of its certificates"), campaign.face),
    ]
    words = gettext("The units below were delivered against payment, in one transaction.")
    return Sheet(gettext("Contract note"), words, figures, proof)


def pdf(sheet: Sheet, name: str) -> HttpResponse:
    """The sheet as a file."""
    return file(drawn(sheet, WIDTHS), f"castor-{name}.pdf")


def _rm(sen: int) -> str:
    return f"RM {ringgit(sen)}"
