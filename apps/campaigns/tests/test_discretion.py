"""A ceiling counts what an investor pledged at every operator. To who oversees the investor a refusal tells
that a pledge does not fit and how much would; the investor and the regulator read the whole figures. And who
may not pledge at all is told so beforehand.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from apps.accounts.testing import consenting
from apps.campaigns import services
from apps.campaigns.errors import NotForRetail
from apps.campaigns.tests.cast import Cast
from apps.campaigns.tests.conftest import cast
from apps.campaigns.tests.test_pages_and_api import People, people, plain_static
from apps.ledger import services as ledger
from apps.ledger.testing.stage import deployed, stage
from apps.ledger.types import ActView, Signable
from apps.vocabulary.types import Address

__all__ = ["cast", "deployed", "people", "plain_static", "stage"]

USED, CEILING, WANTED, FITS = 35_000, 80_000, 50_000, "RM 450.00"


def signed(cast: Cast, campaign: Address, units: int) -> dict[str, str]:
    """A pledge of Ivan's, prepared and signed while it still fits."""
    made: Signable = services.prepare_pledge(
        actor=consenting(cast.ivan.viewer), campaign=campaign, units=units
    )
    signature = cast.ivan.key.sign(bytes.fromhex(made.prepared.digest[2:]))
    return {
        "id": str(made.prepared.id),
        "signer": cast.ivan.key.address,
        "signature": "0x" + signature.hex(),
        "key": "",
    }


def sent(cast: Cast, given: dict[str, str]) -> ActView:
    return ledger.submit(
        actor=cast.ivan.viewer,
        prepared=given["id"],  # type: ignore[arg-type]  # its text finds it as well
        signature=bytes.fromhex(given["signature"][2:]),
        signer=bytes.fromhex(given["signer"][2:]),
    )


def refusal(reader: Browser, act: ActView) -> dict[str, Any]:
    """What somebody reads of it: in the API, and on the page the same sentence."""
    found: dict[str, Any] = reader.get(f"/api/v1/acts/{act.id}").json()
    for page in ("", "status/"):
        assert found["sentence"] in reader.get(f"/acts/{act.id}/{page}").content.decode()
    return found


def test_only_what_fits_is_told_of_a_refusal(cast: Cast, people: People) -> None:
    cast.rule("R4b", CEILING, kind=1)
    campaign = cast.live(maximum=400)
    first, second, third = (signed(cast, campaign, units) for units in (USED // 500, 100, 100))
    # Both fit when they are handed in; on the chain the second meets what the first has used.
    fitting, refused = sent(cast, first), sent(cast, second)
    cast.carried(fitting)
    for reader in (people.ivan, people.rania):
        figures = refusal(reader, refused)["figures"]
        assert figures == {"ceiling": CEILING, "used": USED, "amount": WANTED}
    for reader in (people.omar, people.tan):
        told = refusal(reader, refused)
        assert told["error"] == "RulebookYearCeiling"
        assert told["figures"] == {"amount": WANTED, "room": CEILING - USED}
        assert FITS in told["sentence"]
        assert "350.00" not in told["sentence"]

    (answer,) = people.omar.post(
        "/api/v1/acts/bulk", {"acts": [third]}, content_type="application/json"
    ).json()
    assert FITS in answer["problem"]["detail"]
    assert answer["problem"]["arguments"] == {"amount": WANTED, "room": CEILING - USED}


def test_a_microfund_s_campaign_is_not_offered_to_retail(cast: Cast, people: People) -> None:
    """R2: its page and its card say so, and there is no box to pledge from."""
    assert "Ida Kopi" in people.rania.get("/campaigns/issuers/").content.decode()
    flag = f"/api/v1/campaigns/issuers/{cast.ida.door}/microfund"
    assert people.omar.post(flag, {"microfund": True}, content_type="application/json").status_code == 403
    regulator = cast.stage.regulator
    act = services.flag_microfund(actor=regulator.maker, issuer=cast.ida.door, microfund=True)
    cast.check(regulator, act)
    (row,) = people.rania.get("/api/v1/campaigns/issuers").json()["rows"]
    assert (row["name"], row["microfund"]) == ("Ida Kopi", True)
    campaign = cast.live()
    for reader, path in ((people.visitor, "/campaigns/"), (people.visitor, f"/campaigns/{campaign}/")):
        assert "For angel and sophisticated investors only." in reader.get(path).content.decode()
    page = people.ivan.get(f"/campaigns/{campaign}/").content.decode()
    assert "it takes angel and sophisticated investors only (R2)" in page
    assert 'name="amount"' not in page
    with pytest.raises(NotForRetail):
        services.prepare_pledge(actor=consenting(cast.ivan.viewer), campaign=campaign, units=1)
