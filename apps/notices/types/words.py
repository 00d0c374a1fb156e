"""The words of each notice, in the second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_noop

from apps.notices.types import Topic, Word


def _money(title: str, text: str, icon: str = "coins") -> Word:
    return Word(title, text, Topic.MONEY, icon, "treasury:wallet")


def _campaign(title: str, text: str, icon: str = "rocket") -> Word:
    return Word(title, text, Topic.CAMPAIGNS, icon, "campaigns:campaign", "campaign")


def _trade(title: str, text: str, icon: str = "arrows-exchange") -> Word:
    return Word(title, text, Topic.TRADES, icon, "trading:market", "market")


def _class(title: str, text: str, icon: str = "refresh") -> Word:
    return Word(title, text, Topic.ACCOUNT, icon, "securities:class", "face")


def _change(title: str, text: str) -> Word:
    return Word(title, text, Topic.ACCOUNT, "book", "rulebook:change", "change")


def _dividend(title: str, text: str, icon: str = "coins") -> Word:
    return Word(title, text, Topic.MONEY, icon, "securities:dividend", "dividend")


def _ballot(title: str, text: str, icon: str = "gavel") -> Word:
    return Word(title, text, Topic.ACCOUNT, icon, "securities:ballot", "ballot")


def _account(title: str, text: str, icon: str = "shield-check", page: str = "accounts:account") -> Word:
    return Word(title, text, Topic.ACCOUNT, icon, page)


_ = gettext_noop

WORDS: Final[Mapping[str, Word]] = {
    # the account
    "Admitted": _account(
        _("Welcome to the market"), _("{by:name} admitted you."), "circle-check", "portal:home"
    ),
    "Returned": _account(
        _("Something to fix"),
        _("Your operator asks you to fix something in your application, and to send it again."),
        "arrow-back-up",
        "kyc:tasks",
    ),
    "Rejected": _account(
        _("Application rejected"),
        _("Your application was rejected. The reason stands on its page."),
        "circle-x",
        "kyc:tasks",
    ),
    "Expiring": _account(
        _("Your admission runs out"),
        _("It counts until {until:time}. Please renew it before then: it takes a few minutes."),
        "refresh",
        "kyc:tasks",
    ),
    "Renewed": _account(_("Renewed"), _("Your admission was renewed until {until:time}.")),
    "Activated": _account(_("Reinstated"), _("{by:name} reinstated you: {reason:text}")),
    "Suspended": _account(_("Suspended"), _("{by:name} suspended you: {reason:text}"), "player-pause"),
    "Revoked": _account(_("Revoked"), _("{by:name} revoked your admission: {reason:text}"), "ban"),
    "Frozen": _account(
        _("Frozen"), _("{by:name} froze your door until {until:time}: {reason:text}"), "snowflake"
    ),
    "Unfrozen": _account(_("No longer frozen"), _("{by:name} lifted the freeze: {reason:text}")),
    "SignerAdded": _account(_("New signer"), _("A further key signs for you now: {key:short}."), "key"),
    "SignerRemoved": _account(_("Signer removed"), _("A key no longer signs for you: {key:short}."), "key"),
    "RecoveryAsked": _account(
        _("Somebody asks for a new key of yours"),
        _("{by:name} asked for a new signer for your door. If you have not lost your key, veto it."),
        "alert-triangle",
    ),
    "RecoveryAgreed": _account(
        _("Your key will be replaced"),
        _("{by:name} agreed to a new signer. You can veto it until {ready_at:time}."),
        "alert-triangle",
    ),
    "RecoveryWithdrawn": _account(_("No new key"), _("{by:name} no longer asks for a new signer for you.")),
    "Recovered": _account(_("Signer changed"), _("Your door has its new signer: {key:short}."), "key"),
    "ActRefused": Word(
        _("Refused"),
        _("The market refused what you signed ({name}). Nothing was changed."),
        Topic.ACCOUNT,
        "circle-x",
        "portal:act",
        "act",
    ),
    # orders of the regulator, and a move
    "Ordered": Word(
        _("An order of the regulator"),
        _("The regulator ordered that an asset of yours go to {to:name} from {earliest:time}: {reason:text}"),
        Topic.ACCOUNT,
        "gavel",
        "participants:orders",
    ),
    "OrderWithdrawn": Word(
        _("Order withdrawn"),
        _("The regulator took back its order upon an asset of yours: {reason:text}"),
        Topic.ACCOUNT,
        "gavel",
        "participants:orders",
    ),
    "OrderExecuted": Word(
        _("Order carried out"),
        _("An order of the regulator was carried out: an asset went from {door:name} to {to:name}."),
        Topic.ACCOUNT,
        "gavel",
        "participants:orders",
    ),
    "Moved": _account(
        _("Another operator"), _("You moved from {former:name} to {operator:name}."), "arrow-right"
    ),
    # share classes
    "ClassTrusteeChanged": _class(
        _("Another trustee"), _("{trustee:name} keeps your share class from now on."), "building-bank"
    ),
    "ConversionAsked": _class(
        _("A conversion of your shares"),
        _(
            "The company asks that {denominator:number} of your units become {numerator:number}, for every "
            "holder alike. Its trustee can confirm it after seven days; open orders then come back to you."
        ),
    ),
    "ConversionBegun": _class(
        _("Conversion begun"),
        _("The conversion of your share class began: {numerator:number} for {denominator:number}."),
    ),
    "ConversionEnded": _class(
        _("Conversion ended"),
        _("The conversion of your share class ended; {units:number} units were left over, and are yours."),
    ),
    "Converted": _class(
        _("Units converted"), _("{before:number} units of yours were converted into {units:number}.")
    ),
    # dividends and votes
    "DividendDeclared": _dividend(
        _("A dividend"),
        _("{issuer:name} declared a dividend to who holds its units at {record_at:time}."),
    ),
    "DividendPaid": _dividend(_("Dividend received"), _("{issuer:name} paid you a dividend: {amount:sen}.")),
    "DividendHeld": _dividend(
        _("A dividend waits for you"),
        _("A dividend of {issuer:name}, {amount:sen}, waits until you are no longer frozen."),
        "snowflake",
    ),
    "DividendEnded": _dividend(
        _("Dividend paid"), _("All holders are paid; {returned:sen} went back to you."), "circle-check"
    ),
    "DividendCancelled": _dividend(
        _("No dividend"), _("{issuer:name} took back its dividend: {reason}"), "x"
    ),
    "DividendLapsed": _dividend(_("No dividend"), _("The dividend of {issuer:name} is void."), "hourglass"),
    "BallotPosed": _ballot(
        _("You are asked to vote"),
        _("{issuer:name} asks who holds its units at {record_at:time} to vote. A unit is a vote."),
    ),
    "BallotPassed": _ballot(
        _("Resolution passed"), _("The resolution of {issuer:name} was passed."), "circle-check"
    ),
    "BallotNotPassed": _ballot(
        _("Resolution not passed"), _("The resolution of {issuer:name} was not passed."), "circle-x"
    ),
    "BallotCancelled": _ballot(_("No vote"), _("{issuer:name} took back its question: {reason}"), "x"),
    # money
    "MoneyMinted": _money(_("Money credited"), _("You were credited {amount:sen}.")),
    "WithdrawalRequested": _money(
        _("Withdrawal asked for"), _("You asked for {amount:sen} to be paid out to your bank."), "hourglass"
    ),
    "MoneyBurned": _money(
        _("Paid out"), _("{amount:sen} was paid out to your bank account."), "building-bank"
    ),
    "WithdrawalReturned": _money(
        _("Withdrawal returned"),
        _("{amount:sen} is back in your wallet: it was not paid out."),
        "arrow-back-up",
    ),
    "CampaignPaid": _money(_("Proceeds received"), _("Your campaign paid you {amount:sen}.")),
    # campaigns
    "Pledged": _campaign(
        _("Pledged"), _("You pledged {amount:sen} for {units:number} units of {issuer:name}.")
    ),
    "PledgeWithdrawn": _campaign(
        _("Pledge taken back"),
        _("You took back your pledge of {amount:sen} to {issuer:name}."),
        "arrow-back-up",
    ),
    "Delivered": Word(
        _("Your certificate"),
        _(
            "The campaign of {issuer:name} settled: certificate {certificate:number} is yours, over "
            "{units:number} units."
        ),
        Topic.CAMPAIGNS,
        "certificate",
        "securities:portfolio",
    ),
    "Refunded": _campaign(
        _("Refunded"), _("You have {amount:sen} back from the campaign of {issuer:name}."), "arrow-back-up"
    ),
    "DueWaits": _campaign(
        _("Something waits for you"),
        _("What is due to you from the campaign of {issuer:name} waits, because your door is frozen."),
        "hourglass",
    ),
    "CampaignApproved": _campaign(_("Campaign approved"), _("Your campaign was approved."), "circle-check"),
    "CampaignRejected": _campaign(
        _("Campaign rejected"), _("Your campaign was rejected: {reason}"), "circle-x"
    ),
    "CampaignClosed": _campaign(
        _("Campaign closed"),
        _("Your campaign closed with {raised:sen}. Cooling-off runs until {ends_at:time}."),
    ),
    "CampaignSettled": _campaign(
        _("Campaign settled"),
        _("Your campaign settled: {proceeds:sen} is yours, after a fee of {fee:sen}."),
        "certificate",
    ),
    "CampaignAllocated": _campaign(
        _("Units shared out"),
        _("{demand:number} units of your campaign were asked for: {maximum:number} were shared out."),
        "chart-pie",
    ),
    "CoolingOff": _campaign(
        _("Cooling-off began"),
        _(
            "The campaign of {issuer:name} closed with {raised:sen}. You can take your pledge back until "
            "{ends_at:time}."
        ),
        "clock",
    ),
    "AdverseNoticeGiven": _campaign(
        _("Something changed for the worse"),
        _(
            "{by:name} gave notice of an adverse change at {issuer:name}: {reason}. Every pledge can be "
            "taken back until {ends_at:time}."
        ),
        "alert-triangle",
    ),
    "UpdatePublished": _campaign(
        _("News of a campaign"),
        _("{issuer:name} published an update. You can read it on the campaign’s page."),
        "bell",
    ),
    "ExcessReturned": _campaign(
        _("Units allotted"),
        _(
            "You were allotted {units:number} units of {issuer:name}; {amount:sen} of your money is back in "
            "your wallet."
        ),
        "chart-pie",
    ),
    "LateMoneyShown": _campaign(
        _("Your money came in time"),
        _(
            "The bank had your money on {credited_at:time}, before the campaign of {issuer:name} closed: "
            "what you signed is pledged now."
        ),
    ),
    "CampaignHolds": _campaign(
        _("Money waits for you"),
        _("{amount:sen} waits for you in a campaign until you may act again."),
        "hourglass",
    ),
    "HeldPaid": _money(_("Paid"), _("{amount:sen} that waited for you in a campaign is in your wallet.")),
    "QuestionAsked": Word(
        _("A question"),
        _("An investor asked a question about your campaign."),
        Topic.CAMPAIGNS,
        "search",
        "campaigns:dashboard",
        "campaign",
    ),
    "QuestionAnswered": _campaign(
        _("An answer"), _("Your question about a campaign was answered."), "search"
    ),
    "DraftCommented": Word(
        _("A comment"),
        _("Your operator commented on your draft."),
        Topic.CAMPAIGNS,
        "pencil",
        "campaigns:draft",
        "draft",
    ),
    "CampaignFailed": _campaign(
        _("Not reached"), _("Your campaign failed. Every sen goes back."), "circle-x"
    ),
    # trades
    "Bought": _trade(_("Bought"), _("You bought {units:number} units for {amount:sen}.")),
    "Sold": _trade(_("Sold"), _("You sold {units:number} units for {amount:sen}.")),
    "OrderExpired": _trade(_("Order expired"), _("Your order ran out. What it held is yours to use again.")),
    "OrderParked": _trade(
        _("Order lost its place"),
        _("Your order cannot be filled at the moment ({why}). It holds what it held; you can take it back."),
    ),
    "DealProposed": _trade(
        _("Units offered to you"),
        _("{seller:name} offers you alone {units:number} units at {price:sen} each."),
    ),
    "BookHalted": _trade(
        _("Trading is halted"),
        _(
            "Trading in {face:name} is halted ({reason:text}). Open orders keep what they hold, and can be "
            "taken back."
        ),
        "player-pause",
    ),
    "BookResumed": _trade(_("Trading goes on"), _("Trading in {face:name} goes on ({reason:text}).")),
    "BookClosing": _trade(
        _("A market closes"),
        _("The market of {face:name} closes at {closes_at:time} ({reason:text}). Orders are returned then."),
        "alert-triangle",
    ),
    # changes of the rules
    "Announced": _change(
        _("The market’s logic is to change"),
        _("New logic for {name:text} comes at {earliest:time} or later; until then you may leave."),
    ),
    "AnnouncementWithdrawn": _change(
        _("A change does not come"), _("What was announced for {name:text} was withdrawn: {reason:text}")
    ),
    "ChangeActivated": _change(
        _("The market’s logic changed"), _("What came for {name:text} is in force. Nothing of yours moved.")
    ),
    "RuleAnnounced": _account(
        _("A rule changes"), _("{rule:text} changes at {effective_from:time}."), "book", "rulebook:changes"
    ),
}
"""Every notice by its word."""
