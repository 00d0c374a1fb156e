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
from apps.trading import services
from apps.vocabulary.types import Address, InvestorClass, Role

IVAN, IRIS = b"\xaa" * 32, b"\xbb" * 32
MORATORIUM = 5_000
PRICE = 250
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

    def offer(self, client: Client, certificate: int, units: int, price: int, days: int = 30) -> ActView:
        """Offers, signed."""
        prepared = services.prepare_offer(
            actor=client.viewer,
            market=self.market,
            certificate=certificate,
            units=units,
            price=price,
            expires_at=self.now() + days * 86_400,
        )
        return self.sign(client, prepared)

    def take(self, client: Client, number: int, units: int) -> ActView:
        """Takes, signed."""
        prepared = services.prepare_take(
            actor=consenting(client.viewer), market=self.market, number=number, units=units
        )
        return self.sign(client, prepared)

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
    stage.act(omar, "OpenMarket", template(stage), face=face, money=money)
    stage.index()
    market = Address(stage.events("Opened")[-1]["instance"])
    return Floor(
        stage, tan, tara, omar, olga, ida, ivan, iris, again, face, Address(money), Address(other), market
    )


def template(stage: Stage) -> Address:
    """The template of markets."""
    stage.index()
    found = ledger.module("market")
    assert found is not None
    return found


def settled_campaign(
    stage: Stage,
    tan: Staff,
    omar: Staff,
    ida: Client,
    money: str,
    pledges: dict[Address, tuple[Client, int]],
) -> Address:
    """A class all of whose units were sold in a campaign; its certificates are locked for `MORATORIUM`."""
    regulator = stage.regulator
    rulebook = stage.call("MarketMaster", "running", text32("rulebook"))
    for rule, value in (("R10s", 10), ("R19", MORATORIUM)):
        word = {"rule": text32(rule), "class": 0, "value": value, "effectiveFrom": 0}
        stage.act(regulator, "SetRule", rulebook, **word)
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
