"""Who holds what of which class, how every unit came there, and what is done with a class as a whole.

Share classes are public. A cap table is seen by whoever sees its issuer, and by the class's trustee; a
certificate by whoever sees its owner or its cap table.
"""

from apps.securities.queries.conversions import converting, progress
from apps.securities.queries.facts import answers
from apps.securities.queries.holdings import (
    cap_table,
    classes,
    every_line,
    holdings_of,
    portfolio,
    sees_holders,
    share_class,
    share_classes,
)
from apps.securities.queries.lineage import certificate, proof
from apps.securities.queries.registers import register

__all__ = [
    "answers",
    "cap_table",
    "certificate",
    "classes",
    "converting",
    "every_line",
    "holdings_of",
    "portfolio",
    "progress",
    "proof",
    "register",
    "sees_holders",
    "share_class",
    "share_classes",
]
