"""One person has one tag at every operator; each is asked of the regulator's service, logged and counted."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from apps.accounts import oprf
from apps.kyc import persontag, services, tagservice
from apps.kyc.errors import TooManyTags
from apps.kyc.models import TagRequest
from apps.kyc.tests.cast import OPERATOR, WHY, sent
from apps.kyc.tests.conftest import Cast
from apps.vocabulary.errors import CastorError, Malformed, NotAllowed, Unavailable
from apps.vocabulary.types import Role, Viewer

IVAN = ("mykad", "900101145671")


def asked(door: str | None, times: int) -> None:
    """Evaluations of the last hour."""
    TagRequest.objects.bulk_create(
        TagRequest(door=door or "", account=1, asked_at=timezone.now()) for _ in range(times)
    )


@pytest.mark.parametrize("who", ["ivan", "tan", "rania"])
def test_only_operators_ask(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        persontag.tag_of(getattr(cast, who), IVAN)
    assert not TagRequest.objects.exists()


def test_an_operator_cannot_try_all_numbers(cast: Cast) -> None:
    asked(cast.omar.door, tagservice.REQUESTS_AN_HOUR)
    with pytest.raises(TooManyTags):
        persontag.tag_of(cast.omar, IVAN)
    assert persontag.tag_of(cast.other, IVAN)


@pytest.mark.django_db(transaction=True)
def test_nor_by_asking_twice_at_once() -> None:
    asked(OPERATOR, tagservice.REQUESTS_AN_HOUR - 1)
    omar = Viewer(role=Role.OPERATOR, door=OPERATOR, account=1)
    refused: list[CastorError] = []

    def ask() -> None:
        try:
            persontag.tag_of(omar, IVAN)
        except TooManyTags as problem:
            refused.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), TagRequest.objects.count()) == (3, tagservice.REQUESTS_AN_HOUR)


def test_an_approval_that_is_refused_was_still_asked_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise refused approvals would be evaluations that nobody counts."""

    def refuse(**_: object) -> None:
        raise Unavailable

    monkeypatch.setattr("apps.participants.services.admit_client", refuse)
    with pytest.raises(Unavailable):
        services.approve(actor=cast.omar, application=sent(cast.ivan).heading.id, reason=WHY)
    assert list(TagRequest.objects.values_list("door", "account")) == [(cast.omar.door, cast.omar.account)]


@pytest.mark.parametrize("element", [b"", bytes(32), b"\xff" * 32])
def test_what_is_no_element_is_refused_and_counted(cast: Cast, element: bytes) -> None:
    with pytest.raises(Malformed):
        tagservice.evaluate(cast.omar, element)
    assert TagRequest.objects.count() == 1


@pytest.mark.parametrize("content", [None, "", "no figures", "00" * 16])
def test_without_the_regulators_key_there_is_no_tag(
    cast: Cast, settings: Settings, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "person-tag-key"
    if content is not None:
        file.write_text(content)
    for path in (str(file), ""):
        settings.CASTOR_TAG_KEY_FILE = path
        with pytest.raises(Unavailable):
            persontag.tag_of(cast.omar, IVAN)
    assert not TagRequest.objects.exists()


def test_the_key_is_not_among_those_of_operators(settings: Settings) -> None:
    key = Path(settings.CASTOR_TAG_KEY_FILE)
    operators = {Path(settings.CASTOR_KEYSTORE), Path(settings.CASTOR_RECORD_KEYS)}
    assert key.exists()
    assert not operators & set(key.parents)


def test_a_person_has_one_tag_at_every_operator_and_others_have_others(cast: Cast) -> None:
    tag = persontag.tag_of(cast.omar, IVAN)
    assert len(tag) == 32
    assert persontag.tag_of(cast.other, IVAN) == tag
    others = [("mykad", "900101145673"), ("ssm", "900101145671"), ("passport:MYS", "900101145671")]
    assert tag not in [persontag.tag_of(cast.omar, other) for other in others]
    assert TagRequest.objects.filter(door=cast.omar.door).count() == 4


def test_another_key_makes_other_tags(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    tag = persontag.tag_of(cast.omar, IVAN)
    (tmp_path / "key").write_text("11" * 32)
    settings.CASTOR_TAG_KEY_FILE = str(tmp_path / "key")
    assert persontag.tag_of(cast.omar, IVAN) != tag


def test_the_service_does_not_see_whom_it_is_asked_about(cast: Cast) -> None:
    seen = {oprf.blind(b"mykad\x00900101145671", oprf.random_blind()) for _ in range(3)}
    assert len(seen) == 3
    kept = {field.name for field in TagRequest._meta.get_fields()}
    assert kept == {"id", "door", "account", "asked_at"}
