"""How a market's words and figures are said on its pages: `{% load trading_words %}`."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.translation import gettext, gettext_noop

from apps.trading import rules
from apps.trading.types import Announcement, HappeningView, How, MarketView
from apps.vocabulary.words import ringgit

register = template.Library()

REASONS: Final = {
    "cancelled": gettext_noop("taken back"),
    "expired": gettext_noop("its time was over"),
    "surrendered": gettext_noop("by an order of the regulator"),
    "ordered": gettext_noop("its certificate was taken by an order"),
    "self": gettext_noop("it met another order of yours"),
    "refused": gettext_noop("the rules refused this pair"),
    "closed": gettext_noop("the market closed"),
    "converted": gettext_noop("the shares were converted"),
    "ineligible": gettext_noop("its owner may not trade now"),
    "frozen": gettext_noop("its certificate is frozen"),
    "locked": gettext_noop("its certificate may not be traded yet"),
    "ceiling": gettext_noop("it would take you over a limit (R4, R24)"),
}
"""Why an order lost its place, or ended, by the contract's word."""

HOW: Final = {
    How.BOOK: gettext_noop("order book"),
    How.AUCTION: gettext_noop("call auction"),
    How.DEAL: gettext_noop("negotiated"),
}

HAPPENINGS: Final = {
    "opened": gettext_noop("The market opened; the price to begin with was %(price)s."),
    "halted": gettext_noop("Trading was halted: %(why)s"),
    "resumed": gettext_noop("Trading goes on: %(why)s"),
    "closing": gettext_noop("The market will close: %(why)s"),
    "called": gettext_noop("A call auction began."),
    "priced": gettext_noop("The auction’s price: %(price)s for %(units)s units."),
    "auction-ended": gettext_noop("The auction is over: %(why)s."),
    "rebased": gettext_noop("The shares were converted; the band is around %(price)s now."),
}

ENDS: Final = {"done": gettext_noop("done"), "abandoned": gettext_noop("abandoned, orders wait for the next")}
"""How an auction ended."""

ANNOUNCEMENTS: Final = {
    "update": ("%(title)s", gettext_noop("The company published an update.")),
    "adverse-notice": (
        gettext_noop("An adverse change: %(title)s"),
        gettext_noop("An adverse change."),
    ),
    "dividend": (gettext_noop("A dividend: %(title)s"), gettext_noop("A dividend.")),
    "conversion-asked": (
        gettext_noop("The company asks for a conversion of all shares: %(title)s"),
        gettext_noop("The company asks for a conversion of all shares."),
    ),
    "conversion": (
        gettext_noop("All shares are being converted: %(title)s"),
        gettext_noop("All shares are being converted."),
    ),
    "vote": (
        gettext_noop("The shareholders are asked: %(title)s"),
        gettext_noop("The shareholders are asked."),
    ),
}
"""What a company told: with its title, and without one."""

ICONS: Final = {
    "update": "bell",
    "adverse-notice": "alert-triangle",
    "dividend": "coins",
    "vote": "gavel",
    "conversion-asked": "refresh",
    "conversion": "refresh",
    "halted": "player-pause",
    "closing": "alert-triangle",
    "rebased": "refresh",
}


@register.filter
def signed_percent(change: int) -> str:
    """Parts per ten thousand as a percentage with its sign: `+12.5 %`."""
    return f"{change / 100:+.1f}\u00a0%"


@register.filter
def rest_of_hundred(share: int) -> int:
    """What is missing to a hundred."""
    return 100 - share


@register.filter
def typed_ringgit(sen: int) -> str:
    """Sen as somebody types them into a box: `1234.50`."""
    return f"{sen // 100}.{sen % 100:02d}"


@register.filter
def reason(why: str) -> str:
    """Why an order is not in its queue."""
    return gettext(REASONS.get(why, why))


@register.filter
def counts_word(counts: int) -> str:
    """What a purchase counts towards (R24)."""
    return gettext(rules.COUNTS[counts])


@register.filter
def how_word(how: How) -> str:
    """How a trade came about."""
    return gettext(HOW[how])


@register.filter
def happening(line: HappeningView) -> str:
    """What a market told everybody, as a sentence."""
    figures = {
        "why": gettext(ENDS.get(line.why, line.why)),
        "price": f"RM\u00a0{ringgit(line.price)}",
        "units": f"{line.units:,}",
    }
    return gettext(HAPPENINGS.get(line.what, line.what)) % figures


@register.filter
def announcement(line: Announcement) -> str:
    """What company or market told, as a sentence."""
    if line.happening is not None:
        return happening(line.happening)
    words, untitled = ANNOUNCEMENTS[line.what]
    return gettext(words) % {"title": line.title} if line.title else gettext(untitled)


@register.filter
def announcement_icon(line: Announcement) -> str:
    """What stands before it."""
    return ICONS.get(line.what, "arrows-exchange")


@register.filter
def next_change(market: MarketView) -> str:
    """What the next change of its sessions is, before the moment."""
    now = market.moment
    if now.then_matched and not now.matched:
        return gettext("Trading begins")
    if now.matched and not now.then_matched:
        return gettext("Trading ends")
    return gettext("Orders are taken from") if now.then_taken else gettext("Orders are taken until")
