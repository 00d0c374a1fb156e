"""What the style page shows: one of each, made up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms

from apps.ledger.types import ActState, ActView
from apps.portal.looks import STATES
from apps.portal.types import Teaser
from apps.vocabulary.types import ZERO_ADDRESS


class SampleForm(forms.Form):
    """One field of each kind."""

    amount = forms.DecimalField(
        label="Amount in RM", help_text="A multiple of RM 5.00, the price of one unit."
    )
    category = forms.ChoiceField(label="Category", choices=[("retail", "Retail"), ("angel", "Angel")])
    story = forms.CharField(label="Story", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    agreed = forms.BooleanField(label="I have read the risk warning.")


def context() -> dict[str, Any]:
    """The style page's context."""
    shown = (
        ActState.PROPOSED,
        ActState.SENT,
        ActState.MINED,
        ActState.FINAL,
        ActState.REFUSED,
        ActState.EXPIRED,
    )
    return {
        "states": list(STATES),
        "acts": [_act(index, state) for index, state in enumerate(shown)],
        "form": SampleForm({"amount": "7", "category": "none"}),
        "stops": ["14 clients cannot pledge or trade", "2 live campaigns take no further pledge"],
        "campaigns": [
            _teaser("Kopi Utara", "Coffee, roasted in Kedah.", "live", raised=12_000_000, investors=41),
            _teaser("Layar Solar", "Panels on boats.", "cooling-off", raised=45_500_000, investors=128),
            _teaser("Rimba Robotics", "Drones that count trees.", "failed", raised=4_000_000, investors=1),
        ],
    }


def _teaser(title: str, pitch: str, state: str, *, raised: int, investors: int) -> Teaser:
    return Teaser("#", title, pitch, state, raised, 30_000_000, 60_000_000, investors, closes_at=0)


def _act(index: int, state: ActState) -> ActView:
    refusal = "Your limit for this issuer leaves RM 1,200.00." if state is ActState.REFUSED else ""
    return ActView(
        id=UUID(int=index),
        kind="client",
        state=state,
        door=ZERO_ADDRESS,
        name="Pledge",
        target=ZERO_ADDRESS,
        asset=ZERO_ADDRESS,
        most=0,
        fields={},
        nonce=index,
        deadline=None,
        maker=1 if state is ActState.PROPOSED else None,
        checker=None,
        cause="",
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
        settled_at=None,
        sentence=refusal,
    )
