"""Who appears in a campaign, and what they do in a sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from apps.accounts.testing import consenting
from apps.campaigns import services
from apps.campaigns.types import CAMPAIGNS, Allocation, Offer
from apps.ledger import services as ledger
from apps.ledger.queries import act as act_view
from apps.ledger.readmodel import head
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Client, Staff, Stage, text32
from apps.ledger.types import ActView, Signable
from apps.records import services as records
from apps.rulebook import queries as rulebook
from apps.securities import services as securities
from apps.securities.types import CLASSES
from apps.treasury.types import SUPPLIES
from apps.vocabulary.types import Address, Role

HOUR = 3600
WORDS = {
    "title": "Kopi Utara",
    "pitch": "Single-origin coffee, roasted in Kedah.",
    "sector": "food",
    "story": "We roast what Kedah grows.",
    "use_of_proceeds": "A second roastery.",
    "team": "Ida and four roasters.",
    "risks": "A bad harvest.",
}
_refs = count(1)


@dataclass
class Cast:
    """The market's people; the issuer has a share class."""

    stage: Stage
    tan: Staff
    omar: Staff
    ida: Client
    ivan: Client
    ines: Client
    money: Address
    face: Address

    def sign(self, client: Client, signable: Signable) -> ActView:
        """A client signs what was prepared; it is carried and indexed."""
        digest = bytes.fromhex(signable.prepared.digest[2:])
        view = ledger.submit(
            actor=client.viewer,
            prepared=signable.prepared.id,
            signature=client.key.sign(digest),
            signer=bytes.fromhex(client.key.address[2:]),
        )
        return self.carried(view)

    def check(self, staff: Staff, proposed: ActView) -> ActView:
        """A colleague approves; the act is carried and indexed."""
        ledger.approve(actor=staff.checker, act=proposed.id)
        return self.carried(proposed)

    def carried(self, act: ActView) -> ActView:
        """The act after a round of the worker and of the indexer."""
        self.stage.run()
        catch_up()
        return act_view(act.id)

    def pushed(self) -> int:
        """A round of the beat's task; how many steps were pushed."""
        steps = services.push_due()
        self.stage.run()
        catch_up()
        return steps

    def wait_until(self, at: int) -> None:
        """Chain time moves on."""
        self.stage.node.call("evm_setNextBlockTimestamp", hex(at))
        self.stage.node.call("evm_mine")
        catch_up()

    def now(self) -> int:
        """Chain seconds."""
        return rulebook.now()

    def rule(self, rule: str, value: int, kind: int = 0) -> None:
        """A figure of the regulator's."""
        self.stage.act(
            self.stage.regulator,
            "SetRule",
            rulebook.module(),
            rule=text32(rule),
            value=value,
            effectiveFrom=0,
            **{"class": kind},
        )
        catch_up()

    def offer(
        self,
        *,
        minimum: int = 100,
        maximum: int = 200,
        price: int = 500,
        allocation: Allocation = Allocation.FIRST_COME,
    ) -> Offer:
        """Terms that open in an hour, for two hours."""
        at = self.now()
        return Offer(self.face, self.money, price, minimum, maximum, at + HOUR, at + 3 * HOUR, allocation)

    def proposed(self, **terms: Any) -> Address:
        """A campaign that Ida proposed."""
        before = {each["address"] for each in CAMPAIGNS.walk()}
        draft = services.save_draft(actor=self.ida.viewer, words=WORDS)
        signable = services.prepare_proposal(
            actor=self.ida.viewer, offer=self.offer(**terms), draft=draft.record
        )
        assert self.sign(self.ida, signable).state == "mined"
        # Two may be proposed in one chain second: the newest is the one that was not there before.
        (made,) = {each["address"] for each in CAMPAIGNS.walk()} - before
        return Address(made)

    def live(self, **terms: Any) -> Address:
        """A campaign that was approved, has its units, and is open."""
        campaign = self.proposed(**terms)
        self.check(
            self.omar, services.approve(actor=self.omar.maker, campaign=campaign, reason="All is there.")
        )
        self.check(self.tan, services.mint_units(actor=self.tan.maker, campaign=campaign))
        self.wait_until(self.now() + HOUR)
        return campaign

    def pledge(self, client: Client, campaign: Address, units: int) -> ActView:
        """A pledge of so many units."""
        prepared = services.prepare_pledge(actor=consenting(client.viewer), campaign=campaign, units=units)
        return self.sign(client, prepared)

    def mint(self, client: Client, sen: int, credited_at: int | None = None) -> None:
        """Money for an investor, which the bank credited now or then."""
        self.stage.act(
            self.tan,
            "Mint",
            self.tan.door,
            to=client.door,
            amount=sen,
            ref=next(_refs).to_bytes(32, "big"),
            creditedAt=credited_at or self.stage.gateway.head().timestamp,
        )


def play(stage: Stage) -> Cast:
    """The market before the first campaign."""
    catch_up()
    for rule, kind, value in (("R4", 1, 800_000), ("R10s", 0, HOUR), ("R16", 0, (0xFFFFFF << 24) | 70_000)):
        stage.act(
            stage.regulator,
            "SetRule",
            rulebook.module(),
            rule=text32(rule),
            value=value,
            effectiveFrom=0,
            **{"class": kind},
        )
    tan, omar = stage.admit(Role.TRUSTEE, "Tan Trustees"), stage.admit(Role.OPERATOR, "Omar Markets")
    stage.link(tan, omar)
    ida = stage.admit_client(omar, Role.ISSUER, "Ida Kopi", tan, person=b"ida")
    ivan = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"ivan")
    ines = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"ines")
    catch_up()
    for door in (stage.regulator.door, tan.door, omar.door):
        records.prepare_reader(door)
    money = SUPPLIES.page(where={"trustee": tan.door}, limit=1).rows[0]["token"]
    found = Cast(stage, tan, omar, ida, ivan, ines, Address(money), Address(money))
    made = securities.prepare_class(
        actor=ida.viewer, name="Ida Kopi ordinary", symbol="KOPI", trustee=tan.door
    )
    assert found.sign(ida, made).state == "mined"
    found.face = Address(CLASSES.page(limit=1).rows[0]["face"])
    for each in (ivan, ines):
        found.mint(each, 1_000_000)
    catch_up()
    assert head() is not None
    return found
