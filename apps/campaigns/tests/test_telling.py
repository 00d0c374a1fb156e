"""What people tell each other about a campaign: comments, questions, updates, decisions, adverse changes."""

from __future__ import annotations

import pytest

from apps.campaigns import queries, services
from apps.campaigns.tests.cast import HOUR, WORDS, Cast
from apps.campaigns.types import PledgeState, State, Step
from apps.ledger.errors import Refused
from apps.vocabulary.errors import Malformed, NotAllowed, NotFound
from apps.vocabulary.types import VISITOR

WINDOW = 14 * 24 * HOUR


def test_issuer_and_operator_comment_section_by_section(cast: Cast) -> None:
    ida, omar = cast.ida.viewer, cast.omar.maker
    draft = services.save_draft(actor=ida, words=WORDS).record
    with pytest.raises(NotFound):
        queries.draft(omar, draft)
    services.share_draft(actor=ida, record=draft)
    assert [each.record for each in queries.shared_drafts(omar)] == [draft]
    for text, section in (("", "team"), ("Who roasts?", "weather")):
        with pytest.raises(Malformed):
            services.comment(actor=omar, draft=draft, section=section, text=text)
    with pytest.raises(NotAllowed):
        services.comment(actor=cast.ivan.viewer, draft=draft, section="team", text="Hello")

    (said,) = services.comment(actor=omar, draft=draft, section="team", text="Who roasts?")
    assert (said.by, said.done) == ("operator", False)
    services.save_draft(actor=ida, words={"team": "Ida roasts."}, record=draft)
    (settled,) = services.settle_comment(actor=ida, draft=draft, comment=said.id)
    assert settled.done
    services.comment(actor=ida, draft=draft, section="team", text="I do.")
    assert [each.by for each in queries.comments(omar, draft)] == ["operator", "issuer"]
    cast.sign(cast.ida, services.prepare_proposal(actor=ida, offer=cast.offer(), draft=draft))
    assert queries.shared_drafts(omar) == []


def test_a_question_is_public_once_it_is_answered(cast: Cast) -> None:
    campaign = cast.live()
    with pytest.raises(NotAllowed):
        services.ask(actor=cast.ida.viewer, campaign=campaign, text="How am I?")
    (asked,) = services.ask(actor=cast.ivan.viewer, campaign=campaign, text="How many roasters?")
    assert asked.own
    assert queries.questions(VISITOR, campaign) == queries.questions(cast.ines.viewer, campaign) == []
    assert queries.dashboard(cast.ida.viewer, campaign).unanswered == 1
    with pytest.raises(NotAllowed):
        services.answer(actor=cast.ivan.viewer, question=asked.id, text="Five.")
    services.answer(actor=cast.ida.viewer, question=asked.id, text="Four.")
    (public,) = queries.questions(VISITOR, campaign)
    assert (public.text, public.answer, public.own) == ("How many roasters?", "Four.", False)


def test_an_update_is_public_once_its_hash_is_on_the_chain(cast: Cast) -> None:
    campaign, ida = cast.live(), cast.ida.viewer
    written = services.write_update(actor=ida, campaign=campaign, title="Roof", text="It leaks.")
    assert written.id is not None
    changed = services.write_update(
        actor=ida, campaign=campaign, title="Roof", text="It is mended.", record=written.id
    )
    assert changed.root != written.root
    assert queries.updates(VISITOR, campaign) == []
    with pytest.raises(NotAllowed):
        services.prepare_update(actor=cast.ivan.viewer, campaign=campaign, update=written.id)
    act = cast.sign(cast.ida, services.prepare_update(actor=ida, campaign=campaign, update=written.id))
    assert act.state == "mined"
    (published,) = queries.updates(VISITOR, campaign)
    assert (published.text, published.root) == ("It is mended.", changed.root)
    with pytest.raises(NotFound):
        services.write_update(actor=ida, campaign=campaign, title="x", text="y", record=written.id)


def test_an_adverse_notice_opens_the_exit_and_holds_settlement_up(cast: Cast) -> None:
    cast.rule("R11", WINDOW)
    campaign = cast.live()
    cast.pledge(cast.ivan, campaign, 150)
    cast.wait_until(queries.campaign(VISITOR, campaign).closes_at)
    cast.pushed()
    notice = services.prepare_adverse_notice(actor=cast.ida.viewer, campaign=campaign, reason="fire")
    assert "take the pledge back in full" in notice.sentence
    assert cast.sign(cast.ida, notice).state == "mined"
    cooling = queries.campaign(VISITOR, campaign)
    cast.wait_until((cooling.cooling_off_ends_at or 0) + 1)
    assert cast.pushed() == 0
    mine = queries.my_pledge(cast.ivan.viewer, campaign)
    assert mine is not None
    assert mine.withdrawable_until == cooling.notice_ends_at
    left = services.prepare_withdrawal(actor=cast.ivan.viewer, campaign=campaign)
    assert cast.sign(cast.ivan, left).state == "mined"
    cast.wait_until((cooling.notice_ends_at or 0) + 1)
    assert queries.campaign(VISITOR, campaign).step is Step.FAIL
    cast.pushed()
    assert queries.campaign(VISITOR, campaign).state is State.FAILED
    assert [each.state for each in queries.every_own_pledge(cast.ivan.viewer)] == [PledgeState.WITHDRAWN]


def test_the_operator_gives_notice_too(cast: Cast) -> None:
    cast.rule("R11", WINDOW)
    campaign = cast.proposed()
    with pytest.raises(Refused):
        services.give_adverse_notice(actor=cast.omar.maker, campaign=campaign, reason="fraud")
    with pytest.raises(NotAllowed):
        services.give_adverse_notice(actor=cast.tan.maker, campaign=campaign, reason="fraud")
    cast.check(cast.omar, services.approve(actor=cast.omar.maker, campaign=campaign, reason="In order."))
    cast.check(cast.tan, services.mint_units(actor=cast.tan.maker, campaign=campaign))
    cast.wait_until(cast.now() + HOUR)
    given = services.give_adverse_notice(actor=cast.omar.maker, campaign=campaign, reason="fraud")
    assert given.state == "proposed"  # maker and checker, though an issuer signs it alone
    assert cast.check(cast.omar, given).state == "mined"
    assert (queries.campaign(VISITOR, campaign).notice_ends_at or 0) > cast.now()


def test_why_it_was_decided_is_kept_and_what_changed_is_shown(cast: Cast) -> None:
    first = cast.proposed()
    with pytest.raises(Malformed):
        services.approve(actor=cast.omar.maker, campaign=first, reason=" ")
    turned_down = services.reject(
        actor=cast.omar.maker, campaign=first, reason="no accounts", explanation="Send audited accounts."
    )
    cast.check(cast.omar, turned_down)
    (why,) = queries.decisions(cast.ida.viewer, first)
    assert (why.decision, why.reason) == ("reject", "Send audited accounts.")
    with pytest.raises(NotFound):
        queries.decisions(cast.ivan.viewer, first)
    cast.wait_until(cast.now() + 10)
    second = cast.proposed(price=600)
    assert queries.difference(cast.omar.maker, first) == []
    changed = {each.label: (each.before, each.now) for each in queries.difference(cast.omar.maker, second)}
    assert "Title" not in changed
    assert changed["Price per unit"] == ("RM\u00a05.00", "RM\u00a06.00")
