"""What an answer must look like: identity and registration numbers, dates, choices, free text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.kyc import rules
from apps.kyc.errors import StepInvalid
from apps.kyc.tests.cast import ANSWERS, COMPANY_ANSWERS, IDENTITY
from apps.kyc.types import COMPANY, INVESTOR, Step

TODAY = dt.date(2026, 11, 22)
BORN = dt.date(1990, 1, 1)


def step(name: str, kind: str = INVESTOR.name) -> Step:
    found = rules.step_called(kind, name)
    assert found is not None
    return found


def errors_of(name: str, kind: str = INVESTOR.name, /, **changes: object) -> dict[str, str]:
    answers = (ANSWERS if kind == INVESTOR.name else COMPANY_ANSWERS)[name] | changes
    with pytest.raises(StepInvalid) as caught:
        rules.cleaned(step(name, kind), answers, today=TODAY)
    return caught.value.errors


@pytest.mark.parametrize(
    "number",
    [
        "",
        "900101",
        "900101-14-56711",
        "90010114567a",
        "900102-14-5671",
        "910101-14-5671",
        "９００１０１145671",
    ],
    ids=["none", "short", "long", "letter", "other day", "other year", "full-width"],
)
def test_a_mykad_that_does_not_fit_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="MyKad"):
        rules.mykad(number, BORN)


@pytest.mark.parametrize("place", [0, 17, 18, 19, 20, 69, 70, 73, 80, 81, 94, 95, 96, 97])
def test_a_place_of_birth_that_was_never_given_out_is_refused(place: int) -> None:
    with pytest.raises(ValueError, match="place of birth"):
        rules.mykad(f"900101{place:02d}5671", BORN)


@given(st.dates(dt.date(1910, 1, 1), dt.date(2008, 1, 1)), st.sampled_from([1, 14, 21, 59, 82, 98]))
def test_a_mykad_of_any_birthday_is_taken(born: dt.date, place: int) -> None:
    assert rules.mykad(f"{born:%y%m%d}-{place:02d}-1234", born) == f"{born:%y%m%d}{place:02d}1234"


@pytest.mark.parametrize(
    "number",
    ["", "20200100001", "2020010000123", "202701000012", "180001000012", "202003000012", "A02001000012"],
)
def test_a_registration_number_that_does_not_fit_is_refused(number: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each for its own reason
        rules.ssm(number, TODAY)


def test_a_company_and_a_partnership_have_registration_numbers() -> None:
    assert rules.ssm("2020 01 000012", TODAY) == "202001000012"
    assert rules.ssm("202604000012", TODAY) == "202604000012"


@pytest.mark.parametrize("number", ["A123", "A123456789", "A12345ü"])
def test_a_passport_that_does_not_fit_is_refused(number: str) -> None:
    errors = errors_of("identity", identity_type="passport", identity_number=number)
    assert "identity_number" in errors


def test_a_mykad_belongs_to_a_malaysian() -> None:
    assert "nationality" in errors_of("identity", nationality="SGP")


@pytest.mark.parametrize("born", ["2008-11-23", "1900-01-01", "2027-01-01", "not a date", "", None])
def test_who_is_no_adult_is_refused(born: object) -> None:
    assert "born" in errors_of("identity", born=born)


@pytest.mark.parametrize(
    ("name", "changes", "field"),
    [
        ("identity", {"name": "I"}, "name"),
        ("identity", {"name": "Ivan\x00"}, "name"),
        ("identity", {"name": ["Ivan"]}, "name"),
        ("identity", {"nationality": "Malaysia"}, "nationality"),
        ("identity", {"state": "approved"}, "state"),
        ("contact", {"email": "ivan"}, "email"),
        ("contact", {"phone": "none"}, "phone"),
        ("contact", {"address": "x" * 401}, "address"),
        ("category", {"investor_class": "regulator"}, "investor_class"),
        ("category", {"investor_class": "angel"}, "class_basis"),
        ("declaration", {"truthful": False}, "truthful"),
        ("declaration", {"pep": "maybe"}, "pep"),
        ("declaration", {"source_of_funds": "lottery"}, "source_of_funds"),
    ],
)
def test_an_answer_that_cannot_be_taken_has_its_sentence(
    name: str, changes: dict[str, object], field: str
) -> None:
    assert errors_of(name, **changes)[field]


@pytest.mark.parametrize(
    "directors", [[], "Ida", [{"name": "Ida"}], [{"name": "Ida", "identity_number": "1"}], [{}] * 21]
)
def test_directors_have_names_and_numbers(directors: object) -> None:
    assert "directors" in errors_of("directors", COMPANY.name, directors=directors)


def test_answers_are_kept_in_one_form() -> None:
    fields = rules.cleaned(step("identity"), IDENTITY, today=TODAY)
    assert fields["identity_number"] == "900101145671"
    contact = rules.cleaned(step("contact"), ANSWERS["contact"], today=TODAY)
    assert (contact["phone"], contact["email"]) == ("+60123456789", "ivan@example.com")


def test_a_name_on_the_chain_is_cut_at_a_whole_character() -> None:
    assert rules.public_name("é" * 40) == "é" * 15
