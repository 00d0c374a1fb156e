"""Who plays in the demo, and with how much. Everybody here is invented; so is every number of theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from apps.rulebook.rules import packed_sessions
from apps.rulebook.services import MALAYSIA, PSTX
from apps.rulebook.types import Figure
from apps.vocabulary.types import InvestorClass, Role

PASSPHRASE: Final = "kopi panas di pasar malam"  # noqa: S105 - shown on the demo's own page
"""Every client's, so that a visitor can be any of them. A client of a real market chooses its own."""
PASSWORD: Final = "teh-tarik-satu-di-sini"  # noqa: S105 - shown on the demo's own page
"""Every member of staff's; each has a code generator of their own."""

DAY: Final = 86_400
RINGGIT: Final = 100


@dataclass(frozen=True, slots=True)
class Organisation:
    """A regulator, trustee or operator with its maker and its checker, by sign-in name."""

    role: Role
    name: str
    maker: str
    checker: str
    trustee: str = ""
    """Whom an operator is linked with, by name."""


REGULATOR: Final = Organisation(Role.REGULATOR, "Securities Commission", "rania", "rashid")
TRUSTEES: Final = (
    Organisation(Role.TRUSTEE, "Tan Trustees", "tan", "tina"),
    Organisation(Role.TRUSTEE, "Berkat Amanah", "tara", "taufik"),
)
OPERATORS: Final = (
    Organisation(Role.OPERATOR, "Omar Crowd", "omar", "olga", trustee="Tan Trustees"),
    Organisation(Role.OPERATOR, "Pelangi Funding", "osman", "orked", trustee="Berkat Amanah"),
)
ORGANISATIONS: Final = (REGULATOR, *TRUSTEES, *OPERATORS)


@dataclass(frozen=True, slots=True)
class Company:
    """An issuer: its sign-in name, its registered name and number, its operator."""

    login: str
    name: str
    number: str
    business: str
    director: str
    operator: str


COMPANIES: Final = (
    Company("ida", "Ida Kopi Sdn. Bhd.", "202001000012", "Roasts coffee of Johor and sells it in its own "
            "eleven cafés", "Ida binti Idris", "Omar Crowd"),
    Company("imran", "Imran Solar Sdn. Bhd.", "201901004471", "Puts solar panels on the roofs of schools",
            "Imran bin Iskandar", "Pelangi Funding"),
    Company("intan", "Intan Padi Sdn. Bhd.", "202201018815", "Breeds rice that needs less water",
            "Intan binti Ilyas", "Omar Crowd"),
    Company("irene", "Irene Batik Sdn. Bhd.", "202101033907", "Prints batik by hand and ships it abroad",
            "Irene Chong", "Omar Crowd"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Investor:
    """An investor: sign-in name, name, class, operator, and what it deposits (sen)."""

    login: str
    name: str
    investor_class: InvestorClass
    operator: str
    deposit: int
    number: int

    @property
    def born(self) -> str:
        """A date of birth, as ISO writes it."""
        return f"{1960 + self.number}-{1 + self.number % 12:02d}-{1 + self.number % 27:02d}"

    @property
    def mykad(self) -> str:
        """A MyKad number that fits the date of birth and that nobody has."""
        year, month, day = self.born.split("-")
        return f"{year[2:]}{month}{day}-14-{5000 + self.number * 7:04d}"


_RETAIL, _ANGEL, _SOPHISTICATED = InvestorClass.RETAIL, InvestorClass.ANGEL, InvestorClass.SOPHISTICATED
_NAMES: Final = (
    ("ivan", "Ivan bin Ismail", _RETAIL, 9_000),
    ("aisyah", "Aisyah binti Ahmad", _RETAIL, 6_500),
    ("bala", "Bala a/l Krishnan", _RETAIL, 5_000),
    ("chong", "Chong Mei Ling", _ANGEL, 60_000),
    ("devi", "Devi a/p Raman", _RETAIL, 3_200),
    ("edwin", "Edwin Empaling", _RETAIL, 4_000),
    ("farah", "Farah binti Fauzi", _ANGEL, 45_000),
    ("ganesh", "Ganesh a/l Pillai", _RETAIL, 7_500),
    ("hana", "Hana binti Hassan", _SOPHISTICATED, 250_000),
    ("ismail", "Ismail bin Ibrahim", _RETAIL, 2_500),
    ("jenny", "Jenny Lim Siew Hua", _RETAIL, 8_000),
    ("kumar", "Kumar a/l Subramaniam", _ANGEL, 80_000),
    ("liyana", "Liyana binti Latif", _RETAIL, 3_000),
    ("mei", "Tan Mei Fong", _SOPHISTICATED, 180_000),
    ("nadia", "Nadia binti Noor", _RETAIL, 5_500),
    ("ong", "Ong Kah Wai", _RETAIL, 4_400),
    ("priya", "Priya a/p Menon", _RETAIL, 6_000),
    ("qistina", "Qistina binti Qadir", _RETAIL, 2_000),
    ("rahman", "Rahman bin Razak", _ANGEL, 50_000),
    ("siti", "Siti binti Salleh", _RETAIL, 9_500),
    ("teoh", "Teoh Boon Keat", _RETAIL, 7_000),
    ("umar", "Umar bin Usman", _RETAIL, 3_700),
    ("vimala", "Vimala a/p Nair", _SOPHISTICATED, 220_000),
    ("wong", "Wong Chee Keong", _RETAIL, 4_800),
    ("xavier", "Xavier Anak Jugah", _RETAIL, 5_200),
    ("yusof", "Yusof bin Yaakob", _ANGEL, 70_000),
    ("zainab", "Zainab binti Zakaria", _RETAIL, 6_800),
    ("azlan", "Azlan bin Aziz", _RETAIL, 2_800),
    ("betty", "Betty Joibi", _RETAIL, 3_900),
    ("chandra", "Chandra a/l Gopal", _SOPHISTICATED, 150_000),
)
_SECOND_OPERATOR_FROM: Final = 19

INVESTORS: Final = tuple(
    Investor(
        login,
        name,
        investor_class,
        OPERATORS[number >= _SECOND_OPERATOR_FROM].name,
        deposit * RINGGIT,
        number,
    )
    for number, (login, name, investor_class, deposit) in enumerate(_NAMES)
)

APPLICANTS: Final = (
    Investor("quek", "Quek Boon Hwa", _RETAIL, OPERATORS[0].name, 0, len(INVESTORS)),
    Investor("rosnah", "Rosnah binti Rashid", _ANGEL, OPERATORS[1].name, 0, len(INVESTORS) + 1),
)
"""Whose applications the play leaves waiting: Quek's for the maker, Rosnah's for the checker."""

CLIENTS: Final[tuple[Company | Investor, ...]] = (*COMPANIES, *INVESTORS)


ALWAYS: Final = replace(
    PSTX, entry=(0, 7 * 1440), days=frozenset(range(7)), hours=(0, 1440), business_days=False
)
"""R21: open at all hours, with the band and the longest order of the real one."""


def figures(*, warps: bool) -> list[Figure]:
    """The demo's own rulebook: Malaysia's figures with a moratorium of a week, so that a certificate can be
    traded after a short warp, and a market that is open at any hour; call auctions keep the real sessions.
    Windows are in seconds where the chain's clock cannot be moved.
    """
    own = {"R19": 7 * DAY if warps else 10, "R21": packed_sessions(ALWAYS)}
    kept = [
        Figure(each.rule, each.investor_class, own.get(each.rule, each.value), each.effective_from)
        for each in MALAYSIA
    ]
    kept.append(Figure("R21a", InvestorClass.NONE, packed_sessions(PSTX if warps else ALWAYS), 0))
    short = [Figure("R10s", InvestorClass.NONE, 10, 0), Figure("late-money-s", InvestorClass.NONE, 5, 0)]
    return kept if warps else [*kept, *short]
