"""What is known of the secondary market. Books, prices and trades are public, and who stands behind them is
not: that is for the parties, and for whoever sees them (`participants.queries.scope`).
"""

from apps.trading.queries.announcements import SHOWN, announcements, explained_by
from apps.trading.queries.dues import Due, due, to_reenter
from apps.trading.queries.escrow import escrow
from apps.trading.queries.markets import (
    depth,
    happenings,
    market,
    market_of,
    markets,
    moneys_for,
    price_course,
    successor,
    template,
)
from apps.trading.queries.orders import (
    Orders,
    concerned,
    deal,
    fee_schedule,
    lots,
    order,
    own_deals,
    own_orders,
    quote,
    reserved,
    standing_orders,
)
from apps.trading.queries.trades import Trades, every_own_trade, own_trades, trade, trades
from apps.trading.queries.watching import watch_list

__all__ = [
    "SHOWN",
    "Due",
    "Orders",
    "Trades",
    "announcements",
    "concerned",
    "deal",
    "depth",
    "due",
    "escrow",
    "every_own_trade",
    "explained_by",
    "fee_schedule",
    "happenings",
    "lots",
    "market",
    "market_of",
    "markets",
    "moneys_for",
    "order",
    "own_deals",
    "own_orders",
    "own_trades",
    "price_course",
    "quote",
    "reserved",
    "standing_orders",
    "successor",
    "template",
    "to_reenter",
    "trade",
    "trades",
    "watch_list",
]
