"""Watch lists as their publishers write them, read into one shape. Pure, and careful: the files are
strangers'.

- `un`: the United Nations Security Council's consolidated list, XML (`CONSOLIDATED_LIST`).
- `moha`: the Ministry of Home Affairs' list under section 66B(1) of AMLA 2001. It is published as a PDF of
two
  tables, individuals and groups; what is read is those tables as CSV, with the headings that they have
  there, in Malay or English.
- `pep`: politically exposed persons as CSV in OpenSanctions' `targets.simple.csv` columns.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from apps.kyc.errors import ListUnreadable

LARGEST_FILE: Final = 64 * 1024 * 1024
MOST_ENTRIES: Final = 500_000
MOST_NAMES: Final = 60
LONGEST: Final = 300

TITLES: Final[Mapping[str, str]] = {
    "un": "UN Security Council consolidated list",
    "moha": "MOHA list (AMLA s. 66B)",
    "pep": "Politically exposed persons",
}

_MOHA_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("rujukan", "no. ruj.", "no. ruj", "reference", "reference no.", "ref. no."),
    "name": ("nama", "name"),
    "others": ("nama lain", "alias", "other name", "other names"),
    "born": ("tarikh lahir", "date of birth"),
    "passport": ("nombor pasport", "passport no.", "passport number"),
    "card": (
        "nombor kad pengenalan",
        "nombor. kad pengenalan",
        "identification card no.",
        "identification card number",
    ),
    "listed": ("tarikh disenaraikan", "date listed", "date of listing"),
}
_LETTERED: Final = re.compile(r"\(?\b[a-z]\)\s+")
_YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DAY_FIRST: Final = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Listed:
    """One person or entity of a list. `born` holds dates (ISO) or years; `numbers` identity and passport
    numbers without separators.
    """

    id: str
    names: tuple[str, ...]
    person: bool = True
    born: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class WatchList:
    """A list as it was published: its code, its date where it says one, and its entries."""

    code: str
    published: str
    entries: tuple[Listed, ...]


def read(data: bytes) -> WatchList:
    """A publisher's file. Raises ListUnreadable for what is of no known form, too large, or empty."""
    if len(data) > LARGEST_FILE:
        raise ListUnreadable(problem="the file is larger than 64 MB")
    found = _xml(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _table(data)
    if not found.entries:
        raise ListUnreadable(problem="the file lists nobody")
    ids = [entry.id for entry in found.entries]
    if len(set(ids)) != len(ids):
        raise ListUnreadable(problem="two entries have one reference")
    return found


def packed(found: WatchList) -> bytes:
    """A list as it is kept."""
    return json.dumps(asdict(found), ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(data: bytes) -> WatchList:
    """A list that was kept."""
    found = json.loads(data)
    entries = tuple(_entry(each) for each in found["entries"])
    return WatchList(found["code"], found["published"], entries)


def _entry(each: dict[str, Any]) -> Listed:
    many = {name: tuple(each[name]) for name in ("names", "born", "numbers")}
    return Listed(**{**each, **many})


# -- the United Nations' XML


def _xml(data: bytes) -> WatchList:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as problem:
        raise ListUnreadable(problem="the XML cannot be read") from problem
    if root.tag != "CONSOLIDATED_LIST":
        raise ListUnreadable(problem="this XML is not the UN consolidated list")
    entries = [_individual(each) for each in root.iterfind("INDIVIDUALS/INDIVIDUAL")]
    entries += [_entity(each) for each in root.iterfind("ENTITIES/ENTITY")]
    published = str(root.get("dateGenerated", ""))[:10]
    return WatchList("un", published, tuple(_bounded(entries)))


def _individual(each: Element) -> Listed:
    parts = [_text(each, f"{order}_NAME") for order in ("FIRST", "SECOND", "THIRD", "FOURTH")]
    born = [
        _text(date, tag)
        for date in each.iterfind("INDIVIDUAL_DATE_OF_BIRTH")
        for tag in ("DATE", "YEAR", "FROM_YEAR")
    ]
    numbers = [_text(paper, "NUMBER") for paper in each.iterfind("INDIVIDUAL_DOCUMENT")]
    others = [_text(alias, "ALIAS_NAME") for alias in each.iterfind("INDIVIDUAL_ALIAS")]
    names = [" ".join(filter(None, parts)), *others, _text(each, "NAME_ORIGINAL_SCRIPT")]
    return _listed(_text(each, "REFERENCE_NUMBER"), names, True, born, numbers, _text(each, "UN_LIST_TYPE"))


def _entity(each: Element) -> Listed:
    others = [_text(alias, "ALIAS_NAME") for alias in each.iterfind("ENTITY_ALIAS")]
    names = [_text(each, "FIRST_NAME"), *others, _text(each, "NAME_ORIGINAL_SCRIPT")]
    return _listed(_text(each, "REFERENCE_NUMBER"), names, False, about=_text(each, "UN_LIST_TYPE"))


def _text(each: Element, tag: str) -> str:
    return (each.findtext(tag) or "").strip()


# -- tables


def _table(data: bytes) -> WatchList:
    try:
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig")), strict=True)
        head = [_plain(cell) for cell in next(rows)]
        if {"id", "schema", "name"} <= set(head):
            return WatchList("pep", "", tuple(_bounded(_simple(head, row) for row in rows if any(row))))
        return WatchList("moha", "", tuple(_bounded(_home_affairs(head, rows))))
    except StopIteration as problem:
        raise ListUnreadable(problem="the file is empty") from problem
    except (UnicodeDecodeError, csv.Error) as problem:
        raise ListUnreadable(problem="this is neither XML nor CSV in UTF-8") from problem


def _simple(head: list[str], row: list[str]) -> Listed:
    found = dict(zip(head, row, strict=False))
    many = {name: found.get(name, "").split(";") for name in ("aliases", "birth_date", "identifiers")}
    names = [found["name"], *many["aliases"]]
    person = found["schema"] == "Person"
    return _listed(
        found["id"], names, person, many["birth_date"], many["identifiers"], found.get("dataset", "")
    )


def _home_affairs(head: list[str], rows: Iterator[list[str]]) -> Iterator[Listed]:
    """Both tables may stand in one file, each under its own headings."""
    columns = _columns(head)
    for row in rows:
        cells = [_plain(cell) for cell in row]
        if any(cell in _MOHA_COLUMNS["name"] for cell in cells):
            columns = _columns(cells)
        elif any(row):
            found = {name: " ".join(row[at].split()) for name, at in columns.items() if at < len(row)}
            others = found.get("others", "") + " " + found.get("more", "")
            names = [*re.split(r"\s*@\s*", found["name"]), *_LETTERED.split(others)]
            numbers = [*_LETTERED.split(found.get("passport", "")), *_LETTERED.split(found.get("card", ""))]
            yield _listed(
                found["id"], names, "card" in columns, [found.get("born", "")], numbers, "s. 66B(1)"
            )


def _columns(head: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, heading in enumerate(head):
        for name, known in _MOHA_COLUMNS.items():
            if heading in known:
                places["more" if name in places and name == "others" else name] = at
    if not {"id", "name"} <= places.keys():
        raise ListUnreadable(problem="these are not the columns of a list that is known here")
    return places


def _plain(cell: str) -> str:
    return " ".join(cell.split()).casefold()


# -- parts


def _listed(
    id: str,
    names: Iterable[str],
    person: bool,
    born: Iterable[str] = (),
    numbers: Iterable[str] = (),
    about: str = "",
) -> Listed:
    said = [" ".join(name.split())[:LONGEST] for name in names]
    kept = tuple(dict.fromkeys(name for name in said if name not in ("", "-", "na", "N/A")))[:MOST_NAMES]
    if not id or not kept:
        raise ListUnreadable(problem="an entry has no reference or no name")
    plain = (re.sub(r"[^0-9A-Za-z]", "", number).upper()[:40] for number in numbers)
    return Listed(
        id=id.strip()[:80],
        names=kept,
        person=person,
        born=tuple(dict.fromkeys(date for text in born for date in _dates(text))),
        numbers=tuple(dict.fromkeys(number for number in plain if len(number) > 4)),
        about=about[:80],
    )


def _dates(text: str) -> list[str]:
    full = [f"{year}-{month}-{day}" for year, month, day in _ISO.findall(text)]
    full += [f"{year}-{int(month):02}-{int(day):02}" for day, month, year in _DAY_FIRST.findall(text)]
    return full or _YEAR.findall(text)


def _bounded(entries: Iterable[Listed]) -> Iterator[Listed]:
    for number, entry in enumerate(entries):
        if number >= MOST_ENTRIES:
            raise ListUnreadable(problem="the file lists more than 500,000")
        yield entry
