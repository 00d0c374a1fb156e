"""What an operator does with its markets: two of its people open, halt, resume and close one."""

from __future__ import annotations

from typing import Any

from apps.ledger import services as ledger
from apps.ledger.types import ActView
from apps.participants import queries as participants
from apps.trading import queries
from apps.trading.errors import WrongClose, WrongPrice
from apps.trading.types import Form
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import LARGEST, ZERO_ADDRESS, Address, Role, Viewer
from apps.vocabulary.words import text_word

NOTICE = 7 * 86_400
"""`NOTICE` of BookOffice.sol."""
FORMS = (Form.CONTINUOUS, Form.AUCTION)
"""`Form` of IBookEvents.sol, in its order."""


def propose_market(
    *, actor: Viewer, face: Address, money: Address, tick: int, start_price: int, form: Form
) -> ActView:
    """The operator's maker proposes to open a market for a class of its issuer, in one trustee's money:
    prices are multiples of `tick` sen, and the band is around `start_price` (sen) until there is a trade. It
    succeeds the class's market in that money, if that one is closed.

    Raises WrongPrice, NotAllowed, Refused.
    """
    door = _operator(actor)
    if not 0 < tick <= LARGEST or not 0 < start_price <= LARGEST or start_price % tick:
        raise WrongPrice
    before = queries.market_of(face, money)
    return ledger.propose(
        actor=actor,
        door=door,
        act="OpenBook",
        target=queries.template(),
        arguments={
            "face": face,
            "money": money,
            "tick": tick,
            "startPrice": start_price,
            "form": FORMS.index(form),
            "predecessor": before.address if before is not None and before.closed else ZERO_ADDRESS,
        },
    )


def propose_halt(*, actor: Viewer, market: Address, reason: str) -> ActView:
    """The maker proposes to halt a market, for a reason on the record. Raises TextTooLong, Refused."""
    return _propose(actor, "HaltBook", market, reason=text_word(reason))


def propose_resume(*, actor: Viewer, market: Address, reason: str) -> ActView:
    """The maker proposes that a halted market go on, for a reason on the record. Raises TextTooLong,
    Refused.
    """
    return _propose(actor, "ResumeBook", market, reason=text_word(reason))


def propose_close(*, actor: Viewer, market: Address, closes_at: int, reason: str) -> ActView:
    """The maker proposes to close a market for good from `closes_at` (chain seconds) on, after seven days'
    notice. Raises WrongClose, TextTooLong, Refused.
    """
    _operator(actor)
    if not participants.chain_time() + NOTICE <= closes_at < 1 << 32:
        raise WrongClose
    return _propose(actor, "CloseBook", market, closesAt=closes_at, reason=text_word(reason))


def _propose(actor: Viewer, act: str, market: Address, **arguments: Any) -> ActView:
    door = _operator(actor)
    queries.market(market)
    return ledger.propose(actor=actor, door=door, act=act, target=market, arguments=arguments)


def _operator(actor: Viewer) -> Address:
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    if actor.role is not Role.OPERATOR:
        raise NotAllowed
    return actor.door
