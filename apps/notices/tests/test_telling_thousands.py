"""What concerns the 5,000 investors of a campaign is told in bounded batches, each a transaction, and goes on
where it stopped: everybody once, whoever begins again and when.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.types import Kind
from apps.campaigns.types import CAMPAIGNS, COMMENT, PLEDGES, PledgeState, Stored, pledge_key
from apps.ledger.testing import event
from apps.notices import queries, services
from apps.notices.services import telling
from apps.notices.tests.conftest import Final
from apps.notices.types import NOTICE
from apps.records import queries as records
from apps.records.services import New, create_many
from apps.records.types import Readers
from apps.treasury.tests.cast import CAMPAIGN, ISSUER, OPERATOR, REGULATOR, THEN, TRUSTEE, admitted, word
from apps.treasury.tests.conftest import Cast
from apps.vocabulary.types import Address, Role

MANY = 5_000
SAID = 1_100
"""More than a batch, and more than a list shows anywhere."""
STATEMENTS = 32
"""What a round with one batch asks of the database, however many it tells: locks, cursors, who is here, who
was told, and an insert for records and for keys; the other sources with it.
"""


def adverse(cast: Cast, final: Final, many: int) -> list[Address]:
    """A notice to so many investors of one campaign, who have accounts since they were admitted."""
    doors = [Address(f"0x{sha256(number.to_bytes(4)).hexdigest()[:40]}") for number in range(many)]
    campaign = {"address": CAMPAIGN, "issuer": ISSUER, "operator": OPERATOR, "state": Stored.READY}
    times = {"proposed_at": THEN, "opens_at": THEN, "closes_at": THEN, "ended_at": None, "raised": 0}
    cast.write.put(CAMPAIGNS, CAMPAIGN, {**campaign, **times})
    accounts = get_user_model()
    for each in doors:
        pledge = {"campaign": CAMPAIGN, "investor": each, "state": PledgeState.STANDING, "last_at": THEN}
        cast.write.put(PLEDGES, pledge_key(CAMPAIGN, each), pledge)
    cast.write.play(
        *(
            replace(admitted(door, Role.INVESTOR, "", parent=OPERATOR, trustee=TRUSTEE), index=100 + number)
            for number, door in enumerate(doors)
        )
    )
    final(1)
    for _ in range(4 * many // (telling.BATCH * telling.BATCHES) + 1):  # each line names three who oversee
        services.tell()
    accounts.objects.bulk_create(
        accounts(
            username=f"investor-{number}",
            kind=Kind.CLIENT.value,
            role=Role.INVESTOR.value,
            address=door,
            door=door,
            created_at=timezone.now(),
        )
        for number, door in enumerate(doors)
    )
    notice = {"by": ISSUER, "reason": word("Fire"), "endsAt": THEN + 9}
    cast.write.play(event("AdverseNoticeGiven", "Campaign", notice, source=CAMPAIGN, block=2, at=THEN))
    final(2)
    return doors


def told(cast: Cast) -> list[str]:
    """Whose inboxes have it."""
    rows = records.visible(cast.rania).filter(kind=NOTICE.name, reference__startswith="campaigns:")
    return list(rows.values_list("owner", flat=True))


def test_five_thousand_are_told_batch_by_batch(
    cast: Cast, final: Final, monkeypatch: pytest.MonkeyPatch
) -> None:
    investors = adverse(cast, final, MANY)
    monkeypatch.setattr(telling, "BATCHES", 1)
    with CaptureQueriesContext(connection) as asked:
        # Among them are three organisations, which are told nothing.
        assert telling.BATCH - 3 <= services.tell() <= telling.BATCH
    assert len(asked) == STATEMENTS, [each["sql"][:90] for each in asked]
    first = told(cast)
    assert len(first) == len(set(first)) >= telling.BATCH - 3

    monkeypatch.setattr(telling, "BATCHES", 20)
    # The issuer is named by the line itself.
    assert services.tell() == MANY + 1 - len(first)
    assert sorted(told(cast)) == sorted([*investors, ISSUER])
    assert services.tell() == 0


def test_a_batch_that_is_not_kept_is_told_again_and_no_other(
    cast: Cast, final: Final, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "BATCH", 16)
    adverse(cast, final, 40)
    monkeypatch.setattr(telling, "BATCHES", 1)
    services.tell()
    first = told(cast)
    assert 0 < len(first) <= 16

    def broken(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as away:
        away.setattr(telling, "_advance", broken)
        with pytest.raises(ConnectionError):
            services.tell()
    assert told(cast) == first

    monkeypatch.setattr(telling, "BATCHES", 20)
    services.tell()
    assert len(told(cast)) == len(set(told(cast))) == 41
    # Even without its cursor nobody is told twice.
    records.visible(cast.rania).filter(kind="notice-cursor").update(reference="lost")
    services.tell()
    services.tell()
    assert len(told(cast)) == 41


def test_what_was_said_while_nobody_told_is_told_to_the_last(cast: Cast, final: Final) -> None:
    final(1)
    services.tell()  # from here on the sources have a cursor, and the feed is told
    readers = Readers(regulator=REGULATOR, operator=OPERATOR)
    remarks = [
        New(fields={"section": "team", "text": "Who?", "by": "operator"}, readers=readers, owner=ISSUER,
            account=None, reference=str(uuid4()))
        for _ in range(SAID)
    ]  # fmt: skip
    create_many(kind=COMMENT, news=remarks, state="open")
    assert services.tell() == SAID
    assert services.tell() == 0

    with CaptureQueriesContext(connection) as asked:
        services.mark_all_read(actor=cast.ida)
    assert len(asked) < 10, [each["sql"][:90] for each in asked]
    assert queries.unread(cast.ida) == 0
    assert all(each.read for each in queries.inbox(cast.ida).notices)  # each opens: its stamp is good
