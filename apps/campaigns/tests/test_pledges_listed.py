"""The pledges to a campaign: page by page, all at once, for who may see them; and each one’s receipts."""

from __future__ import annotations

import pytest

from apps.campaigns import queries
from apps.campaigns.tests.cast import Cast
from apps.vocabulary.errors import NotFound


def test_all_of_them_are_there_for_who_oversees_them_and_for_nobody_else(cast: Cast) -> None:
    campaign = cast.live()
    cast.pledge(cast.ivan, campaign, 120)
    cast.pledge(cast.ines, campaign, 30)
    for viewer in (cast.ivan.viewer, cast.ines.viewer):
        with pytest.raises(NotFound):
            queries.pledges(viewer, campaign)
        with pytest.raises(NotFound):
            queries.every_pledge(viewer, campaign)
    first = queries.pledges(cast.ida.viewer, campaign, limit=1)
    second = queries.pledges(cast.ida.viewer, campaign, limit=1, after=first.next)
    assert {each.units for page in (first, second) for each in page.rows} == {30, 120}
    (whole,) = queries.every_pledge(cast.omar.maker, campaign)
    assert sorted(each.units for each in whole) == [30, 120]


def test_what_was_signed_of_pledges_is_found_again(cast: Cast) -> None:
    campaign = cast.live()
    assert queries.receipts(cast.ivan.viewer) == {}
    cast.pledge(cast.ivan, campaign, 120)
    ((found,),) = queries.receipts(cast.ivan.viewer).values()
    assert (found.name, found.target) == ("Pledge", campaign)
    assert queries.receipts(cast.ines.viewer) == {}
