"""What can go wrong with money before the contracts are asked."""

from __future__ import annotations

from apps.vocabulary.errors import CastorError, Malformed, NotAllowed, NotFound
from apps.vocabulary.messages import gettext_noop


class WrongReference(Malformed):
    """The check letter of a deposit's reference does not fit."""

    code = "wrong-reference"
    sentence = gettext_noop(
        "This is no deposit reference: the letter at its end does not fit. Please compare it."
    )


class NobodysReference(NotFound):
    """A reference in its proper form that no investor has."""

    code = "nobodys-reference"
    sentence = gettext_noop("No investor has this reference.")


class LineTwice(CastorError):
    """The bank's own reference was entered before: a credit is minted once."""

    code = "line-twice"
    sentence = gettext_noop("This credit was entered before, under the same bank reference.")


class WrongDate(Malformed):
    """A bank's credit from tomorrow."""

    code = "wrong-date"
    sentence = gettext_noop("The bank cannot have credited this yet: the date is in the future.")


class WrongAccount(Malformed):
    """No bank account looks like this."""

    code = "wrong-account"
    sentence = gettext_noop("A bank account has a bank, a holder and a number of 6 to 20 figures.")


class LineDecided(CastorError):
    """The line is no longer waiting."""

    code = "line-decided"
    sentence = gettext_noop("Something was decided about this line already.")


class OwnAccountProposal(NotAllowed):
    """The account that deposits go to is put in force by a second person."""

    code = "own-proposal"
    sentence = gettext_noop("You proposed this yourself: somebody else must decide it.")


class WithdrawalDecided(CastorError):
    """The withdrawal is paid out or returned, or somebody proposed one of the two."""

    code = "withdrawal-decided"
    sentence = gettext_noop("Something was decided about this withdrawal already.")


class NotYourMoney(NotFound):
    """A token that is no money of this viewer's."""

    code = "no-such-money"
    sentence = gettext_noop("There is no such money here.")


class BadStatement(Malformed):
    """A bank's file that cannot be read in full; the sentence names the line, and nothing was changed."""

    code = "bad-statement"
    sentence = gettext_noop("This is no bank statement.")


class AnotherAccount(CastorError):
    """A statement of an account that is not the trust account in force."""

    code = "another-account"
    sentence = gettext_noop("This statement is of account {got}; deposits go to another one.")


class StatementOutOfTurn(CastorError):
    """Each statement begins where the one before ended; one at a time waits for its second person."""

    code = "statement-out-of-turn"
    sentence = gettext_noop(
        "This statement begins with RM {got}, but the one before it ended with RM {wanted}. Import in order."
    )


class StatementWaits(CastorError):
    """A statement waits for its second person."""

    code = "statement-waits"
    sentence = gettext_noop("A statement waits to be signed or dropped. Decide it first.")


class StatementDecided(CastorError):
    """The statement is signed or dropped already."""

    code = "statement-decided"
    sentence = gettext_noop("Something was decided about this statement already.")


class ReservesUnknown(CastorError):
    """No statement was signed yet: nothing says that the money is there."""

    code = "reserves-unknown"
    sentence = gettext_noop("Nothing is minted before the bank's statement is posted and signed.")


class ReservesStale(CastorError):
    """The latest signed statement is older than one business day."""

    code = "reserves-stale"
    sentence = gettext_noop(
        "The latest statement is of {day}, older than one business day. Nothing is minted before a newer one."
    )


class ReservesOnTheirWay(CastorError):
    """The signed statement's balance is not on the chain, which mints no more than it knows of."""

    code = "reserves-on-their-way"
    sentence = gettext_noop(
        "The bank's balance is not on the chain yet. It takes some seconds from the signature; try again."
    )


class ReservesPosted(CastorError):
    """The chain knows the balance already, or an act that posts it is on its way."""

    code = "reserves-posted"
    sentence = gettext_noop("The bank's balance is on the chain, or on its way there.")


class ReservesDiffer(CastorError):
    """Bank, supply and holdings are not one figure."""

    code = "reserves-differ"
    sentence = gettext_noop(
        "Bank and supply differ by RM {difference}. Nothing is minted before that is explained."
    )


class NotAtTheBank(CastorError):
    """A credit of before the statement's closing that the statement does not show."""

    code = "not-at-the-bank"
    sentence = gettext_noop("The bank's statement of {day} covers this credit's time and does not show it.")


class DebitDecided(CastorError):
    """What this debit paid is known already."""

    code = "debit-decided"
    sentence = gettext_noop("Something was decided about this debit already.")


class NoMatch(CastorError):
    """A debit and what it is to settle are not of one amount, or that is not open."""

    code = "no-match"
    sentence = gettext_noop("This does not fit: it is not open, or of another amount.")


class NothingToPay(CastorError):
    """No withdrawal that waits has an account to pay it to and is in no batch yet."""

    code = "nothing-to-pay"
    sentence = gettext_noop("No withdrawal can be paid: each is in a batch, or its owner named no account.")


class PayoutDecided(CastorError):
    """The batch is not in the state that this needs."""

    code = "payout-decided"
    sentence = gettext_noop("Something was decided about this payment already.")
