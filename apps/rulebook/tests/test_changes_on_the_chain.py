"""On the real chain: announced by two, read in words and source, activated by two others; or withdrawn."""

from __future__ import annotations

import pytest

from apps.ledger import abi
from apps.ledger import queries as ledger
from apps.ledger import services as outbox
from apps.ledger.deployment import deploy_logic
from apps.ledger.errors import Refused
from apps.ledger.testing.stage import Staff, Stage
from apps.ledger.types import ActView
from apps.rulebook import queries, services
from apps.rulebook.errors import ChangeEnded, NoticeNotOver
from apps.rulebook.types import Change, ChangeState
from apps.vocabulary.errors import NotAllowed
from apps.vocabulary.types import Address, Role

WEEK = 7 * 86_400


@pytest.fixture
def tan(stage: Stage) -> Staff:
    """A trustee."""
    found = stage.admit(Role.TRUSTEE, "Tan Trustees")
    stage.index()
    return found


def approved(stage: Stage, staff: Staff, act: ActView) -> None:
    outbox.approve(actor=staff.checker, act=act.id)
    stage.run()
    stage.index()


def announced(stage: Stage, name: str, contract: str) -> Change:
    code = deploy_logic(gateway=stage.gateway, contract=contract, master=Address(stage.market.master))
    rania = stage.regulator
    approved(stage, rania, services.announce(actor=rania.maker, name=name, code=code))
    return next(each for each in queries.pending() if each.code == code)


def in_force(stage: Stage, staff: Staff, change: Change) -> None:
    """Its notice passes, and its activator's two put it in force."""
    stage.node.call("evm_setNextBlockTimestamp", change.earliest)
    stage.node.call("evm_mine")
    stage.index()
    approved(stage, staff, services.activate(actor=staff.maker, change=change))
    assert ledger.module(change.name) == change.code


def test_a_second_version_of_money_comes_into_force(stage: Stage, tan: Staff) -> None:
    change = announced(stage, "money", "MoneyFactoryV2")
    assert (change.activator, change.before, change.template) == (Role.TRUSTEE, ledger.module("money"), False)
    found = queries.difference(change)
    assert found.genuine
    assert found.before is not None
    assert found.after is not None
    assert (found.before.contract, found.after.contract) == ("MoneyFactory", "MoneyFactoryV2")
    with pytest.raises(NoticeNotOver):
        services.activate(actor=tan.maker, change=change)
    with pytest.raises(NotAllowed):
        services.activate(actor=stage.regulator.maker, change=change)
    in_force(stage, tan, change)
    assert queries.change(change.id).state is ChangeState.ACTIVATED
    with pytest.raises(ChangeEnded):
        services.activate(actor=tan.maker, change=queries.change(change.id))


def test_what_is_in_force_can_be_what_was_in_force_before(stage: Stage, tan: Staff) -> None:
    """As `manage.py demo_upgrade` does once the kernel has obeyed a hostile version in nothing."""
    sound, rania = ledger.module("money"), stage.regulator
    assert sound is not None
    hostile = announced(stage, "money", "HostileMoney")
    in_force(stage, tan, hostile)
    rob = abi.function("HostileMoney", "rob")
    nobody = [tan.door, tan.door, tan.door, tan.door, 1, 1]
    _orders, obeyed, _reasons = rob.results(stage.gateway.call(hostile.code, rob.encode(nobody))).values()
    assert not any(obeyed)
    approved(stage, rania, services.announce(actor=rania.maker, name="money", code=sound))
    (back,) = queries.pending()
    assert (back.code, back.before) == (sound, hostile.code)
    in_force(stage, tan, back)
    found, _ = queries.changes()
    assert [each.state for each in found] == [ChangeState.ACTIVATED] * 2


def test_an_announcement_is_withdrawn_and_a_new_name_takes_its_own_notice(stage: Stage, tan: Staff) -> None:
    change, rania = announced(stage, "money", "HostileMoney"), stage.regulator
    with pytest.raises(NotAllowed):
        services.withdraw_announcement(actor=tan.maker, change=change, reason="not mine")
    approved(
        stage, rania, services.withdraw_announcement(actor=rania.maker, change=change, reason="It means ill")
    )
    found = queries.change(change.id)
    assert (found.state, found.reason) == (ChangeState.WITHDRAWN, "It means ill")
    assert queries.pending() == []
    again = services.announce(
        actor=rania.maker, name="new", code=change.code, activator=Role.TRUSTEE, template=False
    )
    approved(stage, rania, again)
    (fresh,) = queries.pending()
    assert (fresh.name, fresh.before, fresh.activator) == ("new", None, Role.TRUSTEE)
    assert fresh.earliest == fresh.announced_at + WEEK
    with pytest.raises(Refused, match="") as refusal:
        services.announce(actor=rania.maker, name="none", code=tan.door)
    assert refusal.value.name == "MasterNotATarget"
