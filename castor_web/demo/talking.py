"""What is said about campaigns: a question and its answer, an update, a question that waits."""

from __future__ import annotations

from apps.vocabulary.types import Address
from castor_web.demo.market import Market
from castor_web.demo.offices import signed_together


def talk(market: Market, campaign: Address, issuer: str, investor: str) -> None:
    """An investor asks and is answered; the issuer publishes an update, whose hash stands on the chain."""
    asked = market.clients[investor].post(
        f"campaigns/{campaign}/questions", {"text": "How long do the leases of the new cafés run?"}
    )
    told = market.clients[issuer]
    told.post(
        f"campaigns/questions/{asked[0]['id']}/answer",
        {"text": "Five years each, with a first right to five more. Two of them are signed."},
    )
    update = told.post(
        f"campaigns/{campaign}/updates",
        {
            "title": "The lease in Penang is signed",
            "text": "We signed the lease of a shop on Beach Street, for five years from January. It will be "
            "the twelfth café.",
        },
    )
    signed_together([(told, f"campaigns/{campaign}/updates/{update['id']}/prepare", {})])
    market.until(
        lambda: len(market.visitor.get(f"campaigns/{campaign}/updates")) == 1, "the update is published"
    )


def ask(market: Market, campaign: Address, investor: str) -> None:
    """An investor asks what its issuer has not answered when the play ends."""
    market.clients[investor].post(
        f"campaigns/{campaign}/questions", {"text": "Who owns the patterns, the company or the printers?"}
    )
