"""Random markets, played on the chain and on paper: every refusal, every sen and every unit agree."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from apps.ledger.testing.stage import Client, Staff, Stage, text32
from apps.vocabulary.types import ZERO_ADDRESS, Address, InvestorClass, Role
from castor_web.tests.model.book import Book, Campaign, No, Rules, State
from castor_web.tests.model.parties import Chain, Party
from castor_web.tests.model.steps import CUT, DAY, FAILS, INVESTORS, LATE, SETTLES, STEPS

PRICE, MINIMUM, MAXIMUM = 250, 60, 100
CEILING, YEAR = 9_000, 8_000
COOLING_OFF, GRACE = 6 * DAY, 2 * DAY
FEE = 70_000
EXAMPLES = 150 if os.environ.get("CASTOR_PROVE") else 6
"""Random markets of each of the two ways to give out units."""
STATES = {
    5: State.OPEN,
    4: State.OPEN,
    3: State.OPEN,
    6: State.COOLING_OFF,
    7: State.SETTLING,
    8: State.SETTLED,
}


class Play:
    """The same market twice: on the chain, and in the book."""

    def __init__(self, stage: Stage, *, pro_rata: bool) -> None:
        self.stage, self.chain, self.pro_rata = stage, Chain(stage), pro_rata
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
        self.refs, self.shown = 0, dict[str, int]()

    def _set_rules(self) -> None:
        rulebook = Address(self.stage.call("IMarketMaster", "moduleOf", text32("rulebook"))["code"])
        figures = (
            ("R4", 1, CEILING),
            ("R4b", 1, YEAR),
            ("R10s", 0, COOLING_OFF),
            ("late-money-s", 0, GRACE),
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
            int(self.pro_rata),
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
        grace = self.closes_at + GRACE
        windows = (self.opens_at, self.closes_at, grace, grace + COOLING_OFF)
        campaign = Campaign(PRICE, MINIMUM, MAXIMUM, *windows, pro_rata=self.pro_rata)
        doors = {each: int(client.door, 16) for each, client in self.investors.items()}
        persons = {each: "rita" if each.startswith("rita") else None for each in INVESTORS}
        money = dict.fromkeys((*INVESTORS, "issuer", "operator"), 0)
        self.paper = Book(Rules(CEILING, YEAR, COOLING_OFF, GRACE, FEE), campaign, persons, doors, money)
        return self.paper

    # -- one step, twice

    def step(self, book: Book, what: str, *words: Any) -> None:
        """Both do it, or both refuse."""
        if what == "wait":
            self.chain.now += words[0]
            return
        if what == "credit":
            words = (*words[:2], self.closes_at + words[2])
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
        return self._mint(who, amount, self.chain.now)

    def _credit(self, who: str, amount: int, stamp: int) -> bool:
        minted = self._mint(who, amount, stamp)
        if minted:
            self.shown[who] = self.refs
        return minted

    def _mint(self, who: str, amount: int, stamp: int) -> bool:
        self.refs += 1
        words = (self.investors[who].door, amount, self.refs.to_bytes(32, "big"), stamp)
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

    def _intend(self, who: str, units: int, least: int) -> bool:
        words = (self.investors[who].door, units, least)
        pledge = self.stage.call("Campaign", "intentOf", *words, at=self.campaign)
        return self.chain.push(self.campaign, "Campaign", "intend", pledge)

    def _show(self, who: str) -> bool:
        reference = self.shown.get(who, 0).to_bytes(32, "big")
        return self.chain.push(self.campaign, "Campaign", "showDeposit", self.investors[who].door, reference)

    def _allocate(self, n: int) -> bool:
        """Proposes what the paper says: where the larger remainders end."""
        campaign = self.paper.campaign
        lucky = campaign.luckiest(self.paper.doors) if campaign.is_cut else []
        rest = campaign.remainder(lucky[-1]) if lucky else sum(campaign.asked.values())
        last = self.investors[lucky[-1]].door if lucky else ZERO_ADDRESS
        return self.chain.push(self.campaign, "Campaign", "allocate", rest, last, n)

    def _return_excess(self, n: int) -> bool:
        return self.chain.push(self.campaign, "Campaign", "returnExcess", n)

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


def _agree_on(play: Play, steps: list[tuple[Any, ...]], ends: State | None = None) -> None:
    """One market from the opening on, twice, and then taken back."""
    node, start = play.stage.node, play.chain.now
    snapshot = node.call("evm_snapshot")
    book = play.book()
    try:
        play.refs, play.shown = 0, {}
        play.chain.now = play.opens_at
        for who in INVESTORS:
            play.step(book, "deposit", who, 12_000)
        for each in steps:
            play.step(book, *each)
        play.agree(book)
        assert ends in (None, book.campaign.state)
    finally:
        node.take_back(snapshot)
        play.chain.now = start


@pytest.mark.parametrize("pro_rata", [False, True], ids=["first come", "pro rata"])
def test_random_markets_agree(stage: Stage, pro_rata: bool) -> None:
    play = Play(stage, pro_rata=pro_rata)
    for steps in (CUT, LATE) if pro_rata else (SETTLES, LATE):
        _agree_on(play, steps, State.SETTLED)
    _agree_on(play, FAILS, State.FAILED)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=not os.environ.get("CASTOR_PROVE"),
        suppress_health_check=list(HealthCheck),
    )
    @given(STEPS)
    def agree(steps: list[tuple[Any, ...]]) -> None:
        _agree_on(play, steps)

    agree()


def test_a_difference_would_be_seen(stage: Stage) -> None:
    """The comparison itself can fail: one sen too many on paper."""
    play = Play(stage, pro_rata=False)
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
