"""A trading floor on a real chain: a class whose campaign has settled, holders, and a market for it.

Trustee Tan, operator Omar, issuer Ida; the investors Ivan and Iris; Ivan's second door, at the operator Olga,
whose clients' money is kept by the trustee Tara.
"""

from __future__ import annotations

from dataclasses import dataclass

from apps.accounts.testing import consenting
from apps.ledger import queries as ledger
from apps.ledger import services as outbox
from apps.ledger.testing.stage import Client, Staff, Stage, text32
from apps.ledger.types import ActView, Signable
from apps.rulebook.rules import permission, rule_word
from apps.trading import services, tasks
from apps.trading.types import Form
from apps.vocabulary.types import ZERO_ADDRESS, Address, InvestorClass, Role

IVAN, IRIS = b"\xaa" * 32, b"\xbb" * 32
MORATORIUM = 5_000
PRICE = 250
TICK, START = 10, 300
RATE, LEAST = 12_500, 500
"""R22: 1.25 %, and RM 5.00 at least."""
ALWAYS = 10_080 << 38 | 127 << 52 | 1_440 << 70
"""R21: open at all hours, any price."""
MONTH = 30 * 86_400
ANYONE = InvestorClass.SOPHISTICATED


@dataclass
class Floor:
    """Who is on the floor, and where they trade."""

    stage: Stage
    tan: Staff
    tara: Staff
    omar: Staff
    olga: Staff
    ida: Client
    ivan: Client
    iris: Client
    ivan_again: Client
    face: Address
    money: Address
    other_money: Address
    market: Address

    def now(self) -> int:
        """The chain's time."""
        return self.stage.gateway.head().timestamp

    def warp(self, seconds: int) -> None:
        """Lets the chain's time pass."""
        warp(self.stage, self.now() + seconds)
        self.stage.index()

    def sign(self, client: Client, signable: Signable) -> ActView:
        """Signs what was prepared, lets it be carried and indexed, and says what became of it."""
        digest = bytes.fromhex(signable.prepared.digest[2:])
        view = outbox.submit(
            actor=client.viewer,
            prepared=signable.prepared.id,
            signature=client.key.sign(digest),
            signer=bytes.fromhex(client.key.address[2:]),
        )
        self.stage.run()
        self.stage.index()
        return ledger.act(view.id)

    def ask(self, client: Client, certificate: int, units: int, price: int, days: int = 30) -> ActView:
        """Offers, signed."""
        prepared = services.prepare_ask(
            actor=client.viewer,
            market=self.market,
            certificate=certificate,
            units=units,
            price=price,
            expires_at=self.now() + days * 86_400,
        )
        return self.sign(client, prepared)

    def bid(self, client: Client, units: int, price: int, days: int = 30) -> ActView:
        """Bids, signed."""
        prepared = services.prepare_bid(
            actor=consenting(client.viewer),
            market=self.market,
            units=units,
            price=price,
            expires_at=self.now() + days * 86_400,
        )
        return self.sign(client, prepared)

    def push(self) -> int:
        """What the worker pushes, carried and indexed; how many steps."""
        pushed: int = tasks.push_due()
        self.stage.run()
        self.stage.index()
        return pushed

    def open(self, form: Form) -> Address:
        """Omar opens another market of the class, in the same money or after the one that is closed."""
        act = services.propose_market(
            actor=self.omar.maker,
            face=self.face,
            money=self.money,
            tick=TICK,
            start_price=START,
            form=form,
        )
        outbox.approve(actor=self.omar.checker, act=act.id)
        self.stage.run()
        self.stage.index()
        return Address(self.stage.events("Opened")[-1]["instance"])

    def balance(self, client: Client) -> int:
        """What the chain says of a client's money, in sen."""
        balance: int = self.stage.call("MoneyToken", "balanceOf", client.door, at=self.money)
        return balance


def warp(stage: Stage, to: int) -> None:
    """One block at a moment."""
    stage.node.call("evm_setNextBlockTimestamp", to)
    stage.node.call("evm_mine")


def build(stage: Stage) -> Floor:
    """Everybody admitted, RM 100 minted to each investor, a campaign settled, a market open."""
    tan, tara = stage.admit(Role.TRUSTEE, "Tan Trustees"), stage.admit(Role.TRUSTEE, "Tara Trustees")
    omar, olga = stage.admit(Role.OPERATOR, "Omar Crowd"), stage.admit(Role.OPERATOR, "Olga Crowd")
    stage.link(tan, omar)
    stage.link(tara, olga)
    ida = stage.admit_client(omar, Role.ISSUER, "Ida Kopi", tan, person=b"\xcc" * 32)
    ivan = stage.admit_client(omar, Role.INVESTOR, "", tan, person=IVAN, kind=ANYONE)
    iris = stage.admit_client(omar, Role.INVESTOR, "", tan, person=IRIS, kind=ANYONE)
    again = stage.admit_client(olga, Role.INVESTOR, "", tara, person=IVAN, kind=ANYONE)
    money, other = (stage.call("MarketMaster", "tokenOf", each.door) for each in (tan, tara))
    for number, (trustee, client) in enumerate([(tan, ivan), (tan, iris), (tara, again)]):
        stage.act(
            trustee,
            "Mint",
            trustee.door,
            to=client.door,
            amount=500_000,
            ref=text32(f"bank {number}"),
            creditedAt=1,
        )
    face = settled_campaign(stage, tan, omar, ida, money, {ivan.door: (ivan, 600), iris.door: (iris, 400)})
    for rule, value in (
        ("R20", 1),
        (permission(omar.door), 1),
        ("R21", ALWAYS),
        ("R22", RATE),
        ("R22m", LEAST),
    ):
        set_rule(stage, rule, value)
    floor = Floor(
        stage,
        tan,
        tara,
        omar,
        olga,
        ida,
        ivan,
        iris,
        again,
        face,
        Address(money),
        Address(other),
        ZERO_ADDRESS,
    )
    stage.index()
    floor.market = floor.open(Form.CONTINUOUS)
    return floor


def set_rule(stage: Stage, rule: str, value: int) -> None:
    """The regulator sets a figure for all, from now on."""
    rulebook = stage.call("MarketMaster", "running", text32("rulebook"))
    word = {"rule": rule_word(rule), "class": 0, "value": value, "effectiveFrom": 0}
    stage.act(stage.regulator, "SetRule", rulebook, **word)


def settled_campaign(
    stage: Stage,
    tan: Staff,
    omar: Staff,
    ida: Client,
    money: str,
    pledges: dict[Address, tuple[Client, int]],
) -> Address:
    """A class all of whose units were sold in a campaign; its certificates are locked for `MORATORIUM`."""
    for rule, value in (("R10s", 10), ("R19", MORATORIUM)):
        set_rule(stage, rule, value)
    stage.client_act(
        ida, "CreateClass", ida.door, name=text32("Kopi ordinary"), symbol=text32("KOPI"), trustee=tan.door
    )
    face = Address(stage.events("FaceCreated")[-1]["face"])
    stage.index()
    campaigns = ledger.module("campaign")
    assert campaigns is not None
    now, units = stage.gateway.head().timestamp, sum(each for _, each in pledges.values())
    terms = {"price": PRICE, "minimum": units, "maximum": units, "opensAt": now + 600, "closesAt": now + 900}
    terms["allocation"] = 0
    stage.client_act(ida, "Propose", campaigns, face=face, money=money, disclosure=bytes(32), **terms)
    campaign = Address(stage.events("Opened")[-1]["instance"])
    stage.act(omar, "Approve", campaign, documents=bytes(32))
    stage.act(tan, "MintUnits", tan.door, face=face, campaign=campaign, units=units, ref=text32("units"))
    warp(stage, now + 601)
    for client, count in pledges.values():
        mandate = {"asset": money, "most": count * PRICE}
        stage.client_act(client, "Pledge", campaign, units=count, least=count, **mandate)
    warp(stage, stage.gateway.head().timestamp + 11)
    outbox.push(call="Campaign.settle", target=campaign, arguments=[10])
    stage.run()
    assert stage.call("Campaign", "isOver", at=campaign)
    return face
