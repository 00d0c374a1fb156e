"""A person is told what happened to what is theirs: once, when it is final, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from string import Formatter
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account
from apps.campaigns.types import SENTENCES as OF_CAMPAIGNS
from apps.kyc import services as kyc
from apps.kyc.tests.cast import sent
from apps.ledger.testing import MemoryWrite, event
from apps.ledger.types import ActState
from apps.notices import queries, services
from apps.notices.rules import TOLD, word_of
from apps.notices.tests.conftest import Final, act, words
from apps.notices.types import Topic
from apps.notices.types.words import WORDS
from apps.participants.types import SENTENCES as OF_PARTICIPANTS
from apps.rulebook.tests.test_changes import SECOND, activated, announced
from apps.rulebook.tests.test_figures import rule_set
from apps.rulebook.types import SENTENCES as OF_RULES
from apps.securities.types import SENTENCES as OF_CLASSES
from apps.trading.types import SENTENCES as OF_TRADES
from apps.treasury.tests.cast import IVAN, OPERATOR, SAM, THEN, burned, market, minted, requested
from apps.treasury.tests.conftest import Cast
from apps.treasury.types import SENTENCES as OF_MONEY
from apps.vocabulary.errors import NotAllowed, NotFound, SignInNeeded
from apps.vocabulary.types import VISITOR, Role, Viewer

SAID = {**OF_PARTICIPANTS, **OF_MONEY, **OF_CAMPAIGNS, **OF_TRADES, **OF_CLASSES, **OF_RULES}


def test_each_told_sentence_is_one_that_some_app_says_and_has_its_words() -> None:
    for role, told in TOLD.items():
        assert told <= SAID.keys()
        for sentence in told:
            for arguments in ({"why": "expired", "buyer": "0x1"}, {"why": "expired"}):
                assert word_of(role, "0x1", sentence, arguments) in WORDS


@pytest.mark.parametrize("word", WORDS)
def test_the_words_fit_what_the_feeds_say(word: str) -> None:
    """Placeholders of a notice are among those that its sentence has."""
    special = {
        "Bought": "Traded",
        "Sold": "Traded",
        "OrderExpired": "OrderEnded",
        "CoolingOff": "CampaignClosed",
        "HeldPaid": "CampaignPaid",
    }
    sentence = SAID.get(special.get(word, word))
    asked = {name for _, name, _, _ in Formatter().parse(WORDS[word].text) if name}
    if sentence is None or word == "ActRefused":
        assert asked <= ({"until"} if word == "Expiring" else {"name"})  # which a task tells, no feed
    else:
        assert asked <= {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_organisations_and_strangers_are_told_nothing() -> None:
    assert word_of(Role.OPERATOR, OPERATOR, "MoneyMinted", {}) is None
    assert word_of(Role.INVESTOR, IVAN, "CampaignApproved", {}) is None
    assert word_of(Role.INVESTOR, IVAN, "OrderEnded", {"why": "cancelled"}) is None


def test_what_is_not_final_is_not_told(cast: Cast, final: Final) -> None:
    cast.write.play(*minted(IVAN, 500_00))
    final(1)
    services.tell()
    assert words(cast.ivan) == ["Admitted"]
    final(2)
    services.tell()
    assert words(cast.ivan) == ["Admitted", "MoneyMinted"]


def test_everybody_is_told_their_own_once(cast: Cast, final: Final) -> None:
    cast.write.play(*minted(IVAN, 500_00), *requested(IVAN, 200_00), *burned(IVAN, 200_00))
    final(2)
    assert services.tell() > 0
    assert services.tell() == 0
    assert words(cast.ivan) == ["Admitted", "MoneyMinted", "WithdrawalRequested", "MoneyBurned"]
    assert words(cast.sam) == ["Admitted"]
    (line,) = [each for each in queries.inbox(cast.ivan).notices if each.word == "MoneyMinted"]
    assert line.text == "You were credited RM\u00a0500.00."
    assert (line.topic, line.url, line.read) == (Topic.MONEY, "/treasury/", False)


def test_everybody_is_told_what_is_to_change(cast: Cast, final: Final) -> None:
    coming = rule_set("R10", 8, at=THEN, since=THEN + 9)
    cast.write.play(replace(announced(SECOND, at=THEN), block=2, index=1), replace(coming, block=2, index=2))
    cast.write.play(replace(activated(SECOND, at=THEN + 7), block=3))
    final(3)
    services.tell()
    told = {"Admitted", "Announced", "RuleAnnounced", "ChangeActivated"}
    assert set(words(cast.ivan)) == set(words(cast.sam)) == told
    (line,) = [each for each in queries.inbox(cast.ivan).notices if each.word == "Announced"]
    assert line.url.startswith("/rulebook/changes/0")
    assert "money" in line.text


def test_a_rebuilt_read_model_tells_nothing_again(cast: Cast, final: Final) -> None:
    cast.write.play(*minted(IVAN, 500_00))
    final(2)
    services.tell()
    before, fresh = words(cast.ivan), MemoryWrite()
    fresh.play(*market(), *minted(IVAN, 500_00))
    fresh.storage.head = cast.write.storage.head
    with fresh.reading():
        assert services.tell() == 0
        assert words(cast.ivan) == before


def test_one_e_mail_in_the_reader_s_language_and_never_twice(reachable: Cast, final: Final) -> None:
    final(1)
    services.tell()
    services.send()
    mail.outbox.clear()
    reachable.write.play(*minted(IVAN, 500_00))
    final(2)
    services.tell()
    assert services.send() == 1
    assert services.send() == 0
    (message,) = mail.outbox
    assert message.to == ["ivan@example.com"]
    assert "You were credited RM\u00a0500.00." in message.body
    assert message.body.count("http") == 1
    assert "/treasury/" in message.body
    assert isinstance(message, EmailMultiAlternatives)
    html = str(message.alternatives[0][0])
    assert html.count("href=") == 1
    for private in ("Ivan", "900101", IVAN):
        assert private not in message.body + html


def test_a_mail_server_that_is_away_is_tried_again(
    reachable: Cast, final: Final, monkeypatch: pytest.MonkeyPatch
) -> None:
    final(1)
    services.tell()

    def away(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", away)
        broken.setattr("apps.notices.services.mailing.EmailMultiAlternatives.send", away)
        assert services.send() == 0
    assert mail.outbox == []
    later = queries.due(timezone.now() + timedelta(minutes=6), most=9)
    assert len(later) == 1
    monkeypatch.setattr(timezone, "now", lambda: later[0].due_at)
    assert services.send() == 1


def test_what_was_read_is_not_mailed(reachable: Cast, final: Final) -> None:
    final(1)
    services.tell()
    services.mark_all_read(actor=reachable.ivan)
    assert services.send() == 0
    assert queries.unread(reachable.ivan) == 0


def test_of_two_who_find_the_same_mail_one_sends_it(
    reachable: Cast, final: Final, monkeypatch: pytest.MonkeyPatch
) -> None:
    final(1)
    services.tell()
    found = queries.due(timezone.now(), most=9)
    assert services.send() == len(mail.outbox) > 0
    monkeypatch.setattr(queries, "due", lambda *_, **__: found)
    assert services.send() == 0


def test_an_application_that_is_returned_or_rejected_is_told_to_the_account(reachable: Cast) -> None:
    applicant = accounts.viewer_of(client_account("nadia", applies_to=OPERATOR))
    case = sent(applicant).heading.id
    services.tell()
    assert words(applicant) == []
    kyc.send_back(actor=reachable.omar, application=case, notes={"identity_number": "Please look again."})
    services.tell()
    services.tell()
    assert words(applicant) == ["Returned"]
    assert words(reachable.ivan) == []
    assert services.send() == 1


def test_a_refused_act_is_told_with_its_reason(cast: Cast) -> None:
    refusal = {"error": "MasterBalanceTooLow", "arguments": {}}
    act(IVAN, ActState.REFUSED, refusal=refusal, final_at=timezone.now())
    act(IVAN, ActState.REFUSED, final_at=None)
    act(OPERATOR, ActState.REFUSED, final_at=timezone.now())
    services.tell()
    services.tell()
    (notice,) = queries.inbox(cast.ivan).notices
    assert "refused what you signed (Request withdrawal)" in notice.text
    assert notice.url.startswith("/acts/")


def test_a_signer_that_changes_is_told(cast: Cast, final: Final) -> None:
    key = {"key": SAM, "x": "0x" + "00" * 32, "y": "0x" + "00" * 32}
    cast.write.play(event("SignerAdded", "Investor", key, source=IVAN, block=3, at=1_800_000_000))
    final(3)
    services.tell()
    assert words(cast.ivan)[-1] == "SignerAdded"


def test_the_inbox_is_a_client_s_own(cast: Cast, final: Final) -> None:
    final(1)
    services.tell()
    (notice,) = queries.inbox(cast.ivan).notices
    with pytest.raises(NotFound):
        services.mark_read(actor=cast.sam, notice=notice.id)
    with pytest.raises(NotFound):
        queries.notice(cast.sam, notice.id)
    for staff in (cast.omar, cast.tan, cast.rania):
        assert queries.unread(staff) == 0
        with pytest.raises(NotAllowed):
            queries.inbox(staff)
        with pytest.raises(NotAllowed):
            services.mark_read(actor=staff, notice=notice.id)
    with pytest.raises(SignInNeeded):
        queries.inbox(VISITOR)


def test_the_pages_show_filter_and_mark(cast: Cast, final: Final) -> None:
    cast.write.play(*minted(IVAN, 500_00))
    final(2)
    services.tell()
    ivan, sam = cast.browser(cast.ivan), cast.browser(cast.sam)
    text = ivan.get("/notices/").content.decode()
    assert "You were credited" in text
    assert "2 unread notices" in text
    assert "You were credited" not in ivan.get("/notices/?topic=account").content.decode()
    assert ivan.get("/notices/?topic=nonsense&start=x").status_code == 200
    (money,) = [each for each in queries.inbox(cast.ivan).notices if each.word == "MoneyMinted"]
    assert sam.post(f"/notices/{money.id}/").status_code == 404
    assert ivan.post(f"/notices/{money.id}/")["Location"] == "/treasury/"
    assert "1 unread notice" in ivan.get("/notices/").content.decode()
    assert "You were credited" not in ivan.get("/notices/?unread=1").content.decode()
    assert ivan.post("/notices/read/").status_code == 302
    assert queries.unread(cast.ivan) == 0
    assert cast.browser(cast.omar).get("/notices/").status_code == 403
    assert Client().get("/notices/").status_code == 302


def test_the_api_lists_and_marks(cast: Cast, final: Final) -> None:
    final(1)
    services.tell()
    ivan, sam = cast.browser(cast.ivan), cast.browser(cast.sam)
    found: dict[str, Any] = ivan.get("/api/v1/notices").json()
    assert (found["unread"], found["notices"][0]["word"]) == (1, "Admitted")
    path = f"/api/v1/notices/{found['notices'][0]['id']}/read"
    assert sam.post(path).status_code == 404
    assert ivan.post(path).json()["read"] is True
    assert ivan.post(path).status_code == 200
    assert ivan.get("/api/v1/notices?unread=true").json()["notices"] == []
    assert ivan.get("/api/v1/notices?topic=nonsense").json()["code"] == "malformed"
    assert ivan.get("/api/v1/notices?start=-1").status_code == 400
    assert Client().get("/api/v1/notices").status_code == 401
    assert ivan.post("/api/v1/notices/read").status_code == 204


def test_a_door_without_an_account_here_is_another_portal_s(cast: Cast, final: Final) -> None:
    stranger = Viewer(role=Role.INVESTOR, door=IVAN, account=cast.ivan.account)
    get_user_model().objects.filter(pk=cast.ivan.account or 0).update(is_active=False)
    final(1)
    services.tell()
    assert queries.inbox(stranger).notices == []
    assert queries.unread(cast.sam) == 1
