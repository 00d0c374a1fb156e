"""Batches of payments on the trustee's page: however many were paid before, the newest are in sight."""

from __future__ import annotations

from apps.records.services import New, create_many
from apps.records.types import Fields, Readers
from apps.treasury import queries
from apps.treasury.services import MOST_PAYMENTS
from apps.treasury.tests.cast import IVAN, REGULATOR, SAM, THEN, TRUSTEE, requested
from apps.treasury.tests.conftest import Cast
from apps.treasury.types import PAYOUT, PAYOUT_ACCOUNT, PayoutState
from apps.treasury.views.payouts import BATCHES

OLD = 501


def paid(state: PayoutState, batch: str, numbers: range) -> None:
    readers = Readers(regulator=REGULATOR, trustee=TRUSTEE)
    news = [
        New({"withdrawal": n, "batch": batch, "bank": "Bank", "number": "1620334455"}, readers, TRUSTEE, None,
            f"{n}:{batch}")
        for n in numbers
    ]  # fmt: skip
    create_many(kind=PAYOUT, news=news, state=state)


def test_the_newest_batch_is_in_sight_behind_hundreds_of_payments(cast: Cast) -> None:
    paid(PayoutState.PAID, "CASTOR-OLD", range(OLD))
    paid(PayoutState.PAID, "", range(OLD, OLD + 2))
    paid(PayoutState.MADE, "CASTOR-NEW", range(OLD + 2, OLD + 5))
    found = queries.batches(cast.tan)
    assert [(each[0].batch, len(each)) for each in found] == [
        ("CASTOR-NEW", 3),
        ("", 1),
        ("", 1),
        ("CASTOR-OLD", OLD),
    ]
    assert queries.batches(cast.tan, start=1, most=2) == found[1:3]
    page = cast.browser(cast.tina).get("/treasury/office/payouts/").content.decode()
    assert "CASTOR-NEW" in page
    assert [each.withdrawal for each in queries.payouts(cast.tan, [PayoutState.MADE])] == [503, 504, 505]


def test_more_batches_are_on_further_pages(cast: Cast) -> None:
    for number in range(BATCHES + 1):
        paid(PayoutState.PAID, f"CASTOR-{number:02d}", range(number, number + 1))
    browser = cast.browser(cast.tan)
    first = browser.get("/treasury/office/payouts/").content.decode()
    assert "CASTOR-00" not in first
    assert f"start={BATCHES}" in first
    assert "CASTOR-00" in browser.get(f"/treasury/office/payouts/?start={BATCHES}").content.decode()


def test_all_that_can_be_paid_is_counted_though_a_batch_takes_fewer(cast: Cast) -> None:
    """Of the withdrawals that wait two are ordered, and one is of somebody whom the desk does not see."""
    for id in range(1, MOST_PAYMENTS + 4):
        cast.write.play(*requested(IVAN, 1_000, id=id, index=2 * id, at=THEN + id))
    cast.write.play(*requested(SAM, 1_000, id=9_000, index=18_000))
    assert queries.payable(cast.tan) == []
    account: Fields = {"bank": "Bank", "holder": "Ivan", "number": "1620334455"}
    readers = Readers(regulator=REGULATOR, trustee=TRUSTEE)
    create_many(
        kind=PAYOUT_ACCOUNT, news=[New(account, readers, each, None, "") for each in (IVAN, SAM)], state="own"
    )
    paid(PayoutState.MADE, "CASTOR-NEW", range(1, 2))
    paid(PayoutState.PAID, "CASTOR-OLD", range(2, 3))
    paid(PayoutState.FAILED, "CASTOR-BAD", range(3, 4))
    assert queries.payable(cast.tan) == list(range(3, MOST_PAYMENTS + 4))
    assert queries.burnable(cast.tan) == [2]
    page = cast.browser(cast.tan).get("/treasury/office/payouts/").content.decode()
    assert f"Order {MOST_PAYMENTS} payments" in page
    assert f"{MOST_PAYMENTS + 1} withdrawals can be paid." in page
    assert "Burn 1 that is paid" in page
