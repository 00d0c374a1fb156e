"""An order of the regulator and a client's move, from the first act to the end, on the real contracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client as Browser

from apps.accounts.testing import client_account, signed_in, staff_account
from apps.ledger import queries as ledger
from apps.ledger import services as outbox
from apps.ledger.errors import Refused
from apps.ledger.testing.stage import Client, Staff, Stage, text32
from apps.ledger.types import ActView, Signable
from apps.participants import queries, services
from apps.participants.errors import AlreadyItsClient, OrderEnded, OrderNotDue
from apps.treasury import queries as treasury
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import VISITOR, Address, Role

WEEK = 7 * 86_400
RM = 100


@dataclass
class Town:
    """Ivan and Iris are Omar's, in Tan's guard; Olga is linked with Tara."""

    stage: Stage
    tan: Staff
    tara: Staff
    omar: Staff
    olga: Staff
    ivan: Client
    iris: Client
    money: Address

    def do(self, staff: Staff, proposed: ActView) -> None:
        """The checker approves, a worker carries it."""
        outbox.approve(actor=staff.checker, act=proposed.id)
        self.stage.run()
        self.stage.index()
        assert ledger.act(proposed.id).state in ("mined", "final"), ledger.act(proposed.id)

    def sign(self, client: Client, signable: Signable) -> None:
        """The client signs what was prepared, and a worker carries it."""
        view = outbox.submit(
            actor=client.viewer,
            prepared=signable.prepared.id,
            signature=client.key.sign(bytes.fromhex(signable.prepared.digest[2:])),
            signer=bytes.fromhex(client.key.address[2:]),
        )
        self.stage.run()
        self.stage.index()
        assert ledger.act(view.id).state in ("mined", "final"), ledger.act(view.id)

    def wait(self, seconds: int) -> None:
        """Chain time passes."""
        self.stage.node.call("evm_increaseTime", seconds)
        self.stage.node.call("evm_mine")
        self.stage.index()

    def order(self, amount: int) -> int:
        """The regulator orders money of Ivan's to Iris; its number."""
        rania = self.stage.regulator
        proposed = services.order(
            actor=rania.maker,
            face=self.money,
            holder=self.ivan.door,
            to=self.iris.door,
            value=amount,
            reason="court 7",
        )
        self.do(rania, proposed)
        return queries.orders(rania.maker).rows[0].number


@pytest.fixture
def town(stage: Stage) -> Town:
    tan, tara = stage.admit(Role.TRUSTEE, "Tan Trustees"), stage.admit(Role.TRUSTEE, "Tara Trustees")
    omar, olga = stage.admit(Role.OPERATOR, "Omar Crowd"), stage.admit(Role.OPERATOR, "Olga Crowd")
    stage.link(tan, omar)
    stage.link(tara, olga)
    ivan = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"\xaa" * 32)
    iris = stage.admit_client(omar, Role.INVESTOR, "", tan, person=b"\xbb" * 32)
    money = Address(stage.call("MarketMaster", "tokenOf", tan.door))
    minted = {"to": ivan.door, "amount": 100 * RM, "ref": text32("bank 1"), "creditedAt": 1}
    assert stage.act(tan, "Mint", tan.door, **minted).state == "mined"
    stage.index()
    return Town(stage, tan, tara, omar, olga, ivan, iris, money)


def test_ordered_money_is_frozen_at_once_and_goes_after_the_notice(town: Town) -> None:
    rania, ivan = town.stage.regulator, town.ivan.viewer
    number = town.order(60 * RM)
    (pocket,) = treasury.pockets(ivan)
    assert (pocket.available, pocket.ordered) == (40 * RM, 60 * RM)
    assert treasury.balance(ivan, town.money) == 40 * RM
    assert [each.number for each in queries.orders(ivan).rows] == [number]
    assert [each.number for each in queries.orders_upon(town.omar.maker, town.ivan.door)] == [number]
    assert queries.orders(town.olga.maker).rows == []
    with pytest.raises(NotFound):
        queries.order(town.olga.maker, number)
    with pytest.raises(OrderNotDue):
        services.execute_order(actor=ivan, number=number)
    with pytest.raises(SignInNeeded):
        services.execute_order(actor=VISITOR, number=number)
    assert services.execute_due() == 0
    town.wait(WEEK)
    assert services.execute_due() == 1
    town.stage.run()
    town.stage.index()
    done = queries.order(rania.maker, number)
    assert (done.state, done.moved, done.certificate) == ("executed", 60 * RM, False)
    (pocket,) = treasury.pockets(ivan)
    assert (pocket.available, pocket.ordered) == (40 * RM, 0)
    assert treasury.balance(town.iris.viewer, town.money) == 60 * RM
    with pytest.raises(OrderEnded):
        services.execute_order(actor=ivan, number=number)


def test_a_withdrawn_order_frees(town: Town) -> None:
    rania, number = town.stage.regulator, town.order(60 * RM)
    with pytest.raises(NotAllowed):
        services.withdraw_order(actor=town.omar.maker, number=number, reason="no")
    town.do(rania, services.withdraw_order(actor=rania.maker, number=number, reason="appeal"))
    assert treasury.balance(town.ivan.viewer, town.money) == 100 * RM
    assert queries.order(rania.maker, number).state == "withdrawn"
    with pytest.raises(OrderEnded):
        services.withdraw_order(actor=rania.maker, number=number, reason="again")


def test_only_the_regulator_orders_and_the_contract_decides(town: Town) -> None:
    asked: dict[str, Any] = {
        "face": town.money,
        "holder": town.ivan.door,
        "to": town.iris.door,
        "reason": "court 7",
    }
    with pytest.raises(NotAllowed):
        services.order(actor=town.omar.maker, value=1, **asked)
    with pytest.raises(Refused) as refused:
        services.order(actor=town.stage.regulator.maker, value=0, **asked)
    assert refused.value.name == "MasterAmountZero"


def test_the_pages_of_an_order(town: Town) -> None:
    number = town.order(60 * RM)
    rania = signed_in(Browser(), staff_account("rania", Role.REGULATOR, town.stage.regulator.door))
    ivan = signed_in(Browser(), client_account("ivan", door=town.ivan.door))
    olga = signed_in(Browser(), staff_account("olga", Role.OPERATOR, town.olga.door))
    page = rania.get(f"/participants/orders/{number}/").text
    assert "Propose to withdraw" in page
    assert "court 7" in page
    assert f"/participants/orders/{number}/" in rania.get(f"/participants/{town.ivan.door}/").text
    assert "court 7" in ivan.get("/participants/orders/").text
    assert "Propose to withdraw" not in ivan.get(f"/participants/orders/{number}/").text
    assert "Frozen by an order" in ivan.get("/treasury/").text
    assert olga.get(f"/participants/orders/{number}/").status_code == 404
    assert ivan.post(f"/participants/orders/{number}/execute/").status_code == 409
    new = f"/securities/orders/{town.ivan.door}/"
    assert "What it does" in rania.get(new).text
    typed = {"asset": f"money:{town.money}", "amount": "10", "to": town.iris.door, "reason": "court 8"}
    answer = rania.post(new, {**typed, "confirm": "Ivan"})
    assert answer.status_code == 400
    assert "This is not what was asked for." in answer.text


def test_a_client_moves_and_the_old_operator_no_longer_sees_it(town: Town) -> None:
    ivan, omar, olga = town.ivan, town.omar, town.olga
    with pytest.raises(AlreadyItsClient):
        services.prepare_move(actor=ivan.viewer, operator=omar.door, trustee=town.tan.door)
    with pytest.raises(NotFound):
        services.take_over(actor=olga.maker, client=ivan.door)
    own = queries.participant(ivan.viewer, ivan.door)
    assert [(each.door, guard.door) for each, guard in queries.ways_out(own)] == [(olga.door, town.tara.door)]
    signable = services.prepare_move(actor=ivan.viewer, operator=olga.door, trustee=town.tara.door)
    town.sign(ivan, signable)
    assert [each.door for each in queries.moves_to(olga.maker).rows] == [ivan.door]
    assert not queries.sees(olga.maker, ivan.door)
    with pytest.raises(NotFound):
        services.take_over(actor=omar.maker, client=ivan.door)
    desk = signed_in(Browser(), staff_account("olga", Role.OPERATOR, olga.door))
    assert "Propose to take over" in desk.get("/participants/moves/").text
    town.do(olga, services.take_over(actor=olga.maker, client=ivan.door))
    found = queries.participant(olga.maker, ivan.door)
    assert (found.parent, found.trustee, found.move) == (olga.door, town.tara.door, None)
    assert not queries.sees(omar.maker, ivan.door)
    assert not queries.sees(town.tan.maker, ivan.door)
    with pytest.raises(NotFound):
        treasury.pockets(omar.maker, ivan.door)
    assert treasury.balance(ivan.viewer, town.money) == 100 * RM
    assert queries.moves_to(olga.maker).rows == []
    old = signed_in(Browser(), staff_account("omar", Role.OPERATOR, omar.door))
    for office in (old, desk):
        told = office.get("/api/v1/supervision/events").json()
        assert "moved from Omar Crowd to Olga Crowd" in str(told)
