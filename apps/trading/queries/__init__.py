"""What is known of the secondary market. Books, prices and trades are public, and who stands behind them is
not: that is for the parties, and for whoever sees them (`participants.queries.scope`).
"""

from apps.trading.queries.announcements import SHOWN, announcements, explained_by
from apps.trading.queries.dues import Due, due, step_of, to_reenter
from apps.trading.queries.escrow import escrow
from apps.trading.queries.markets import (
    EVERY_LEVEL,
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
    Deals,
    Orders,
    concerned,
    deal,
    every_own_deal,
    every_own_order,
    fee_schedule,
    lots,
    order,
    own_deals,
    own_orders,
    quote,
    reserved,
    standing_orders,
)
from apps.trading.queries.trades import (
    Trades,
    every_own_trade,
    every_trade,
    own_trades,
    trade,
    trades,
    trading_years,
)
from apps.trading.queries.watching import watch_list

__all__ = [
    "EVERY_LEVEL",
    "SHOWN",
    "Deals",
    "Due",
    "Orders",
    "Trades",
    "announcements",
    "concerned",
    "deal",
    "depth",
    "due",
    "escrow",
    "every_own_deal",
    "every_own_order",
    "every_own_trade",
    "every_trade",
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
    "step_of",
    "successor",
    "template",
    "to_reenter",
    "trade",
    "trades",
    "trading_years",
    "watch_list",
]
