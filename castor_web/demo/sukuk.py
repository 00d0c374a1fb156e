"""A second market from the same kernel: a sukuk, placed with professionals, paid for half a year, redeemed.

Two templates take the places of those of campaigns and dividends, announced and activated as any change is.
All else (kernel, doors, faces, modules, portal) is the crowdfunding market's.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from apps.accounts import queries as accounts
from apps.ledger import queries as ledger
from apps.ledger import services as outbox
from apps.ledger.errors import Refused
from apps.rulebook import queries as rulebook
from apps.vocabulary.types import Address, InvestorClass
from castor_web.demo import money, opening, people, primary
from castor_web.demo.cast import (
    COMPANIES,
    DAY,
    INVESTORS,
    OPERATORS,
    REGULATOR,
    RINGGIT,
    TRUSTEES,
    Company,
    Investor,
)
from castor_web.demo.chain import DevelopmentChain
from castor_web.demo.client import Session
from castor_web.demo.market import Market, WrongFigure
from castor_web.demo.offices import signed_together
from castor_web.demo.upgrade import Client, by_two, deployed
from castor_web.demo.ventures import Venture
from castor_web.stack.progress import Progress

TEMPLATES: Final = {"campaign": "CampaignOfSukuk", "dividend": "DividendOfSukuk"}
ISSUER, OPERATOR, RETAIL = COMPANIES[0], OPERATORS[0], INVESTORS[0]
BUYERS: Final = [
    each
    for each in INVESTORS
    if each.operator == OPERATOR.name and each.investor_class is not InvestorClass.RETAIL
]
CAST: Final[list[Company | Investor]] = [ISSUER, RETAIL, *BUYERS]
LOGINS: Final = [each.login for each in CAST]
RATE, PAYMENTS, LIFE = 60_000, 2, 180 * DAY
"""6 % a year (parts per million), paid twice; the principal after half a year."""
STEPS: Final = 8 + PAYMENTS
VENTURE: Final = Venture(
    "IDS", 1_000 * RINGGIT, 100, 300,
    "A roasting line of our own", "Certificates that carry 6 % a year and are paid back after half of one.",
    "food",
    "The certificates stand for shares in a roasting line that Ida Kopi leases. The lease pays the profit; "
    "at maturity Ida Kopi buys the line, and every certificate is paid its price.",
    "A roasting line of twelve tonnes a month.",
    "Revenue of RM 4.1 million last year; a profit of RM 310,000; audited.",
    "The lease may be paid late, and a line that roasts too little is worth less than it cost.",
)  # fmt: skip
_ENDED: Final = 3

Arguments = Mapping[str, int | str | bytes]


class Sukuk:
    """The play. Its cast is small: one issuer, the first operator's professionals, and Ivan, who is none."""

    def __init__(self, origin: str, chain: DevelopmentChain) -> None:
        self.market = Market(origin, chain, Session(origin, "visitor"))
        self.buyers = BUYERS

    def play(self, progress: Progress) -> Iterator[str]:
        """All of it; yields what was seen. Raises WrongFigure, Declined, NoWarp, CastorError."""
        if not self.market.warps:
            raise WrongFigure("A sukuk lasts half a year, and this chain's clock cannot be moved.")
        with self.market.chain.hurried():
            with progress.step("Regulator, 2 trustees, 2 operators"):
                opening.open_market(self.market)
            with progress.step(f"An issuer and {len(self.buyers) + 1} investors admitted"):
                self._admit()
            with progress.step("Deposits"):
                self._deposit()
            with progress.step("Two templates announced, noticed, activated"):
                self._replace()
            with progress.step("A sukuk proposed, approved, ready"):
                self._propose()
            with progress.step("Placed with professionals"):
                refusal = self._place()
            for number in range(1, PAYMENTS + 1):
                with progress.step(f"Profit {number} of {PAYMENTS}"):
                    self._pay(number)
            with progress.step("Principal at maturity"):
                self._pay(PAYMENTS + 1)
            with progress.step("Certificates redeemed"):
                self._redeem()
        yield f"Ivan, a retail investor, could not pledge: {refusal}"
        yield from self._sums()

    # -- people and money

    def _admit(self) -> None:
        market, office = self.market, self.market.office(OPERATOR)
        market.clients.update(people.derive_all(market.origin, CAST))
        for each in CAST:
            case = people.apply(market.clients[each.login], each, office.door)
            act = office.maker.post(f"kyc/cases/{case}/approve", people.APPROVED)["id"]
            office.checker.post(f"kyc/cases/{case}/confirm", people.CONFIRMED)
            office.maker.followed(act)
        market.until(
            lambda: all(each.get("accounts/me")["door"] for each in market.clients.values()),
            "everybody has a door",
        )

    def _deposit(self) -> None:
        money.publish_accounts(self.market)
        who = [RETAIL, *self.buyers]
        money.state(
            self.market,
            OPERATOR.trustee,
            [(each.deposit, f"IN-{each.number:06d}", self._reference(each)) for each in who],
        )
        office, acts = self.market.office(OPERATOR.trustee), []
        step = office.maker.post("treasury/bank-lines/mint-next", {})
        while step["line"]:
            office.checker.post(f"acts/{step['act']}/approval")
            acts.append(step["act"])
            step = office.maker.post("treasury/bank-lines/mint-next", {"after": step["line"]})
        for act in acts:
            office.maker.followed(act)
        for each in who:
            self._expect(each, each.deposit)

    def _reference(self, who: Investor) -> str:
        return str(self.market.clients[who.login].get("treasury/wallet")["reference"])

    def _expect(self, who: Investor, wanted: int) -> None:
        self.market.equal(f"{who.login}’s balance", wanted, lambda: self.market.balance(who.login))

    # -- the templates

    def _replace(self) -> None:
        market, regulator = self.market, self.market.office(REGULATOR)
        self.codes = {name: deployed(contract) for name, contract in TEMPLATES.items()}
        for name, code in self.codes.items():
            regulator.act("rulebook/changes", {"name": name, "code": code, "template": True})
        market.until(lambda: len(rulebook.pending()) == len(self.codes), "both are announced")
        pending = rulebook.pending()
        market.pass_time(max(each.earliest for each in pending))
        for each in pending:
            market.office(OPERATOR).act(f"rulebook/changes/{each.id}/activate")
        market.until(
            lambda: all(ledger.module(name) == code for name, code in self.codes.items()), "both are in force"
        )

    # -- the sukuk

    def _propose(self) -> None:
        market, issuer = self.market, self.market.clients[ISSUER.login]
        trustee = market.office(OPERATOR.trustee)
        named = {"name": "Ida sukuk", "symbol": VENTURE.symbol, "trustee": trustee.door}
        signed_together([(issuer, "classes/prepare", named)])
        market.until(lambda: bool(issuer.get("classes")), "the class is listed")
        opens = market.chain.now() + primary.HOUR
        self.closes = opens + 14 * DAY
        self.campaign = primary.propose_one(market, ISSUER, VENTURE, opens, self.closes)
        terms = {"rate": RATE, "matures_at": self.closes + LIFE, "payments": PAYMENTS}
        signed_together([(issuer, f"campaigns/{self.campaign}/sukuk/prepare", terms)])
        market.until(lambda: bool(self._shown()), "its terms are shown")
        market.office(OPERATOR).act(
            f"campaigns/{self.campaign}/approve", {"reason": "A lease that is in order."}
        )
        market.until(
            lambda: bool(trustee.maker.get("campaigns/waiting")), "the trustee sees that units are awaited"
        )
        trustee.act(f"campaigns/{self.campaign}/mint")
        market.await_state(self.campaign, "ready")
        market.pass_time(opens)

    def _shown(self) -> bool:
        found = self.market.clients[ISSUER.login].get(f"campaigns/{self.campaign}")
        return found["sukuk"] is not None

    def _place(self) -> str:
        market = self.market
        ivan, price = Client(market.origin, RETAIL.login), VENTURE.price
        found = market.campaign(self.campaign)
        self.face, self.money = Address(found["face"]), Address(found["money"])
        try:
            ivan.act("Pledge", self.campaign, {"units": 1, "least": 1}, asset=self.money, most=price)
        except Refused as problem:
            refusal = problem.name
        else:
            raise WrongFigure("A retail investor could pledge.")
        self.sold = primary.pledge(market, self.campaign, self.buyers, 40)
        market.pass_time(max(self.closes, market.graced(self.campaign)))
        market.pass_time(int(market.await_state(self.campaign, "cooling-off")["cooling_off_ends_at"]))
        primary.settle(market, ISSUER.login, self.campaign, self.sold)
        self.paid = dict.fromkeys(self.sold, 0)
        return refusal

    # -- what it pays

    def _pay(self, number: int) -> None:
        """Declared by the issuer, brought by its bank and minted in by the trustee, paid out by anybody."""
        market = self.market
        due, rate = self._promised(number)
        if market.chain.now() < due - 10 * DAY:
            market.pass_time(due - 10 * DAY)
        path = f"campaigns/{self.campaign}/sukuk/payments/{number}/prepare"
        signed_together([(market.clients[ISSUER.login], path, None)])
        market.until(lambda: self._payment(number)["dividend"] is not None, "the payment is declared")
        payment = Address(self._payment(number)["dividend"])
        self._bring(payment)
        market.pass_time(max(due, market.chain.now()) + 2)
        doors = [self._door(login) for login in self.sold]
        with suppress(Refused):  # the worker was faster
            outbox.push(call="Dividend.pay", target=payment, arguments=[doors])
        market.until(lambda: ledger.ask("Dividend", "state", payment) == _ENDED, "everybody is paid")
        for login, units in self.sold.items():
            self.paid[login] += units * rate // 100
            who = next(each for each in self.buyers if each.login == login)
            self._expect(who, who.deposit - units * VENTURE.price + self.paid[login])

    def _promised(self, number: int) -> tuple[int, int]:
        """When a payment falls due, and what it is for a unit: in the portal as in the contract."""
        template, said = self.codes["dividend"], self._payment(number)
        due = int(ledger.ask("DividendOfSukuk", "dueAt", template, self.campaign, number))
        rate = int(ledger.ask("DividendOfSukuk", "perUnit", template, self.campaign, number))
        if (said["due_at"], said["rate"]) != (due, rate):
            raise WrongFigure(f"Payment {number} is {said}, and should be {rate}, due at {due}.")
        return due, rate

    def _payment(self, number: int) -> dict[str, Any]:
        found: list[dict[str, Any]] = self.market.visitor.get(f"campaigns/{self.campaign}/sukuk/payments")
        return found[number - 1]

    def _door(self, login: str) -> Address:
        found = accounts.viewer_named(login).door
        if found is None:
            raise WrongFigure(f"{login} has no door.")
        return found

    def _bring(self, payment: Address) -> None:
        trustee = TRUSTEES[0]
        amount = int(ledger.ask("Dividend", "awaited", payment))
        money.state(self.market, trustee.name, [(amount, f"SUKUK-{payment[-4:]}", ISSUER.name)])
        minted: Arguments = {"to": payment, "amount": amount, "ref": secrets.token_bytes(32)}
        door = self.market.office(trustee).door
        by_two(
            trustee,
            lambda who: outbox.propose(
                actor=who,
                door=door,
                act="Mint",
                target=door,
                arguments={**minted, "creditedAt": self.market.now() - primary.HOUR},
            ),
        )

    def _redeem(self) -> None:
        """No unit is one any more: asked by the issuer, confirmed by the trustee after the notice."""
        market, path = self.market, f"classes/{self.face}/conversion"
        signed_together([(market.clients[ISSUER.login], path, {"numerator": 0, "denominator": 1})])
        market.pass_time(market.chain.now() + 7 * DAY + 60)
        market.office(TRUSTEES[0]).act(f"{path}/confirmation")
        market.until(self._is_gone, "no unit is left")

    def _is_gone(self) -> bool:
        born = ledger.market()
        return (
            born is not None
            and not ledger.ask("MarketMaster", "faceOf", Address(born.master), self.face)["supply"]
        )

    def _sums(self) -> Iterator[str]:
        raised = VENTURE.price * sum(self.sold.values())
        profit = sum(self.paid.values()) - raised
        yield f"Placed RM {money.ringgit(raised)}, profit RM {money.ringgit(profit)}, all of it paid back"
        yield "No certificate is left; the kernel, the doors and the faces are the crowdfunding market’s"
        yield from money.sums(self.market)
