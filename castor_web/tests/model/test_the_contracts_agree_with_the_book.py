"""Random markets, played on the chain and on paper: every refusal, every sen and every unit agree."""

from __future__ import annotations

import os
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.ledger.testing.stage import Client, Staff, Stage, text32
from apps.vocabulary.types import Address, InvestorClass, Role
from castor_web.tests.model.book import Book, Campaign, No, Rules, State
from castor_web.tests.model.parties import Chain, Party

DAY: Final = 86_400
PRICE, MINIMUM, MAXIMUM = 250, 60, 100
CEILING, YEAR = 9_000, 8_000
COOLING_OFF = 6 * DAY
FEE = 70_000
INVESTORS = ("ivan", "ines", "rita", "rita again")
EXAMPLES = 150 if os.environ.get("CASTOR_PROVE") else 8
STATES = {
    5: State.OPEN,
    4: State.OPEN,
    3: State.OPEN,
    6: State.COOLING_OFF,
    7: State.SETTLING,
    8: State.SETTLED,
}

AMOUNT = st.integers(0, 30_000)
WHO = st.sampled_from(INVESTORS)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("deposit"), WHO, AMOUNT),
        st.tuples(st.just("withdraw"), WHO, AMOUNT),
        st.tuples(st.just("answer"), st.integers(1, 4), st.booleans()),
        st.tuples(st.just("pledge"), WHO, st.integers(0, 70), st.integers(0, 40)),
        st.tuples(st.just("pledge"), WHO, st.integers(10, 40), st.integers(1, 10)),
        st.tuples(st.just("take_back"), WHO),
        st.tuples(st.sampled_from(("close", "fail"))),
        st.tuples(st.sampled_from(("settle", "refund")), st.integers(1, 3)),
        st.tuples(st.just("collect"), WHO),
        st.tuples(st.just("wait"), st.sampled_from((DAY, 5 * DAY, 6 * DAY, 30 * DAY, 91 * DAY))),
    ),
    min_size=15,
    max_size=45,
)

SETTLES = [
    ("pledge", "ivan", 40, 1),
    ("pledge", "rita", 20, 1),
    ("pledge", "rita again", 20, 1),
    ("pledge", "ines", 70, 10),
    ("take_back", "rita"),
    ("withdraw", "rita", 500),
    ("answer", 1, True),
    ("settle", 1),
    ("wait", 6 * DAY),
    ("take_back", "ivan"),
    ("settle", 2),
    ("collect", "ines"),
    ("settle", 3),
]
FAILS = [
    ("pledge", "ivan", 30, 1),
    ("pledge", "ines", 40, 1),
    ("close",),
    ("wait", 30 * DAY),
    ("pledge", "ivan", 1, 1),
    ("close",),
    ("take_back", "ivan"),
    ("fail",),
    ("wait", 91 * DAY),
    ("fail",),
    ("refund", 1),
    ("collect", "ines"),
    ("refund", 3),
]


class Play:
    """The same market twice: on the chain, and in the book."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.chain = stage, Chain(stage)
        self.chain.open()
        self.tan, self.omar = stage.admit(Role.TRUSTEE, "Tan"), stage.admit(Role.OPERATOR, "Omar")
        stage.link(self.tan, self.omar)
        self.money = Address(stage.call("IMarketMaster", "tokenOf", self.tan.door))
        self._set_rules()
        self.ida = self._client(Role.ISSUER, "ida", InvestorClass.NONE)
        kinds = {"rita": InvestorClass.RETAIL, "rita again": InvestorClass.RETAIL}
        self.investors = {
            each: self._client(Role.INVESTOR, each.split()[0], kinds.get(each, InvestorClass.SOPHISTICATED))
            for each in INVESTORS
        }
        stage.client_act(
            self.ida,
            "CreateClass",
            self.ida.door,
            name=text32("Kopi"),
            symbol=text32("KOPI"),
            trustee=self.tan.door,
        )
        self.face = Address(stage.events("FaceCreated")[-1]["face"])
        self.chain.now = stage.gateway.head().timestamp
        self.campaign = self._campaign()
        self.refs = 0

    def _set_rules(self) -> None:
        rulebook = Address(self.stage.call("IMarketMaster", "moduleOf", text32("rulebook"))["code"])
        figures = (
            ("R4", 1, CEILING),
            ("R4b", 1, YEAR),
            ("R10s", 0, COOLING_OFF),
            ("R16", 0, 0xFFFFFF << 24 | FEE),
        )
        for rule, kind, value in figures:
            self.stage.act(
                self.stage.regulator,
                "SetRule",
                rulebook,
                rule=text32(rule),
                value=value,
                effectiveFrom=0,
                **{"class": kind},
            )
        self.rulebook = rulebook

    def _client(self, role: Role, person: str, kind: InvestorClass) -> Client:
        return self.stage.admit_client(self.omar, role, "", self.tan, person=person.encode(), kind=kind)

    def _campaign(self) -> Address:
        self.opens_at = self.chain.now + 1_000
        self.closes_at = self.opens_at + 20 * DAY
        template = Address(self.stage.call("IMarketMaster", "moduleOf", text32("campaign"))["code"])
        terms = (
            self.face,
            self.money,
            PRICE,
            MINIMUM,
            MAXIMUM,
            self.opens_at,
            self.closes_at,
            bytes(31) + b"d",
            0,
        )
        assert self.chain.act(self._party(self.ida), template, "Campaign", "propose", *terms)
        campaign = Address(self.stage.events("Opened")[-1]["instance"])
        documents = self.stage.call("Campaign", "documents", at=campaign)
        assert self.chain.act(self._party(self.omar), campaign, "Campaign", "approve", documents)
        units = (self.face, campaign, MAXIMUM, text32("units"))
        assert self.chain.act(self._party(self.tan), self.tan.door, "Trustee", "mintUnits", *units)
        return campaign

    def _party(self, who: Client | Staff) -> Party:
        if isinstance(who, Client):
            return Party(who.door, [who.key])
        return Party(who.door, self.stage.signers_of(who))

    def book(self) -> Book:
        """The same market on paper, as it is before the first step."""
        dates = self.stage.call("Campaign", "dates", at=self.campaign)
        campaign = Campaign(PRICE, MINIMUM, MAXIMUM, self.opens_at, self.closes_at, dates["coolingOffEndsAt"])
        persons = {each: "rita" if each.startswith("rita") else None for each in INVESTORS}
        money = dict.fromkeys((*INVESTORS, "issuer", "operator"), 0)
        return Book(Rules(CEILING, YEAR, COOLING_OFF, FEE), campaign, persons, money)

    # -- one step, twice

    def step(self, book: Book, what: str, *words: Any) -> None:
        """Both do it, or both refuse."""
        if what == "wait":
            self.chain.now += words[0]
            return
        if what == "pledge":
            # what was given back no longer counts: anyone may say so, and the relay does before it pledges
            self.chain.push(self.rulebook, "Rulebook", "tidy", self._person(words[0]), 20)
        done = getattr(self, f"_{what}")(*words)
        book.now = self.chain.now
        try:
            getattr(book, what)(*words)
        except No:
            assert not done, f"the chain did what the book refuses: {what} {words}"
        else:
            assert done, f"the chain refused what the book allows: {what} {words}"

    def _person(self, who: str) -> bytes:
        return who.split()[0].encode().ljust(32, b"\0")

    def _deposit(self, who: str, amount: int) -> bool:
        self.refs += 1
        words = (self.investors[who].door, amount, self.refs.to_bytes(32, "big"), self.chain.now)
        return self.chain.act(self._party(self.tan), self.tan.door, "Trustee", "mint", *words)

    def _withdraw(self, who: str, amount: int) -> bool:
        client = self.investors[who]
        return self.chain.act(
            self._party(client), client.door, "Investor", "requestWithdrawal", self.money, amount
        )

    def _answer(self, number: int, paid: bool) -> bool:
        name = "burn" if paid else "returnWithdrawal"
        word = (1_000 + number).to_bytes(32, "big")
        return self.chain.act(self._party(self.tan), self.tan.door, "Trustee", name, number, word)

    def _pledge(self, who: str, units: int, least: int) -> bool:
        client = self.investors[who]
        words = (units, least)
        return self.chain.act(
            self._party(client),
            self.campaign,
            "Campaign",
            "pledge",
            *words,
            asset=self.money,
            most=units * PRICE,
        )

    def _take_back(self, who: str) -> bool:
        return self.chain.act(self._party(self.investors[who]), self.campaign, "Campaign", "withdrawPledge")

    def _close(self) -> bool:
        return self.chain.push(self.campaign, "Campaign", "close")

    def _fail(self) -> bool:
        return self.chain.push(self.campaign, "Campaign", "fail")

    def _settle(self, n: int) -> bool:
        return self.chain.push(self.campaign, "Campaign", "settle", n)

    def _refund(self, n: int) -> bool:
        return self.chain.push(self.campaign, "Campaign", "refund", n)

    def _collect(self, who: str) -> bool:
        return self.chain.push(self.campaign, "Campaign", "collect", self.investors[who].door)

    # -- what both have

    def agree(self, book: Book) -> None:
        """To the sen and to the unit."""
        call = self.stage.call
        doors = {each: client.door for each, client in self.investors.items()}
        for who, door in {**doors, "issuer": self.ida.door, "operator": self.omar.door}.items():
            assert call("IMarketMaster", "balanceOf", self.money, door) == book.money[who], who
            held = call("IMarketMaster", "holdingOf", self.face, door)["units"]
            assert held == book.units.get(who, 0), who
        for who, door in doors.items():
            pledged = call("Campaign", "pledgeOf", door, at=self.campaign)["units"]
            assert pledged == book.campaign.pledges.get(who, 0), who
        supply = call("IMarketMaster", "faceOf", self.money)["supply"]
        assert supply == book.minted - book.burned
        assert sum(book.money.values()) + book.campaign.pledged * PRICE + self._in_between(book) == supply
        state = call("Campaign", "state", at=self.campaign)
        assert STATES.get(state, State.FAILED) is book.campaign.state

    @staticmethod
    def _in_between(book: Book) -> int:
        """Asked out and not answered; delivered and not paid on to issuer and operator yet."""
        waiting = sum(amount for _, amount in book.asked_out.values())
        c = book.campaign
        return waiting + (c.raised - c.pledged * PRICE if c.state is State.SETTLING else 0)


@pytest.fixture
def play(stage: Stage) -> Play:
    return Play(stage)


def test_random_markets_agree(play: Play) -> None:
    node, start = play.stage.node, play.chain.now

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=not os.environ.get("CASTOR_PROVE"),
        suppress_health_check=list(HealthCheck),
    )
    @example(SETTLES)
    @example(FAILS)
    @given(STEPS)
    def agree(steps: list[tuple[Any, ...]]) -> None:
        snapshot = node.call("evm_snapshot")
        play.chain.now = start
        book = play.book()
        try:
            play.chain.now = play.opens_at
            for who in INVESTORS:
                play.step(book, "deposit", who, 12_000)
            for each in steps:
                play.step(book, *each)
            play.agree(book)
            assert steps is not SETTLES or book.campaign.state is State.SETTLED
            assert steps is not FAILS or book.campaign.state is State.FAILED
        finally:
            node.take_back(snapshot)

    agree()


def test_a_difference_would_be_seen(play: Play) -> None:
    """The comparison itself can fail: one sen too many on paper."""
    book = play.book()
    play.step(book, "deposit", "ivan", 500)
    play.agree(book)
    book.money["ivan"] += 1
    with pytest.raises(AssertionError):
        play.agree(book)
    book.campaign.opens_at += 30 * DAY
    play.chain.now = play.opens_at
    with pytest.raises(AssertionError, match="did what the book refuses"):
        play.step(book, "pledge", "ivan", 1, 1)
