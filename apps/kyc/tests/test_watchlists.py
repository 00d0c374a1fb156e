"""Watch lists are read as their publishers write them, or refused whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.kyc import matching, watchlists
from apps.kyc.errors import ListUnreadable
from apps.kyc.matching import Subject
from apps.kyc.watchlists import Listed, WatchList

SAMPLES = Path(watchlists.__file__).parent / "samples"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>&b;</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"a,b\n1,2\n",
        b"<html><body>not found</body></html>",
        b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>",
        b"<CONSOLIDATED_LIST><INDIVIDUALS>",
        BOMB,
        b"No.,Rujukan,Nama\n",
        b"No.,Rujukan,Nama\n1,,Somebody\n",
        b"No.,Rujukan,Nama\n1,R1,Somebody\n2,R1,Another\n",
        b'id,schema,name\n1,Person,"open',
        "id,schema,name\n1,Person,Zoë\n".encode("latin-1"),
    ],
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(ListUnreadable):
        watchlists.read(data)


def test_a_file_that_is_too_large_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchlists, "LARGEST_FILE", 10)
    with pytest.raises(ListUnreadable):
        watchlists.read((SAMPLES / "un.xml").read_bytes())


def test_the_united_nations_list() -> None:
    found = watchlists.read((SAMPLES / "un.xml").read_bytes())
    assert (found.code, found.published, len(found.entries)) == ("un", "2026-11-01", 3)
    first, second, entity = found.entries
    assert first == Listed(
        id="XXi.001",
        names=("RAZLAN BIN MOHAMED CONTOHAN", "Razlan Mohd. Contohan", "Abu Sampel"),
        born=("1969-03-14",),
        numbers=("Z9900001",),
        about="Sample",
    )
    assert (second.names[1], second.born, entity.person) == ("Владлен Образцов", ("1971",), False)


def test_the_home_ministry_s_two_tables_in_one_file() -> None:
    found = watchlists.read((SAMPLES / "moha.csv").read_bytes())
    assert found.code == "moha"
    first, second, group = found.entries
    assert first.names == ("Kamarul bin Rekaan", "Kamal Rekaan", "Kamal", "Abu Rekaan")
    assert (first.born, first.numbers) == (("1980-05-05",), ("A99000001", "800505999001"))
    assert (second.born, second.numbers) == (("1977",), ("770101999002",))
    assert (group.names[:2], group.person) == (("Kumpulan Rekaan Semata-mata", "KRS"), False)


def test_exposed_persons() -> None:
    found = watchlists.read((SAMPLES / "pep.csv").read_bytes())
    assert (found.code, [entry.born for entry in found.entries]) == ("pep", [("1958-08-31",), ("1964",)])


def test_a_list_is_kept_as_it_was_read() -> None:
    found = watchlists.read((SAMPLES / "un.xml").read_bytes())
    assert watchlists.unpacked(watchlists.packed(found)) == found


# -- names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohd. Ali bin Abu", "Muhammad Ali Abu"),
        ("Ali Abu, Muhamad", "Muhammad bin Abu Ali"),
        ("Siti Nur binti Osman", "Siti Nur Othman"),
        ("Muthu a/l Raman", "Raman Muthu"),
        ("Владлен Образцов", "Vladlen Obraztsov"),
        ("ABDUL QADIR", "Abd al-Kadir"),
        ("Yussuf Hussein", "Yusof Hossain"),
        ("Tan Sri Jutawan Rekaan", "Jutawan bin Rekaan"),
        ("Zoë Šimić", "Zoe Simic"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert score(one, other) >= 95


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivan bin Ismail", "Ian Israel"),
        ("Tan Mei Ling", "Lim Wei Tan"),
        ("Ahmad bin Ali", "Ahmad bin Salleh"),
        ("Siti binti Aminah", "Sri Amin"),
        ("Kumar", "Kumaran Subramaniam"),
    ],
)
def test_two_people_of_like_names(one: str, other: str) -> None:
    assert score(one, other) == 0


def test_a_birth_date_speaks_for_or_against() -> None:
    name, born = "Razlan Mohamed Contohan", ("1969-03-14",)
    apart = [
        score(name, "Razlan Mohd Contohen", born=born, asked=asked)
        for asked in ("1969-03-14", "", "1950-01-01")
    ]
    assert apart[0] > apart[1] > apart[2]


def test_a_number_that_is_listed_is_enough() -> None:
    listed = WatchList("un", "", (Listed("X", ("Quite Another",), numbers=("900101145671",)),))
    subject = Subject("applicant", "Ivan bin Ismail", number="900101-14-5671")
    (found,) = matching.matches([subject], [matching.prepared(listed)])
    assert (found.score, found.number) == (100, True)


def score(one: str, other: str, *, born: tuple[str, ...] = (), asked: str = "") -> int:
    listed = WatchList("un", "", (Listed("X", (other,), born=born),))
    found = matching.matches([Subject("applicant", one, born=asked)], [matching.prepared(listed)])
    return found[0].score if found else 0
