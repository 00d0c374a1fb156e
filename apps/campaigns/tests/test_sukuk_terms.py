"""A campaign that places a sukuk says its profit rate and its maturity, and is approved with them."""

from __future__ import annotations

from apps.campaigns.types import CAMPAIGNS, Sukuk
from apps.ledger.testing import MemoryWrite, event
from apps.treasury.tests.cast import CAMPAIGN, ISSUER, THEN

CHAIN = "0x" + "77" * 32


def test_its_terms_are_kept_with_the_chain_of_documents() -> None:
    write = MemoryWrite()
    stored = {"address": CAMPAIGN, "issuer": ISSUER, "state": "proposed", "documents": "0x" + "11" * 32}
    times = {"proposed_at": THEN, "opens_at": THEN, "closes_at": THEN, "ended_at": None, "raised": 0}
    write.put(CAMPAIGNS, CAMPAIGN, {**stored, **times})
    terms = {"rate": 62_500, "maturesAt": THEN + 9, "payments": 2}
    told = {"issuer": ISSUER, **terms, "documents": CHAIN}
    write.play(event("SukukTermsSet", "Campaign", told, source=CAMPAIGN))
    with write.reading():
        found = CAMPAIGNS.get(CAMPAIGN)
    assert found is not None
    assert found["documents"] == CHAIN
    assert Sukuk(**found["sukuk"]) == Sukuk(rate=62_500, matures_at=THEN + 9, payments=2)
    assert Sukuk(**found["sukuk"]).percent == "6.25"
