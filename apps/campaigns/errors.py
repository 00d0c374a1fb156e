"""What can go wrong with a campaign before the contract is asked."""

from __future__ import annotations

from apps.vocabulary.errors import CastorError, Malformed
from apps.vocabulary.messages import gettext_noop


class NotAMultiple(Malformed):
    """An amount that is no whole number of units; `below` and `above` are the nearest that are (sen)."""

    code = "not-a-multiple"
    sentence = gettext_noop("The amount must be a whole number of units.")

    def __init__(self, *, below: int, above: int, price: int) -> None:
        self.below, self.above = below, above
        super().__init__(below=below, above=above, price=price)


class OverYourLimit(CastorError):
    """The pledge would cross a ceiling of the rulebook; `possible` is what still fits (sen)."""

    code = "over-your-limit"
    sentence = gettext_noop("This is more than your limit allows.")


class TooLittleMoney(CastorError):
    """The balance in the campaign's money is smaller than the pledge."""

    code = "too-little-money"
    sentence = gettext_noop("Your balance is smaller than this pledge.")


class NotOpen(CastorError):
    """The campaign is not live: it has not opened yet, or is over."""

    code = "not-open"
    sentence = gettext_noop("This campaign does not take pledges at the moment.")


class TooFewLeft(CastorError):
    """Fewer units are left than the pledge wants at least."""

    code = "too-few-left"
    sentence = gettext_noop("Fewer units than that are left.")


class NothingDue(CastorError):
    """The campaign waits for nothing that somebody could push at the moment."""

    code = "nothing-due"
    sentence = gettext_noop("Nothing is due here at the moment.")


class NotYourTrustee(CastorError):
    """The money is not of a trustee that is linked with the issuer's operator."""

    code = "not-your-trustee"
    sentence = gettext_noop("This money is of a trustee that your operator is not linked with.")


class DraftUsed(CastorError):
    """The draft was proposed: it is what the chain's disclosure root stands for."""

    code = "draft-used"
    sentence = gettext_noop("This draft was proposed and can no longer be changed. Start from a copy of it.")


class DraftIncomplete(CastorError):
    """A text is missing that investors are to read."""

    code = "draft-incomplete"
    sentence = gettext_noop(
        "Title, pitch, story, use of proceeds, team and risks must be written before you send this in."
    )


class NothingToSign(CastorError):
    """No document lies in this slot, or the chain names it already."""

    code = "nothing-to-sign"
    sentence = gettext_noop("There is no document here that is not on the record already.")


class NotForRetail(CastorError):
    """A microfund's campaign (R2), or a sukuk's placement: for angel and sophisticated investors only."""

    code = "not-for-retail"
    sentence = gettext_noop("This campaign is for angel and sophisticated investors only.")


class RateNotPlain(Malformed):
    """A rate a year that is none, or above 50 %."""

    code = "rate-not-plain"
    sentence = gettext_noop("Give percent a year, above 0 and at most 50, such as 6.25.")


class PledgeStands(CastorError):
    """Pro rata an investor has one pledge."""

    code = "pledge-stands"
    sentence = gettext_noop("You have a pledge here already. Take it back first to pledge another amount.")
