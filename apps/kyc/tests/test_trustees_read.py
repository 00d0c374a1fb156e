"""A client's trustee reads its case, masked first and in full for a reason; it decides nothing. Another
trustee, or one whose link with the operator is suspended, has nothing there.
"""

from __future__ import annotations

import pytest

from apps.accounts import queries as accounts
from apps.accounts.testing import staff_account
from apps.kyc import queries, services
from apps.kyc.tests.cast import OPERATOR, TRUSTEE, WHY, linked, sent
from apps.kyc.tests.conftest import Cast
from apps.ledger.testing import MemoryWrite
from apps.records import queries as records
from apps.records.errors import ReasonNeeded
from apps.vocabulary.errors import NotAllowed, NotFound
from apps.vocabulary.types import Address, Role

OTHER_TRUSTEE = Address("0x00000000000000000000000000000000000000C9")
SUSPENDED = 4


def test_another_trustee_and_one_that_suspended_its_link_have_nothing_there(
    cast: Cast, market: MemoryWrite
) -> None:
    found = sent(cast.ivan).heading.id
    tara = accounts.viewer_of(staff_account("tara", Role.TRUSTEE, OTHER_TRUSTEE))
    market.play(linked(TRUSTEE, OPERATOR, SUSPENDED))
    for viewer in (tara, cast.tan):
        assert not queries.cases(viewer).exists()
        with pytest.raises(NotFound):
            services.read(actor=viewer, application=found, reason="to know the client")


def test_it_decides_nothing(cast: Cast) -> None:
    found = sent(cast.ivan).heading.id
    for decide in (services.approve, services.confirm):
        with pytest.raises(NotAllowed):
            decide(actor=cast.tan, application=found, reason=WHY)


def test_it_reads_masked_first_and_in_full_for_a_reason_that_all_readers_see(cast: Cast) -> None:
    found = sent(cast.ivan).heading.id
    assert queries.application(cast.tan, found).content.masked
    with pytest.raises(ReasonNeeded):
        services.read(actor=cast.tan, application=found, reason=" ")
    reason = "recovery of a lost key"
    assert not services.read(actor=cast.tan, application=found, reason=reason).content.masked
    for reader in (cast.omar, cast.tan, cast.rania):
        (log,) = records.reads(reader, found)
        assert (log.door, log.account, log.reason) == (cast.tan.door, cast.tan.account, reason)
