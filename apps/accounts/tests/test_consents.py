"""What a client accepted is kept with version and time; a new version asks again before money is put in."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts import queries, rules, services
from apps.accounts.errors import ConsentNeeded
from apps.accounts.models import Account, Consent
from apps.accounts.testing import client_account, signed_in
from apps.accounts.tests.conftest import Clock
from apps.accounts.types import Document
from apps.ledger.testing import MemoryWrite
from apps.vocabulary.errors import SignInNeeded
from apps.vocabulary.types import VISITOR

pytestmark = pytest.mark.usefixtures("market")

NEXT = "2027-01"


@pytest.fixture
def ivan(market: MemoryWrite) -> Account:
    return client_account("ivan")


@pytest.fixture
def new_version(ivan: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """The risk warning changed after Ivan accepted it."""
    monkeypatch.setitem(rules.IN_FORCE, Document.RISK, NEXT)


@pytest.mark.usefixtures("new_version")
def test_a_new_version_is_asked_for_by_name(ivan: Account) -> None:
    with pytest.raises(ConsentNeeded) as asked:
        services.require_consents(actor=queries.viewer_of(ivan))
    assert asked.value.arguments == {"documents": [f"risk {NEXT}"]}


def test_a_visitor_has_nothing_to_accept_with() -> None:
    with pytest.raises(SignInNeeded):
        services.require_consents(actor=VISITOR)


def test_the_version_in_force_is_enough(ivan: Account) -> None:
    services.require_consents(actor=queries.viewer_of(ivan))


@pytest.mark.usefixtures("new_version")
def test_accepting_keeps_both_versions_with_their_times(ivan: Account, moved: Clock) -> None:
    services.accept_terms(actor=queries.viewer_of(ivan), documents=[Document.RISK])
    services.require_consents(actor=queries.viewer_of(ivan))
    kept = Consent.objects.filter(account=ivan, document="risk").order_by("at").values_list("version", "at")
    assert [version for version, _ in kept] == ["2026-11", NEXT]
    assert kept[1][1] == moved.now
    moved.move(days=1)
    services.accept_terms(actor=queries.viewer_of(ivan), documents=[Document.RISK])
    assert kept.all()[1][1] < moved.now  # accepted once, at the first time


@pytest.mark.usefixtures("new_version")
def test_the_page_asks_takes_what_it_showed_and_goes_on(ivan: Account, client: Client) -> None:
    signed_in(client, ivan)
    page = client.get("/accounts/?next=/campaigns/").content.decode()
    assert f'value="risk {NEXT}"' in page
    assert 'href="/risk/"' in page
    stale = client.post("/accounts/accept/", {"documents": ["risk 2026-11"], "next": "/campaigns/"})
    assert stale["Location"] == "/campaigns/"
    assert queries.consents_missing(ivan.pk) == [Document.RISK]
    client.post("/accounts/accept/", {"documents": [f"risk {NEXT}"]})
    assert queries.consents_missing(ivan.pk) == []
    assert "A newer version" not in client.get("/accounts/").content.decode()


@pytest.mark.usefixtures("new_version")
def test_the_way_on_stays_in_the_portal(ivan: Account, client: Client) -> None:
    signed_in(client, ivan)
    answer = client.post("/accounts/accept/", {"next": "https://evil.example/"})
    assert answer["Location"] == "/accounts/"
