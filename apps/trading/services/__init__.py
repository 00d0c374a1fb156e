"""What is done on the secondary market: a market is opened, halted, closed; orders and negotiated trades are
signed; what is due is pushed by anyone. Each act is one call.
"""

from apps.trading.services.dealing import prepare_accept, prepare_deal, prepare_deal_cancel
from apps.trading.services.office import propose_close, propose_halt, propose_market, propose_resume
from apps.trading.services.ordering import prepare_ask, prepare_bid, prepare_cancel
from apps.trading.services.pushing import collect_fees, push, push_market, reenter
from apps.trading.services.watching import watch

__all__ = [
    "collect_fees",
    "prepare_accept",
    "prepare_ask",
    "prepare_bid",
    "prepare_cancel",
    "prepare_deal",
    "prepare_deal_cancel",
    "propose_close",
    "propose_halt",
    "propose_market",
    "propose_resume",
    "push",
    "push_market",
    "reenter",
    "watch",
]
