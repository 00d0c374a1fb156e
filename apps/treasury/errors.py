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


class WrongAmount(Malformed):
    """Money is a whole number of sen above zero."""

    code = "wrong-amount"
    sentence = gettext_noop("An amount is more than RM 0.00, with at most two decimals.")


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
