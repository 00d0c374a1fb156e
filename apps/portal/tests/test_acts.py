"""An act shows how far it has come, to those who may see it, and stops asking once it has ended."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from apps.ledger.types import ENDED, ActState
from apps.portal import queries
from apps.portal.tests.cast import IVAN_DOOR, SAM_DOOR, act, client, staff
from castor_web.stack.valkey import Valkey

pytestmark = pytest.mark.django_db

SHOWN = [state for state in ActState if state is not ActState.PREPARED]


@pytest.fixture(autouse=True)
def read_model(valkey: Valkey) -> None:
    """Who sees whom is asked of the read model."""


def status(browser: Client, row: Any, seen: str = "") -> tuple[int, str]:
    answer = browser.get(f"/acts/{row.uid}/status/", {"seen": seen})
    return answer.status_code, answer.content.decode()


def test_another_s_act_is_nowhere() -> None:
    sam, _ = client("sam", SAM_DOOR)
    row = act(IVAN_DOOR, ActState.SENT)
    assert status(sam, row)[0] == 404
    assert sam.get(f"/acts/{row.uid}/").status_code == 404
    assert sam.get(f"/api/v1/acts/{row.uid}").json()["code"] in ("not-found", "no-such-act")
    assert Client().get(f"/acts/{row.uid}/").status_code == 302


def test_what_is_prepared_only_is_nowhere() -> None:
    ivan, _ = client("ivan", IVAN_DOOR)
    assert status(ivan, act(IVAN_DOOR, ActState.PREPARED))[0] == 404


@pytest.mark.parametrize("state", SHOWN)
def test_it_asks_again_until_it_has_ended(state: ActState) -> None:
    ivan, _ = client("ivan", IVAN_DOOR)
    code, text = status(ivan, act(IVAN_DOOR, state))
    assert code == 200
    assert ("hx-trigger" in text) == (state not in ENDED)
    assert (f"?seen={state}" in text) == (state not in ENDED)


def test_nothing_is_swapped_while_nothing_changed() -> None:
    ivan, _ = client("ivan", IVAN_DOOR)
    row = act(IVAN_DOOR, ActState.SENT)
    assert status(ivan, row, seen="sent") == (204, "")
    assert status(ivan, row, seen="queued")[0] == 200


def test_the_list_and_the_tray_hold_one_s_own() -> None:
    ivan, _ = client("ivan", IVAN_DOOR)
    act(SAM_DOOR, ActState.SENT)
    assert "Nothing yet" in ivan.get("/acts/").content.decode()
    assert "hidden" in ivan.get("/acts/tray/").content.decode()
    act(IVAN_DOOR, ActState.SENT)
    act(IVAN_DOOR, ActState.FINAL)
    assert ivan.get("/acts/").content.decode().count("Pledge</a>") == 2
    assert "1 act on its way" in ivan.get("/acts/tray/").content.decode()


def test_a_long_list_is_paged_narrowed_and_sorted() -> None:
    ivan, _ = client("ivan", IVAN_DOOR)
    rows = [act(IVAN_DOOR, ActState.FINAL) for _ in range(queries.PAGE + 1)]
    refused = act(IVAN_DOOR, ActState.REFUSED)
    first = ivan.get("/acts/")
    assert [each.id for each in first.context["acts"]][:2] == [refused.uid, rows[-1].uid]
    second = ivan.get("/acts/", {"after": first.context["next_cursor"]})
    assert [each.id for each in second.context["acts"]] == [rows[1].uid, rows[0].uid]
    assert second.context["next_cursor"] is None
    stopped = ivan.get("/acts/", {"state": "stopped"})
    assert [each.id for each in stopped.context["acts"]] == [refused.uid]
    assert "Nothing of this kind" in ivan.get("/acts/", {"state": "under-way"}).content.decode()
    assert ivan.get("/acts/", {"sort": "oldest"}).context["acts"][0].id == rows[0].uid


def test_a_page_that_no_list_gave_is_refused() -> None:
    ivan, _ = client("ivan", IVAN_DOOR)
    for after in ("x", "-1", "9" * 30, "²"):
        assert ivan.get("/acts/", {"after": after}).status_code == 400, after


def test_what_waits_for_a_checker_is_paged() -> None:
    tina, checker = staff("tina", checker=True)
    rows = [act(checker.organisation, ActState.PROPOSED) for _ in range(queries.PAGE + 1)]
    first = tina.get("/acts/approvals/")
    assert [each.id for each in first.context["proposals"]] == [each.uid for each in rows[:-1]]
    second = tina.get("/acts/approvals/", {"after": first.context["next_cursor"]})
    assert [each.id for each in second.context["proposals"]] == [rows[-1].uid]


def test_the_api_lists_the_same() -> None:
    ivan, _ = client("ivan", IVAN_DOOR)
    row = act(IVAN_DOOR, ActState.SENT)
    (found,) = ivan.get("/api/v1/acts").json()["rows"]
    assert (found["id"], found["state"], found["ended"]) == (str(row.uid), "sent", False)
    assert found["fields"]["units"] == 500
    assert found["url"] == f"/acts/{row.uid}/"


def test_who_is_not_signed_in_is_asked_to() -> None:
    assert Client().get("/acts/")["Location"].startswith("/accounts/sign-in/")
    assert Client().get("/home/").status_code == 302
    assert Client().get("/api/v1/acts").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": "7", "signer": "0x", "signature": "0x"},
        {"id": "7", "signer": "zz", "signature": "0xzz"},
        {"signature": 5},
        [],
    ],
)
def test_a_malformed_signature_is_refused(body: object) -> None:
    ivan, _ = client("ivan", IVAN_DOOR)
    answer = ivan.post("/api/v1/acts", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_maker_cannot_approve_and_a_checker_can_reject() -> None:
    tan, maker = staff("tan", maker=True)
    tina, _ = staff("tina", checker=True)
    row = act(maker.organisation, ActState.PROPOSED, maker=maker.pk)
    assert 'value="approve"' not in tan.get("/acts/approvals/").content.decode()
    assert 'value="approve"' in tina.get("/acts/approvals/").content.decode()
    assert tan.post(f"/api/v1/acts/{row.uid}/approval").status_code in (403, 409)
    assert tina.post(f"/acts/{row.uid}/approval/", {"decision": "reject", "reason": ""}).status_code == 400
    assert (
        tina.post(f"/acts/{row.uid}/approval/", {"decision": "reject", "reason": "Twice."}).status_code == 302
    )
    row.refresh_from_db()
    assert (row.state, row.reason) == ("rejected", "Twice.")


def test_a_client_has_no_approvals() -> None:
    ivan, _ = client("ivan", IVAN_DOOR)
    assert ivan.get("/acts/approvals/").status_code == 403


def test_the_start_page_shows_what_waits() -> None:
    tan, maker = staff("tan", maker=True)
    act(maker.organisation, ActState.PROPOSED, maker=maker.pk)
    queue = next(each for each in tan.get("/home/").context["home"].queues if "second pair" in each.label)
    assert queue.count == 1
