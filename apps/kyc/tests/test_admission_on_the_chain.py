"""From the maker's approval to the client's door: the real contracts, outbox, worker's rounds and indexer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account
from apps.kyc import queries, services
from apps.kyc.errors import OutOfState, SamePerson
from apps.kyc.tests.cast import ANSWERS, WHY, filled
from apps.kyc.types import State
from apps.ledger import queries as acts
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import Staff, Stage, deployed, stage
from apps.participants import queries as participants
from apps.records import queries as records
from apps.records import services as record_services
from apps.records.types import Outcome
from apps.vocabulary.types import InvestorClass, Role, Viewer

__all__ = ["deployed", "stage"]


@dataclass(frozen=True, slots=True)
class Office:
    """An operator with a linked trustee, and Ivan's account."""

    stage: Stage
    operator: Staff
    trustee: Staff
    ivan: Viewer

    def follow(self) -> None:
        """The worker's round, then the indexer's, then kyc's."""
        self.stage.run()
        catch_up()
        services.settle_admissions()

    def case(self, client: Viewer | None = None) -> uuid.UUID:
        """An application that was sent."""
        filled(client or self.ivan)
        return services.send(actor=client or self.ivan).heading.id


@pytest.fixture
def office(stage: Stage) -> Office:
    trustee, operator = stage.admit(Role.TRUSTEE, "Tan"), stage.admit(Role.OPERATOR, "Omar")
    stage.link(trustee, operator)
    catch_up()
    record_services.prepare_readers()
    ivan = accounts.viewer_of(client_account("ivan", applies_to=operator.door))
    return Office(stage, operator, trustee, ivan)


def test_two_people_admit_an_investor_and_the_record_is_anchored(office: Office) -> None:
    case, operator = office.case(), office.operator
    services.approve(actor=operator.maker, application=case, reason=WHY)
    office.follow()
    assert queries.check(operator.checker, case).outcome is Outcome.MATCH
    assert queries.application(operator.maker, case).state is State.APPROVED
    admission = services.confirm(actor=operator.checker, application=case, reason=WHY)
    office.follow()
    shown = queries.application(operator.maker, case)
    assert shown.state is State.ADMITTED
    kept = [each.reason for each in records.reads(operator.maker, case)]
    assert {f"approved: {WHY}", f"confirmed: {WHY}"} <= set(kept)
    assert shown.heading.owner is not None
    door = participants.participant(operator.maker, shown.heading.owner)
    assert (door.role, door.trustee, door.investor_class) == (
        Role.INVESTOR,
        office.trustee.door,
        InvestorClass.RETAIL,
    )
    assert door.name == ""
    assert accounts.account(office.ivan.account or 0).door == door.door
    assert participants.doors_of_signer(accounts.account(office.ivan.account or 0).address or door.door) == [
        door.door
    ]
    assert acts.act(admission.id).cause == f"application:{case}"
    assert records.check(office.ivan, case).outcome is Outcome.MATCH


def test_the_maker_alone_admits_nobody(office: Office) -> None:
    case, maker = office.case(), office.operator.maker
    services.approve(actor=maker, application=case, reason=WHY)
    both = Viewer(role=Role.OPERATOR, door=maker.door, account=maker.account, maker=True, checker=True)
    with pytest.raises(SamePerson):
        services.confirm(actor=both, application=case, reason=WHY)
    with pytest.raises(OutOfState):
        services.approve(actor=maker, application=case, reason=WHY)
    office.follow()
    assert queries.application(maker, case).state is State.APPROVED


def test_what_was_returned_after_the_approval_cannot_be_confirmed_and_is_anchored_anew(
    office: Office,
) -> None:
    case, operator = office.case(), office.operator
    proposal = services.approve(actor=operator.maker, application=case, reason=WHY)
    services.send_back(actor=operator.checker, application=case, notes={"email": "This address bounces."})
    assert acts.act(proposal.id).state == "rejected"
    with pytest.raises(OutOfState):
        services.confirm(actor=operator.checker, application=case, reason=WHY)
    office.follow()
    services.save_step(actor=office.ivan, step="contact", answers=ANSWERS["contact"])
    services.send(actor=office.ivan)
    assert queries.check(operator.maker, case).outcome is Outcome.NOT_ANCHORED
    services.approve(actor=operator.maker, application=case, reason=WHY)
    services.confirm(actor=operator.checker, application=case, reason=WHY)
    office.follow()
    assert queries.application(operator.maker, case).state is State.ADMITTED
    assert queries.check(operator.maker, case).outcome is Outcome.MATCH


def test_a_company_is_admitted_under_its_name(office: Office) -> None:
    ida = accounts.viewer_of(client_account("ida", Role.ISSUER, applies_to=office.operator.door))
    case = office.case(ida)
    services.approve(actor=office.operator.maker, application=case, reason=WHY)
    services.confirm(actor=office.operator.checker, application=case, reason=WHY)
    office.follow()
    owner = queries.application(office.operator.maker, case).heading.owner
    assert owner is not None
    found = participants.participant(office.operator.maker, owner)
    assert (found.role, found.name) == (Role.ISSUER, "Ida Kopi Sdn. Bhd.")


def test_an_admission_counts_for_a_year(office: Office) -> None:
    case = office.case()
    services.approve(actor=office.operator.maker, application=case, reason=WHY)
    services.confirm(actor=office.operator.checker, application=case, reason=WHY)
    office.follow()
    owner = queries.application(office.operator.maker, case).heading.owner
    assert owner is not None
    until = participants.participant(office.operator.maker, owner).valid_until
    year = timedelta(days=365).total_seconds()
    assert abs(until - participants.chain_time() - year) < timedelta(days=1).total_seconds()
