"""Lists of money are narrowed by day and amount and keep that from page to page; a file has what its page
has, with names beside addresses where the reader knows them.
"""

from __future__ import annotations

import csv
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from apps.accounts import queries as accounts
from apps.kyc.tests.cast import filled
from apps.records import services as records
from apps.treasury import queries
from apps.treasury.queries import Span
from apps.treasury.tests.cast import (
    CAMPAIGN,
    ISSUER,
    IVAN,
    OPERATOR,
    SAM,
    THEN,
    minted,
    moved,
    requested,
)
from apps.treasury.tests.conftest import Cast, cast, model
from apps.treasury.types import DEPOSITS
from apps.vocabulary import naming

__all__ = ["cast", "model"]

DAY = 86_400


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Three days: RM 500 to Ivan, RM 700 to Sam, RM 90 to Ivan, who is known to Tan by his application."""
    for number, (door, sen) in enumerate(((IVAN, 500_00), (SAM, 700_00), (IVAN, 90_00))):
        ref = "0x" + f"{number + 1:064x}"
        cast.write.play(*minted(door, sen, index=10 * number, ref=ref, at=THEN + number * DAY))
    cast.write.play(*requested(IVAN, 40_00, index=50), *requested(IVAN, 60_00, id=2, index=60, at=THEN + DAY))
    account = get_user_model().objects.get(pk=cast.ivan.account or 0)
    account.door, account.applies_to = None, OPERATOR
    account.save()
    case = filled(accounts.viewer_of(account)).heading.id
    records.give_owner(actor=cast.omar, record=case, owner=IVAN)
    account.door = IVAN
    account.save()
    return cast


def day(number: int) -> str:
    """A day of the three, as its box has it."""
    return ("2023-11-15", "2023-11-16", "2023-11-17")[number]


def amounts(browser: Client, path: str) -> list[int]:
    return [each["amount"] for each, _ in browser.get(path).context["deposits"]]


def table(browser: Client, path: str) -> list[list[str]]:
    answer: Any = browser.get(path)
    return list(csv.reader(b"".join(answer.streaming_content).decode().splitlines()))


def test_what_was_minted_by_day_amount_and_order(busy: Cast) -> None:
    tan, path = busy.browser(busy.tan), "/treasury/office/deposits/"
    assert amounts(tan, path) == [90_00, 700_00, 500_00]
    assert amounts(tan, f"{path}?order=oldest") == [500_00, 700_00, 90_00]
    assert amounts(tan, f"{path}?from={day(1)}") == [90_00, 700_00]
    assert amounts(tan, f"{path}?from={day(1)}&to={day(1)}") == [700_00]
    assert amounts(tan, f"{path}?least=100&most=RM+600.00") == [500_00]
    assert amounts(tan, f"{path}?from=soon&least=much") == [90_00, 700_00, 500_00]
    assert "Nothing of this kind" in tan.get(f"{path}?least=9999").content.decode()
    rows = table(tan, f"/treasury/office/deposits.csv?to={day(0)}")
    assert [row[2] for row in rows[1:]] == ["500.00"]


def test_withdrawals_by_amount_and_day(busy: Cast) -> None:
    tan, path = busy.browser(busy.tan), "/treasury/office/withdrawals/"

    def shown(asked: str) -> list[int]:
        return [each.id for each, _ in tan.get(f"{path}?{asked}").context["withdrawals"]]

    assert shown("order=largest") == [2, 1]
    assert shown("order=smallest&least=50") == [2]
    assert shown(f"from={day(1)}") == [2]
    assert [row[0] for row in table(tan, "/treasury/office/withdrawals.csv?most=50")[1:]] == ["1"]


def test_files_say_names_where_they_are_known_and_addresses_always(
    busy: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "_namers", [lambda viewer, asked: {CAMPAIGN: "Kopi Utara (Campaign)"}])
    busy.write.play(moved(IVAN, CAMPAIGN, 10_00, index=70), moved(IVAN, ISSUER, 5_00, index=72))
    (kopi,) = [row for row in table(busy.browser(busy.ivan), "/treasury/statement.csv") if row[7] == CAMPAIGN]
    assert kopi[4] == "Tan Ringgit"
    assert kopi[6] == "Kopi Utara (Campaign)"
    (ida,) = [row for row in table(busy.browser(busy.ivan), "/treasury/statement.csv") if row[7] == ISSUER]
    assert ida[6] == "Ida Kopi"
    rows = table(busy.browser(busy.tan), "/treasury/office/deposits.csv")
    assert [row[3:5] for row in rows[1:]] == [["Ivan bin Ismail", IVAN], ["", SAM], ["Ivan bin Ismail", IVAN]]


def test_a_page_goes_on_where_the_last_one_ended(busy: Cast) -> None:
    span, seen, after = Span(most=600_00), list[int](), None
    while True:
        page = span.page(DEPOSITS, "at", where={}, after=after, limit=1)
        seen += [each["amount"] for each in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == [500_00, 90_00]
    assert [each["amount"] for each in queries.every_deposit(busy.tan, span)] == [500_00, 90_00]
