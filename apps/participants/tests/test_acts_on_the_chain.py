"""Each service is an act that the contracts know by this name and these fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from apps.ledger import queries as ledger
from apps.ledger import services as outbox
from apps.ledger.errors import Refused
from apps.ledger.testing.stage import FOREVER, Staff, Stage
from apps.ledger.types import ActView
from apps.participants import queries, services
from apps.participants.errors import SameKeyTwice
from apps.participants.types import Link
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import VISITOR, Address, InvestorClass, Role, Standing, Viewer
from apps.vocabulary.words import NotAnAddress, TextTooLong

PERSON = b"\xaa" * 32
HOURS_48 = 48 * 3600


def done(stage: Stage, staff: Staff, proposed: ActView) -> None:
    """The checker approves, a worker carries it, the indexer reads it."""
    outbox.approve(actor=staff.checker, act=proposed.id)
    stage.run()
    stage.index()
    assert ledger.act(proposed.id).state in ("mined", "final"), ledger.act(proposed.id)


def admit(stage: Stage, role: Role, name: str) -> Staff:
    """Through our own service, so that it is tested with every other."""
    maker, checker = outbox.new_key(), outbox.new_key()
    proposed = services.admit_organisation(
        actor=stage.regulator.maker, role=role, name=name, maker_signer=maker, checker_signer=checker
    )
    done(stage, stage.regulator, proposed)
    return stage._staff(stage.newest_door(), role, maker, checker)


@pytest.fixture
def tan(stage: Stage) -> Staff:
    return admit(stage, Role.TRUSTEE, "Tan Trustees")


@pytest.fixture
def omar(stage: Stage, tan: Staff) -> Staff:
    found = admit(stage, Role.OPERATOR, "Omar Crowd")
    done(stage, tan, services.link(actor=tan.maker, other=found.door))
    done(stage, found, services.link(actor=found.maker, other=tan.door))
    return found


@pytest.fixture
def ivan(stage: Stage, tan: Staff, omar: Staff) -> Address:
    proposed = services.admit_client(
        actor=omar.maker,
        role=Role.INVESTOR,
        name="",
        signer="0x" + "00" * 19 + "77",
        trustee=tan.door,
        person=PERSON,
        investor_class=InvestorClass.RETAIL,
        valid_until=FOREVER,
    )
    done(stage, omar, proposed)
    return stage.newest_door()


def test_admission_links_and_clients_are_in_the_tree(
    stage: Stage, tan: Staff, omar: Staff, ivan: Address
) -> None:
    regulator = stage.regulator.maker
    rows = [(each.participant.name, each.investors) for each in queries.tree(regulator)]
    assert rows == [("Securities Commission", 0), ("Tan Trustees", 0), ("Omar Crowd", 1)]
    found = queries.participant(tan.maker, ivan)
    assert (found.parent, found.trustee, found.investor_class) == (omar.door, tan.door, InvestorClass.RETAIL)
    assert queries.participant(regulator, tan.door).token == stage.call("MarketMaster", "tokenOf", tan.door)
    assert len(queries.signers_of(tan.door)) == 2
    assert queries.is_active(ivan) is stage.call("MarketMaster", "isActive", ivan) is True


def test_a_parent_suspends_its_child_and_the_regulator_freezes(
    stage: Stage, omar: Staff, ivan: Address
) -> None:
    rania = stage.regulator
    done(
        stage,
        rania,
        services.set_standing(
            actor=rania.maker, participant=omar.door, standing=Standing.SUSPENDED, reason="late report"
        ),
    )
    assert queries.blamed(ivan) == omar.door
    done(
        stage,
        rania,
        services.set_standing(
            actor=rania.maker, participant=omar.door, standing=Standing.ACTIVE, reason="report came"
        ),
    )
    assert queries.is_active(ivan)
    until = queries.chain_time() + 86_400
    done(stage, rania, services.freeze(actor=rania.maker, participant=ivan, until=until, reason="inquiry"))
    assert queries.participant(rania.maker, ivan).frozen_until == until
    assert not queries.is_active(ivan)


def test_a_trustee_suspends_its_link(stage: Stage, tan: Staff, omar: Staff, ivan: Address) -> None:
    done(stage, tan, services.suspend_link(actor=tan.maker, operator=omar.door))
    assert [each.state for each in queries.links_of(tan.door)] == [Link.SUSPENDED]
    assert not queries.sees(tan.maker, ivan)


def test_an_operator_renews_its_client(stage: Stage, omar: Staff, ivan: Address) -> None:
    done(
        stage,
        omar,
        services.renew(
            actor=omar.maker, client=ivan, investor_class=InvestorClass.ANGEL, valid_until=FOREVER + 1
        ),
    )
    found = queries.participant(omar.maker, ivan)
    assert (found.investor_class, found.valid_until) == (InvestorClass.ANGEL, FOREVER + 1)


def test_staff_add_and_remove_a_signer(stage: Stage, tan: Staff) -> None:
    key = outbox.new_key()
    done(stage, tan, services.add_signer(actor=tan.maker, key=key))
    assert key in {each.key for each in queries.signers_of(tan.door)}
    done(stage, tan, services.remove_signer(actor=tan.maker, key=key))
    assert key not in {each.key for each in queries.signers_of(tan.door)}


def test_two_guardians_recover_a_lost_key(stage: Stage, tan: Staff, omar: Staff, ivan: Address) -> None:
    key = "0x" + "00" * 19 + "88"
    done(stage, omar, services.recover(actor=omar.maker, client=ivan, key=key))
    done(stage, tan, services.recover(actor=tan.maker, client=ivan, key=key))
    with pytest.raises(Refused):
        services.complete_recovery(actor=omar.maker, client=ivan)
    stage.node.call("evm_increaseTime", HOURS_48 + 1)
    stage.node.call("evm_mine")
    stage.index()
    services.complete_recovery(actor=omar.maker, client=ivan)
    stage.run()
    stage.index()
    assert [each.key for each in queries.signers_of(ivan)] == [key]
    assert queries.participant(omar.maker, ivan).recovery is None


def test_a_revoked_trustee_has_a_successor(stage: Stage, tan: Staff) -> None:
    tara, rania = admit(stage, Role.TRUSTEE, "Tara Trustees"), stage.regulator
    with pytest.raises(Refused):
        services.name_successor(actor=rania.maker, trustee=tan.door, successor=tara.door)
    revoked = services.set_standing(
        actor=rania.maker, participant=tan.door, standing=Standing.REVOKED, reason="licence lost"
    )
    done(stage, rania, revoked)
    named = services.name_successor(actor=rania.maker, trustee=tan.door, successor=tara.door)
    done(stage, rania, named)
    assert queries.participant(rania.maker, tan.door).successor == tara.door


# -- refusals

KEY, OTHER_KEY = "0x" + "00" * 19 + "01", "0x" + "00" * 19 + "02"


def admission(actor: Viewer, **changes: object) -> Callable[[], object]:
    given: dict[str, Any] = {"role": Role.TRUSTEE, "name": "Tan", "maker_signer": KEY}
    given |= {"checker_signer": OTHER_KEY, **changes}
    return lambda: services.admit_organisation(actor=actor, **given)


RANIA = Viewer(role=Role.REGULATOR, door=Address(KEY), account=1, maker=True)
OMAR = Viewer(role=Role.OPERATOR, door=Address(OTHER_KEY), account=2, maker=True)


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        (admission(VISITOR), SignInNeeded),
        (admission(OMAR), NotAllowed),
        (admission(RANIA, role=Role.INVESTOR), NotAllowed),
        (admission(RANIA, name="x" * 32), TextTooLong),
        (admission(RANIA, name="  "), TextTooLong),
        (admission(RANIA, maker_signer="Tan"), NotAnAddress),
        (admission(RANIA, checker_signer=KEY), SameKeyTwice),
        (lambda: services.suspend_link(actor=OMAR, operator=Address(KEY)), NotAllowed),
        (lambda: services.freeze(actor=OMAR, participant=Address(KEY), until=0, reason="no"), NotAllowed),
        (
            lambda: services.set_standing(
                actor=RANIA, participant=Address(KEY), standing=Standing.REVOKED, reason=""
            ),
            TextTooLong,
        ),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_kept(
    attempt: Callable[[], object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        attempt()


def test_the_contract_refuses_what_is_not_the_actors_child(stage: Stage, omar: Staff, tan: Staff) -> None:
    with pytest.raises(Refused) as refused:
        services.set_standing(
            actor=omar.maker, participant=tan.door, standing=Standing.SUSPENDED, reason="no"
        )
    assert refused.value.name == "MasterNotItsParent"
