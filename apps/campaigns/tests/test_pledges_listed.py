"""The pledges to a campaign: page by page, all at once, for who may see them; and each one’s receipts."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from apps.accounts.testing import client_account, signed_in
from apps.campaigns import queries, services
from apps.campaigns.queries import pledged
from apps.campaigns.tests.cast import Cast
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Role


def test_all_of_them_are_there_for_who_oversees_them_and_for_nobody_else(cast: Cast) -> None:
    campaign = cast.live()
    cast.pledge(cast.ivan, campaign, 120)
    cast.pledge(cast.ines, campaign, 30)
    for viewer in (cast.ivan.viewer, cast.ines.viewer):
        with pytest.raises(NotFound):
            queries.pledges(viewer, campaign)
        with pytest.raises(NotFound):
            queries.every_pledge(viewer, campaign)
    assert {each.units for each in queries.pledges(cast.ida.viewer, campaign).rows} == {30, 120}
    (whole,) = queries.every_pledge(cast.omar.maker, campaign)
    assert sorted(each.units for each in whole) == [30, 120]


def test_the_api_tells_all_of_them_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pledged, "PAGE", 1)
    campaign = cast.live()
    cast.pledge(cast.ivan, campaign, 120)
    cast.pledge(cast.ines, campaign, 30)
    ida = signed_in(Browser(), client_account("ida", Role.ISSUER, door=cast.ida.door))
    ivan = signed_in(Browser(), client_account("ivan", Role.INVESTOR, door=cast.ivan.door))
    assert ivan.get("/api/v1/pledges?after=%%%").status_code == 400
    assert ivan.get(f"/api/v1/campaigns/{campaign}/pledges").status_code == 404
    assert sorted(paged(ida, f"/api/v1/campaigns/{campaign}/pledges")) == [30, 120]
    assert paged(ivan, "/api/v1/pledges") == [120]
    assert 'rel="next"' in ida.get(f"/campaigns/{campaign}/pledges/").content.decode()


def paged(browser: Browser, path: str) -> list[int]:
    """The units of every pledge of a list that pages."""
    found: list[int] = []
    after: str | None = ""
    while after is not None:
        page = browser.get(path, {"after": after}).json()
        found += [each["units"] for each in page["rows"]]
        after = page["next"]
    return found


def test_what_was_signed_of_pledges_is_found_again(cast: Cast) -> None:
    campaign = cast.live()
    assert queries.receipts(cast.ivan.viewer, [campaign]) == {}
    cast.pledge(cast.ivan, campaign, 120)
    ((found,),) = queries.receipts(cast.ivan.viewer, [campaign]).values()
    assert (found.name, found.target) == ("Pledge", campaign)
    assert queries.receipts(cast.ines.viewer, [campaign]) == {}


def test_a_pledge_after_one_that_was_taken_back_counts_from_then_on(cast: Cast) -> None:
    campaign = cast.live()
    cast.pledge(cast.ivan, campaign, 120)
    cast.sign(cast.ivan, services.prepare_withdrawal(actor=cast.ivan.viewer, campaign=campaign))
    cast.wait_until(cast.now() + 60)
    cast.pledge(cast.ivan, campaign, 30)
    (pledge,) = queries.every_own_pledge(cast.ivan.viewer)
    assert (pledge.units, pledge.first_at) == (30, pledge.last_at)
    cast.wait_until(cast.now() + 60)
    cast.pledge(cast.ivan, campaign, 10)
    (more,) = queries.every_own_pledge(cast.ivan.viewer)
    assert (more.units, more.first_at) == (40, pledge.first_at)
