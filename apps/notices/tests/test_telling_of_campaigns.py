"""Every investor of a campaign is told what concerns it, nobody else; and who is asked or answered hears of
it.
"""

from __future__ import annotations

from apps.accounts.testing import client_account
from apps.campaigns import services as campaigns
from apps.campaigns.tests.cast import HOUR, Cast
from apps.campaigns.tests.conftest import cast
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Client, deployed, stage
from apps.notices import services
from apps.notices.tests.conftest import words
from apps.vocabulary.types import Viewer

__all__ = ["cast", "deployed", "stage"]


def with_account(name: str, who: Client) -> Viewer:
    account = client_account(name, who.viewer.role, door=who.door)
    return Viewer(role=who.viewer.role, door=who.door, account=account.pk)


def told(cast: Cast, viewer: Viewer) -> set[str]:
    cast.stage.node.call("anvil_mine", hex(100))
    catch_up()
    services.tell()
    return set(words(viewer))


def test_an_adverse_notice_reaches_every_investor_of_its_campaign(cast: Cast) -> None:
    ivan, ines = with_account("ivan", cast.ivan), with_account("ines", cast.ines)
    ida = with_account("ida", cast.ida)
    cast.rule("R11", 14 * 24 * HOUR)
    campaign = cast.live()
    cast.pledge(cast.ivan, campaign, 120)
    notice = campaigns.prepare_adverse_notice(actor=cast.ida.viewer, campaign=campaign, reason="fire")
    assert cast.sign(cast.ida, notice).state == "mined"
    assert {"Pledged", "AdverseNoticeGiven"} <= told(cast, ivan)
    assert "AdverseNoticeGiven" not in words(ines)
    assert {"CampaignApproved", "AdverseNoticeGiven"} <= set(words(ida))
    assert services.tell() == 0


def test_who_is_asked_and_who_is_answered_hear_of_it(cast: Cast) -> None:
    ivan, ida = with_account("ivan", cast.ivan), with_account("ida", cast.ida)
    campaign = cast.live()
    (asked,) = campaigns.ask(actor=cast.ivan.viewer, campaign=campaign, text="How many roasters?")
    assert "QuestionAsked" in told(cast, ida)
    campaigns.answer(actor=cast.ida.viewer, question=asked.id, text="Four.")
    assert "QuestionAnswered" in told(cast, ivan)
    assert words(ida).count("QuestionAsked") == 1
