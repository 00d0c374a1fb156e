"""The sentences themselves, by the name of the Solidity error. `makemessages` finds them by `gettext_noop`.

Each says what is wrong and, where there is something, what to do. See `sentences` for how figures are
written.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

UNKNOWN = _("The market refused this ({error}).")

DOORS: Mapping[str, str] = {
    "DoorAlreadyInitialized": _("This participant has its first signers already."),
    "DoorBadSignature": _("The signature does not belong to this act. Please sign it again."),
    "DoorBusy": _("This participant is in the middle of another act. Please try again."),
    "DoorFrozen": _("This participant is frozen for the moment: nothing can be done in its name."),
    "DoorGasTooLow": _(
        "The act was given too little gas ({got:number} of {wanted:number}). It is sent again with more."
    ),
    "DoorMalformedCall": _("The act's call is not of the form that the market takes."),
    "DoorNeedsItsSigners": _(
        "{wanted} signers are needed here: this one cannot be removed, for {left} would be left."
    ),
    "DoorNonceSpent": _("This act was carried out or refused before (number {nonce})."),
    "DoorNotASigner": _("The key that signed is not one of this participant's signers."),
    "DoorOnlyMaster": _("Only the market's kernel does this."),
    "DoorOnlySelf": _("Only the participant's own act does this."),
    "DoorPastDeadline": _(
        "The act had to be carried out by {deadline:time} and came too late. Please sign it again."
    ),
    "DoorSignerExists": _("{key:short} is a signer of this participant already."),
    "DoorThresholdOutOfRange": _("Every act can need from 1 to {most} signers here, not {got}."),
    "DoorTooFewSigners": _("The act needs {wanted} signers and has {got}."),
    "DoorUnknownAct": _("The market knows no such act at {target:short}."),
    "DoorUnknownVerifier": _("This kind of signer is not registered with the market ({verifier:short})."),
    "RecoveryNeedsRegulator": _("The client has objected twice: the regulator must agree to this recovery."),
    "RecoveryNotAGuardian": _("Only the client's operator, trustee or the regulator can ask for a recovery."),
    "RecoveryNotAsked": _("Nobody has asked for a recovery of this participant."),
    "RecoveryOtherSigner": _("The recovery under way names another signer ({wanted:short})."),
    "RecoveryTooEarly": _("The recovery takes effect on {readyAt:time} at the earliest."),
    "RecoveryTwiceBySame": _("Two different guardians must ask for a recovery; this one has asked already."),
    "RecoveryUnderWay": _("A recovery of this participant is under way already."),
    "RelayGasTooLow": _("The transaction was given too little gas. It is sent again with more."),
    "RelayNotADoor": _("{account:short} is no participant of this market."),
    "RelayNotAnInstance": _("{account:short} is no campaign, market or participant of this market."),
    "RelayOnlySelf": _("Only the relay itself does this."),
    "Simulated": _("This was a trial of the act."),
}

KERNEL: Mapping[str, str] = {
    "MasterAllowanceTooLow": _("{spender:short} is allowed {allowance:number}, less than {amount:number}."),
    "MasterAmountTooLarge": _("The amount is too large ({amount:number})."),
    "MasterAmountZero": _("The amount must be more than nothing."),
    "MasterBalanceTooLow": _("There is {balance:sen} here, less than {amount:sen}."),
    "MasterBusy": _("The market is in the middle of another act. Please try again."),
    "MasterClaimed": _("There is one already, at {by:short}."),
    "MasterCodeChanged": _("The code is no longer the one that was announced."),
    "MasterEncumbered": _("Certificate {id} is committed to an offer ({instance:short}); cancel that first."),
    "MasterFrozen": _("This participant is frozen until {until:time}."),
    "MasterHalted": _("The regulator has halted “{name:text}”: nothing new can be begun there for now."),
    "MasterLinkOutOfState": _("The link between trustee and operator is not in a state for this."),
    "MasterMandateExceeded": _(
        "This takes {amount:number}, more than the {left:number} that the signed act allows."
    ),
    "MasterNoCode": _("There is no contract at {code:short}."),
    "MasterNoSigner": _("A participant needs at least one signer."),
    "MasterNoSuchCertificate": _("There is no certificate {id} of this class."),
    "MasterNoSuchWithdrawal": _("There is no open withdrawal {id}."),
    "MasterNotAFace": _("{caller:short} is no token of this market."),
    "MasterNotAModule": _("{caller:short} is no module in force."),
    "MasterNotAReceiver": _("{account:short} cannot receive this."),
    "MasterNotATarget": _("{target:short} is not something an act can be addressed to."),
    "MasterNotActing": _("This can only be done in the course of a participant's act."),
    "MasterNotActive": _("{blamed:short} is suspended, revoked, frozen or expired, so this cannot be begun."),
    "MasterNotAnInstance": _("Only a campaign or a market of this market does this."),
    "MasterNotHolding": _("Certificate {id} is not committed to {instance:short}."),
    "MasterNotItsParent": _("{door:short} is not in your care."),
    "MasterNotLinked": _("Trustee and operator have no active link."),
    "MasterNotTheOwner": _("Certificate {id} belongs to {owner:short}."),
    "MasterNotYourSupply": _("Only the trustee of this supply does this."),
    "MasterNothingAnnounced": _("Nothing is announced under “{name:text}”."),
    "MasterOtherAsset": _(
        "The signed act allows another asset ({got:short}) than the one needed ({wanted:short})."
    ),
    "MasterPersonMissing": _("An investor needs an identity and a class."),
    "MasterReferenceUsed": _("This bank reference was used before."),
    "MasterRevoked": _("{door:short} is revoked, for good."),
    "MasterTooEarly": _("This can be done from {earliest:time} on."),
    "MasterUnitsTooFew": _("Certificate {id} has {units:number} units free, fewer than {wanted:number}."),
    "MasterValidityPassed": _("The validity must end in the future, not on {validUntil:time}."),
    "MasterValidityTooLate": _("The validity ends too far in the future."),
    "MasterMoveNotAsked": _("{door:short} has not asked to move to this operator."),
    "MasterNothingAsked": _("The issuer has not asked for this, or for something else."),
    "MasterClassBusy": _(
        "A conversion or a record date of this share class is still to come; that has to pass first."
    ),
    "MasterRatioOutOfRange": _(
        "{numerator:number} for {denominator:number} is no ratio that this class can be converted by."
    ),
    "MasterUnconverted": _("Certificate {id} has to be converted first: its share class was."),
    "MasterNotConvertible": _(
        "Certificate {id} cannot be converted now: it is converted already, or on offer."
    ),
    "MasterNotMergeable": _("A certificate cannot be merged into itself."),
    "MasterRecordInThePast": _("A record date must be in the future, not {recordAt:time}."),
    "MasterNoSuchRecord": _("The share class has no such record date yet."),
    "MasterOrdered": _("An order of the regulator freezes this."),
    "MasterNoSuchOrder": _("There is no order {id}, or it was carried out or withdrawn."),
    "MasterCreditedInFuture": _("The bank’s credit cannot be of a time to come ({creditedAt:time})."),
    "MasterWrongRole": _("{door:short} does not have the role that this needs."),
    "NotAParticipant": _("{account:short} is no participant of this market."),
}

ASSETS: Mapping[str, str] = {
    "ERC721IncorrectOwner": _("Certificate {tokenId} belongs to {owner:short}."),
    "ERC721InsufficientApproval": _("{operator:short} is not approved for certificate {tokenId}."),
    "ERC721InvalidApprover": _("{approver:short} cannot approve this."),
    "ERC721InvalidOperator": _("{operator:short} cannot be approved."),
    "ERC721InvalidOwner": _("{owner:short} cannot own certificates."),
    "ERC721InvalidReceiver": _("{receiver:short} cannot receive certificates."),
    "ERC721InvalidSender": _("{sender:short} cannot send certificates."),
    "ERC721NonexistentToken": _("There is no certificate {tokenId}."),
    "EquityClosedPeriod": _("The issuer has closed this class until {until:time}."),
    "EquityLocked": _("Certificate {id} may be sold from {lockedUntil:time} on."),
    "EquityNotAwaited": _("The campaign awaits {wanted:number} units of this class, not {got:number}."),
    "EquityTransfersClosed": _("Certificates change hands through the market only."),
    "FaceAlreadyInitialized": _("This token has been set up already."),
    "FaceOnlyMaster": _("Only the market's kernel does this."),
    "EquityNotTheIssuer": _("Only the issuer of a class closes it."),
    "EquityPeriodOutOfRange": _(
        "A closed period begins at {earliest:time} or later, and ends within thirty days."
    ),
    "SukukBadTerms": _(
        "A sukuk carries at most 50 % a year, lives 30 days to 30 years after the close, "
        "and pays at most 120 times."
    ),
    "SukukForProfessionals": _("This is a private placement, for angels and sophisticated investors only."),
    "SukukNoSuchPayment": _("This sukuk pays {payments} times, and then its principal."),
    "SukukNotPlaced": _("The sukuk has not been placed."),
    "SukukTermsMissing": _("The issuer has not set the profit rate and the maturity yet."),
    "MoneyAboveCeiling": _("Your own ceiling is {ceiling:sen} an act; this would take {amount:sen}."),
    "MoneyAboveReserve": _(
        "The bank closed with {balance:sen}: {supply:sen} in circulation and {amount:sen} more are too much."
    ),
    "MoneyNotLinked": _("The receiver's operator has no active link with this trustee."),
    "MoneyOnlyTrustee": _("Only a trustee posts what its bank holds in trust."),
    "MoneyReserveOfAnotherDay": _(
        "The bank's balance of a later day is posted already, or this day has not come."
    ),
    "MoneyReserveStale": _(
        "The bank's balance on the chain no longer counts: nothing is minted before a newer one is posted."
    ),
    "MoneyReserveTooLarge": _("This is more than any bank has."),
    "MoneyTransfersClosed": _("Money moves by pledges, trades and withdrawals only."),
    "RecordsNotYours": _("This record is kept by {door:short}."),
    "RecordsRootZero": _("A record's seal cannot be empty."),
    "RecordsWrongVersion": _("The record is at version {wanted}; {got} was sent. Please load it again."),
}

CAMPAIGNS: Mapping[str, str] = {
    "CampaignAdverseNotice": _("After a notice of an adverse change nothing settles until {endsAt:time}."),
    "CampaignBadDates": _("A campaign opens in the future, closes after that, and runs 180 days at most."),
    "CampaignBadTerms": _(
        "A campaign needs a price, a minimum of at least one unit, and a maximum no smaller."
    ),
    "CampaignCannotFail": _("This campaign has no reason to fail."),
    "CampaignCoolingOff": _("The cooling-off period runs until {endsAt:time}."),
    "CampaignCoolingOffOver": _("The cooling-off period ended on {endedAt:time}: the pledge stands."),
    "CampaignDisclosureIncomplete": _("Not all documents are there that the rulebook asks for (R15)."),
    "CampaignHashZero": _("The document is missing."),
    "CampaignLeastTooHigh": _(
        "Units of this campaign are shared out at its close: the least that you accept is one unit."
    ),
    "CampaignMinimumMissed": _(
        "{pledged:number} units are pledged, fewer than the minimum of {minimum:number}."
    ),
    "CampaignMoratoriumTooLong": _("The rulebook's moratorium (R19) is longer than ten years."),
    "InstanceOnlyMaster": _("Only the market itself does this."),
    "MoneyNotAwaited": _("This waits for exactly {wanted:money}, not {got:money}."),
    "InstanceOnlyActor": _("Only the participant whose act this is does this ({actor:short})."),
    "CampaignNoLateMoney": _("No deposit is known that the bank credited before the campaign closed."),
    "CampaignNotAllocated": _("More was asked for than there is, and the units are not shared out yet."),
    "CampaignNotAnIssuer": _("Only issuers propose campaigns."),
    "CampaignNotDue": _("The campaign closes on {closesAt:time}."),
    "CampaignNotIntended": _("The campaign is closed, and this pledge was not announced before that."),
    "CampaignNotLateMoney": _("This deposit was not credited before the campaign closed on {closesAt:time}."),
    "CampaignNotMoney": _("{money:short} is no trustee's money."),
    "CampaignNotYourClass": _("This share class is not yours."),
    "CampaignNothingDue": _("Nothing is due to {door:short} here."),
    "CampaignNothingPledged": _("There is no pledge here."),
    "CampaignNothingToAllocate": _("There are no units to share out here."),
    "CampaignOtherDocuments": _("The issuer has changed the documents since. Please look at them again."),
    "CampaignOutOfState": _("The campaign is not at the stage at which this can be done."),
    "CampaignPledgeStands": _("There is a pledge already. Withdraw it first to pledge another amount."),
    "CampaignPledgeTooSoon": _("A pledge was withdrawn this very moment. Please try again."),
    "CampaignTooFewLeft": _(
        "{left:number} units are left, fewer than the {least:number} that you accept at least."
    ),
    "CampaignTrusteeRevoked": _(
        "The trustee of the campaign's money is revoked: the campaign can only fail."
    ),
    "CampaignWrongActor": _("This is for {wanted:short} to do."),
    "CampaignWrongCutOff": _(
        "With this cut-off {got:number} units would be shared out instead of {wanted:number}."
    ),
    "CampaignZeroUnits": _("The number of units must be more than nothing, and some must be left."),
    "RulebookAmountTooLarge": _("The amount is too large ({amount:number})."),
    "RulebookCampaignLive": _("The issuer has a live campaign already; one at a time is allowed."),
    "RulebookCertifiedTooLong": _(
        "A class is certified until {latest:time} at the latest, not until {validUntil:time}."
    ),
    "RulebookInThePast": _("A rule cannot take effect in the past."),
    "RulebookIssuerCap": _(
        "The issuer has raised {raised:sen} of {ceiling:sen} in its lifetime; {amount:sen} more would "
        "exceed the limit."
    ),
    "RulebookIssuerCeiling": _(
        "With this one issuer {used:sen} of {ceiling:sen} are used; {amount:sen} more would exceed the limit."
    ),
    "RulebookNotAnInvestor": _("Only investors pledge."),
    "RulebookNotTheIssuersOperator": _("Only the issuer's own operator can launch its campaign."),
    "RulebookOnlyInstance": _("Only a campaign or a market of this market does this."),
    "RulebookOnlyRegulator": _("Only the regulator does this."),
    "RulebookRetailExcluded": _("A microfund takes angel and sophisticated investors only."),
    "RulebookYearCeiling": _(
        "In twelve months {used:sen} of {ceiling:sen} are used; {amount:sen} more would exceed the limit."
    ),
}

TRADES: Mapping[str, str] = {
    "BookAlreadyOpen": _("This order book is open already."),
    "BookAmountTooLarge": _("The amount is too large ({amount:sen})."),
    "BookClosed": _("This order book closed on {closesAt:time}. What is left in it is returned."),
    "BookClosesTooEarly": _("It closes on {earliest:time} at the earliest, not on {closesAt:time}."),
    "BookClosingAlready": _("This order book closes on {closesAt:time} already."),
    "BookConverting": _("The shares are being converted. All orders are returned first; please try later."),
    "BookEntryClosed": _("Orders are not taken at this hour."),
    "BookExpiryPassed": _("The order must end in the future, not on {expiresAt:time}."),
    "BookExpiryTooLate": _("An order runs until {latest:time} at most."),
    "BookInAuction": _("An auction is going on. Please wait until it is over; it takes an hour at most."),
    "BookIsHalted": _("Trading in these shares is halted."),
    "BookMatchingClosed": _("Orders are not matched at this hour."),
    "BookNoSuchOrder": _("There is no order {order}."),
    "BookNotAnInvestor": _("Only investors trade here."),
    "BookNotAnOperator": _("Only operators open order books."),
    "BookNotClosed": _("{predecessor:short} is no closed order book of these shares and this money."),
    "BookNotEquity": _("{face:short} is no share class."),
    "BookNotFit": _("Order {order} cannot trade now ({why:text})."),
    "BookNotHalted": _("Trading in these shares is not halted."),
    "BookNotMoney": _("{money:short} is no trustee's money."),
    "BookNotOpen": _("This order book is not open."),
    "BookNotOver": _("Order {order} is not over."),
    "BookNotParked": _("Order {order} stands in its queue."),
    "BookNotPermitted": _("The regulator has not opened secondary trading to this operator."),
    "BookNotTheIssuersOperator": _("Only the issuer's own operator does this."),
    "BookNotYourDeal": _("Trade {deal} is offered to another buyer."),
    "BookNotYourOrder": _("Order {order} is {owner:short}'s."),
    "BookNothingDue": _("There is nothing to do in this order book now."),
    "BookOtherPrice": _("Trade {deal} was offered at {price:sen} a unit, not {wanted:sen}."),
    "BookPriceOffGrid": _("A price here is a multiple of {tick:sen}, not {price:sen}."),
    "BookPriceOutOfBand": _("{price:sen} is too far from the last price, {last:sen}."),
    "BookPriceOutOfRange": _("The price cannot be {price:sen} a unit."),
    "BookSelfTrade": _("You cannot trade with yourself, nor with one of your other accounts."),
    "BookTickOutOfRange": _("The step of prices cannot be {tick:sen}."),
    "BookTooManyBids": _("There are eight bids of yours in this order book. Please cancel one first."),
    "BookUnitsOutOfRange": _("The number of units cannot be {units:number}."),
}

ACTIONS: Mapping[str, str] = {
    "BallotBadDates": _(
        "A record date is at most 90 days away, and the vote closes later than it, at most 90 days later."
    ),
    "BallotChoiceMissing": _("Choose for, against, or to abstain."),
    "BallotConverted": _("The share class was converted before anybody could vote: this vote is void."),
    "BallotNoUnits": _("You held no units at the record date, {recordAt:time}."),
    "BallotNotTheIssuer": _("This is for {wanted:short} to do."),
    "BallotNotYourClass": _("{face:short} is no share class of yours."),
    "BallotOutOfState": _("The vote is not in a state for this."),
    "BallotOwnUnits": _("A company has no vote with shares of its own."),
    "BallotQuestionMissing": _("The question is missing."),
    "BallotQuorumOutOfRange": _("A quorum is at most all units."),
    "BallotTooEarly": _("This can be done from {from:time} on."),
    "BallotTooLate": _("This could be done until {until:time}."),
    "DividendBadDates": _(
        "A record date is at most 90 days away, and the payment no sooner than it and at most 90 days later."
    ),
    "DividendConverted": _("The share class was converted since: this dividend is void."),
    "DividendFundedAlready": _("All that is needed for this dividend is there."),
    "DividendNotLapsed": _("This dividend still stands."),
    "DividendNotMoney": _("{money:short} is no trustee's money."),
    "DividendNotTheIssuer": _("This is for {wanted:short} to do."),
    "DividendNotYourClass": _("{face:short} is no share class of yours."),
    "DividendNothingHeld": _("Nothing of this dividend waits for {door:short}."),
    "DividendNothingToPay": _("With this rate nobody gets a sen."),
    "DividendOutOfState": _("The dividend is not in a state for this."),
    "DividendShort": _("{missing:sen} are missing before anybody can be paid."),
    "DividendTooEarly": _("This can be done from {from:time} on."),
    "DividendTooLate": _("A dividend can be taken back until its record date, {recordAt:time}."),
}

PLAIN: Mapping[str, str] = {
    "AddressEmptyCode": _("There is no contract at {target:short}."),
    "CarriedInVain": _("The act was sent {tries} times and never came to its end. Please do it again."),
    "Error": _("The market refused this: {text}"),
    "FailedCall": _("The market refused this, without a reason."),
    "FailedDeployment": _("A contract could not be created."),
    "InsufficientBalance": _("A contract has too little ether."),
    "Panic": _("A contract ran into a fault of its own (code {code}). The operators of the market are told."),
    "Reverted": _("The market refused this, without a reason."),
}

FOR_OTHERS: Mapping[str, str] = {
    "RulebookIssuerCeiling": _(
        "This pledge does not fit what the investor may still pledge to this issuer: {room:sen} would."
    ),
    "RulebookYearCeiling": _(
        "This pledge does not fit what the investor may still pledge within twelve months: {room:sen} would."
    ),
}
"""The same for who is neither the investor nor the regulator: what was used at other operators is not told,
`room` is what would fit.
"""

SENTENCES: Mapping[str, str] = {**DOORS, **KERNEL, **ASSETS, **CAMPAIGNS, **TRADES, **ACTIONS, **PLAIN}
