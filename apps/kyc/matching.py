"""Names compared with watch lists: how alike they are, from 0 to 100, and why. Pure.

Names are written in many ways: letters of other scripts become Latin ones, particles (bin, binti, a/l, al-)
and titles go, spellings of the most common names become one, and the order of the parts does not count. What
is left is compared by rapidfuzz; a date of birth or a number that is known on both sides then speaks for or
against.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from apps.kyc.watchlists import Listed, WatchList

HIT: Final = 84
"""From this score on a person decides. Measured with the tests' names: Mohd/Muhammad and a changed order
score 100, one part of three changed by two letters about 90, one that differs altogether below 80."""
MOST_HITS: Final = 20
COARSE: Final = HIT - 15
PARTS_OF_A_PERSON: Final = 2

_WORDS: Final = json.loads((Path(__file__).parent / "names.json").read_text("utf-8"))
_PARTICLES: Final = frozenset(_WORDS["particles"].split())
_SPELLINGS: Final = {each: one for one, written in _WORDS["spellings"].items() for each in written.split()}
_FOLDS: Final = tuple(tuple(each.split(">")) for each in _WORDS["folds"].split())
_SCRIPTS: Final = str.maketrans(_WORDS["letters"])
_SLASHED: Final = re.compile(
    r"\b[adsm]\s*/\s*[lpo]\b|\btan sri\b"
)  # a/l, s/o, and a title whose half is a name


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a case names: `part` says as what; `born` is an ISO date, `number` an identity number."""

    part: str
    name: str
    person: bool = True
    born: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A subject and an entry that are alike. `birth` is `same`, `near`, `other` or empty where unknown."""

    subject: Subject
    list: str
    entry: str
    name: str
    about: str
    score: int
    birth: str
    number: bool


@lru_cache(maxsize=65_536)
def normal(name: str) -> str:
    """A name as it is compared: parts in alphabetical order, in Latin letters, without particles."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_SCRIPTS))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_SCRIPTS)
    parts = re.findall(r"[a-z0-9]+", re.sub(r"['`’]", "", _SLASHED.sub(" ", plain)))
    kept = [part for part in parts if part not in _PARTICLES] or parts
    return " ".join(sorted(_folded(_SPELLINGS.get(part, part)) for part in kept))


def _folded(part: str) -> str:
    for written, folded in _FOLDS:
        part = part.replace(written, folded)
    return re.sub(r"(.)\1+", r"\1", part)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list made ready to be searched: every name of every entry, normalised, beside whose it is."""

    code: str
    names: tuple[str, ...]
    owners: tuple[tuple[Listed, str], ...]
    numbers: dict[str, Listed]


def prepared(found: WatchList) -> Prepared:
    """A list, ready."""
    owners = [(entry, name) for entry in found.entries for name in entry.names]
    return Prepared(
        code=found.code,
        names=tuple(normal(name) for _, name in owners),
        owners=tuple(owners),
        numbers={number: entry for entry in found.entries for number in entry.numbers},
    )


def matches(subjects: Iterable[Subject], lists: Iterable[Prepared]) -> list[Match]:
    """Whoever of the lists is alike enough to one of the subjects, the most alike first; at most 20."""
    ready = list(lists)
    found = [match for subject in subjects for each in ready for match in _matches(subject, each)]
    return sorted(found, key=lambda match: -match.score)[:MOST_HITS]


def _matches(subject: Subject, against: Prepared) -> list[Match]:
    asked = normal(subject.name)
    best: dict[str, Match] = {}
    if known := against.numbers.get(re.sub(r"[^0-9A-Z]", "", subject.number.upper())):
        best[known.id] = _match(subject, against.code, known, known.names[0], 100.0, number=True)
    # Coarsely first, in C, over every name; then finely over the few that are left.
    coarse = process.extract(
        asked, against.names, scorer=fuzz.token_set_ratio, score_cutoff=COARSE, limit=300
    )
    for listed, _, place in coarse:
        entry, name = against.owners[place]
        match = _match(subject, against.code, entry, name, _alike(asked, listed))
        if match.score >= HIT and (entry.id not in best or best[entry.id].score < match.score):
            best[entry.id] = match
    return list(best.values())


def _alike(asked: str, listed: str) -> float:
    """How alike two normalised names are. A name of which the other has only some parts counts less."""
    shared = len(set(asked.split()) & set(listed.split()))
    part = 0.95 * fuzz.token_set_ratio(asked, listed) if shared >= PARTS_OF_A_PERSON else 0.0
    return max(fuzz.ratio(asked, listed), part)


def _match(
    subject: Subject, code: str, entry: Listed, name: str, score: float, *, number: bool = False
) -> Match:
    birth = _birth(subject.born, entry.born) if subject.person and entry.person else ""
    weight = {"same": 6, "near": 2, "other": -12}.get(birth, 0) - (5 if subject.person != entry.person else 0)
    final = 100 if number else max(0, min(100, round(score + weight)))
    return Match(subject, code, entry.id, name, entry.about, final, birth, number)


def _birth(born: str, listed: tuple[str, ...]) -> str:
    if not born or not listed:
        return ""
    if born in listed or any(len(each) == len("1957") and born.startswith(each) for each in listed):
        return "same"
    apart = min(abs(int(born[:4]) - int(each[:4])) for each in listed)
    return "near" if apart <= 1 else "other"
