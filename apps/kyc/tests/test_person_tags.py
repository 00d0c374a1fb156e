"""One person has one tag at every operator; each is asked for, logged and counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from apps.accounts import oprf
from apps.kyc import persontag
from apps.kyc.errors import TooManyTags
from apps.kyc.models import TagRequest
from apps.kyc.tests.cast import OPERATOR
from apps.kyc.tests.conftest import Cast
from apps.vocabulary.errors import Malformed, NotAllowed, Unavailable

IVAN = ("mykad", "900101145671")


@pytest.mark.parametrize("who", ["ivan", "tan", "rania"])
def test_only_operators_ask(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        persontag.tag_of(getattr(cast, who), IVAN)
    assert not TagRequest.objects.exists()


def test_an_operator_cannot_try_all_numbers(cast: Cast) -> None:
    now = timezone.now()
    TagRequest.objects.bulk_create(
        TagRequest(door=cast.omar.door or "", account=1, asked_at=now)
        for _ in range(persontag.REQUESTS_AN_HOUR)
    )
    with pytest.raises(TooManyTags):
        persontag.tag_of(cast.omar, IVAN)
    assert persontag.tag_of(cast.other, IVAN)


@pytest.mark.parametrize("element", [b"", bytes(32), b"\xff" * 32])
def test_what_is_no_element_is_refused(cast: Cast, element: bytes) -> None:
    with pytest.raises(Malformed):
        persontag.evaluate(cast.omar, element)


def test_without_the_regulators_key_there_is_no_tag(cast: Cast, settings: Settings) -> None:
    settings.CASTOR_ORGANISATIONS = [OPERATOR]
    (Path(settings.CASTOR_RECORD_KEYS) / "person-tags.key").unlink()
    with pytest.raises(Unavailable):
        persontag.tag_of(cast.omar, IVAN)


def test_a_person_has_one_tag_at_every_operator_and_others_have_others(cast: Cast) -> None:
    tag = persontag.tag_of(cast.omar, IVAN)
    assert len(tag) == 32
    assert persontag.tag_of(cast.other, IVAN) == tag
    others = [("mykad", "900101145673"), ("ssm", "900101145671"), ("passport:MYS", "900101145671")]
    assert tag not in [persontag.tag_of(cast.omar, other) for other in others]
    assert TagRequest.objects.filter(door=cast.omar.door).count() == 4


def test_the_service_does_not_see_whom_it_is_asked_about(cast: Cast) -> None:
    seen = {oprf.blind(b"mykad\x00900101145671", oprf.random_blind()) for _ in range(3)}
    assert len(seen) == 3


def test_the_key_is_made_once(cast: Cast) -> None:
    tag = persontag.tag_of(cast.omar, IVAN)
    persontag.make_key()
    assert persontag.tag_of(cast.omar, IVAN) == tag
