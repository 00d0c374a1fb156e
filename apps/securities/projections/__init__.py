"""Equity as the chain tells it: classes and certificates, dividends and votes."""

from apps.securities.projections import actions, equity

__all__ = ["actions", "equity"]
