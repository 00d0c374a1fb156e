"""`manage.py follow_chain` runs until it is told to stop, and says why when it cannot go on."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from apps.ledger.errors import ForeignChain
from apps.ledger.events import UnknownEvent
from apps.ledger.follow import Follower
from apps.ledger.indexer import Step
from apps.ledger.management.commands import follow_chain
from apps.ledger.tests.paperchain import PaperChain


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The run's own signal handlers come back."""
    kept = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    yield
    for each, handler in kept.items():
        signal.signal(each, handler)


@pytest.mark.django_db
def test_without_a_market_it_says_how_to_make_one() -> None:
    with pytest.raises(CommandError, match="create_market"):
        call_command("follow_chain")


@pytest.mark.parametrize("why", [UnknownEvent("block 3: no such event"), ForeignChain()])
def test_it_stops_where_going_on_would_show_something_wrong(
    why: Exception, paper: PaperChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    def turn(self: Follower) -> Step:
        raise why

    monkeypatch.setattr(follow_chain, "origin", lambda: paper.origin)
    monkeypatch.setattr(Follower, "turn", turn)
    with pytest.raises(CommandError, match=str(why).split(".", maxsplit=1)[0]):
        call_command("follow_chain")


def test_a_signal_lets_it_finish_its_turn_and_end(paper: PaperChain, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[Step] = []

    def turn(self: Follower) -> Step:
        signal.raise_signal(signal.SIGTERM)
        turns.append(Step.ADVANCED)
        return Step.ADVANCED

    monkeypatch.setattr(follow_chain, "origin", lambda: paper.origin)
    monkeypatch.setattr(Follower, "turn", turn)
    call_command("follow_chain")
    assert turns == [Step.ADVANCED]
