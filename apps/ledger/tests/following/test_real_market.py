"""The real contracts are followed: what the kernel announces becomes known, what doors do settles acts."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from apps.ledger import abi, queries, registry, services, store
from apps.ledger.boot import MODULES as BORN
from apps.ledger.directory import ACT_TYPES, CONTRACTS, MODULES, TEMPLATES
from apps.ledger.gateway import gateway
from apps.ledger.models import Act
from apps.ledger.origin import origin
from apps.ledger.queries import act as act_view
from apps.ledger.rebuild import rebuild
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Stage
from apps.ledger.types import ActState
from apps.vocabulary.types import Role


def named(name: str) -> int:
    """How many contracts of that name are known."""
    return sum(1 for each in CONTRACTS.walk() if each["name"] == name)


def test_the_kernel_announces_what_the_market_is_born_with(stage: Stage) -> None:
    stands = catch_up()
    assert stands.hash == gateway().head().hash
    assert {row["name"]: row["contract"] for row in MODULES.page().rows} == {b.name: b.contract for b in BORN}
    assert {row["contract"] for row in TEMPLATES.page().rows} >= {"Investor", "MoneyToken", "EquityToken"}
    assert (CONTRACTS.get(stage.regulator.door) or {})["name"] == "Regulator"
    assert (
        queries.module("rulebook")
        == stage.call("IMarketMaster", "moduleOf", b"rulebook".ljust(32, b"\0"))["code"]
    )
    assert queries.module("lottery") is None
    assert all(row["name"] in abi.contracts() for row in CONTRACTS.page().rows)


def test_each_act_that_a_door_can_do_is_known(stage: Stage) -> None:
    catch_up()
    registered = stage.events("ActRegistered")
    assert ACT_TYPES.count() == len(registered) > 0
    code = (CONTRACTS.get(stage.regulator.door) or {})["code"]
    assert ACT_TYPES.count({"code": code, "name": "Admit"}) == 1


def test_an_admission_makes_door_and_token_known(stage: Stage) -> None:
    trustee = stage.admit(Role.TRUSTEE, "Tan")
    catch_up()
    assert (CONTRACTS.get(trustee.door) or {})["name"] == "Trustee"
    assert named("MoneyToken") == 1


def test_an_act_is_settled_by_events_alone_and_re_opened_by_a_reorg(stage: Stage) -> None:
    catch_up()
    maker, checker = services.new_key(), services.new_key()
    proposed = stage.propose(
        stage.regulator,
        "Admit",
        stage.regulator.door,
        role=int(Role.OPERATOR),
        name=b"Omar".ljust(32, b"\0"),
        maker=maker,
        checker=checker,
    )
    services.approve(actor=stage.regulator.checker, act=proposed.id)
    stage.run()
    Act.objects.filter(uid=proposed.id).update(state=ActState.SENT, block_number=None, block_hash="")
    catch_up()
    assert act_view(proposed.id).state == ActState.MINED
    assert named("Operator") == 1
    stage.node.call("anvil_reorg", 1, [])
    catch_up()
    assert act_view(proposed.id).state == ActState.SENT
    assert named("Operator") == 0


def test_the_commands_follow_and_rebuild(stage: Stage) -> None:
    stage.admit(Role.TRUSTEE, "Tan")
    catch_up()
    said = StringIO()
    call_command("rebuild", "--compare", stdout=said)
    assert f"epoch {store.live().name} at block" in said.getvalue()
    rebuilt = rebuild(gateway(), origin(), compare=True)
    while rebuilt.same is None:  # a block came while it was filled
        catch_up()
        rebuilt = rebuild(gateway(), origin(), compare=True)
    assert rebuilt.same is True


def test_the_ledger_projects_only_what_the_contracts_say(stage: Stage) -> None:
    assert registry.misnamed() == []
