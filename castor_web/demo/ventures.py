"""What the demo's companies offer, in their words. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from castor_web.demo.cast import RINGGIT


@dataclass(frozen=True, slots=True)
class Venture:
    """What a company offers: units at `price` sen, of which at least `minimum`; and its words. `shared_out`:
    pro rata at the close, else first come, first served.
    """

    symbol: str
    price: int
    minimum: int
    maximum: int
    title: str
    pitch: str
    sector: str
    story: str
    use_of_proceeds: str
    financials: str
    risks: str
    shared_out: bool = False


VENTURES: Final = {
    "ida": Venture(
        "IDA", 25 * RINGGIT, 8_000, 20_000,
        "Eleven cafés become twenty", "Johor’s liberica, roasted by the people who grow it.", "food",
        "Ida Kopi buys the whole harvest of forty smallholders and roasts it within the week. Its "
        "eleven cafés sell it; each paid for itself in fourteen months.",
        "Nine cafés in Kuala Lumpur and Penang: leases, machines, and six months of wages.",
        "Revenue of RM 4.1 million last year, RM 3.2 million the year before; a profit of RM 310,000; debts "
        "of RM 450,000 with one bank; audited.",
        "Leases may cost more than planned, a harvest may fail, new cafés may earn less than the old.",
    ),
    "imran": Venture(
        "IMR", 10 * RINGGIT, 60_000, 90_000,
        "A sun on every school", "Solar panels on school roofs, paid for by the power they make.", "energy",
        "Imran Solar leases roofs of schools, puts panels on them and sells the power to the school for less "
        "than it pays today.",
        "Panels and inverters for twenty-two schools in Selangor.",
        "Revenue of RM 1.8 million last year from thirty-one roofs; a loss of RM 90,000 after new panels; no "
        "debts; audited.",
        "Tariffs may fall, a school may close, and panels may be delivered late.",
    ),
    "intan": Venture(
        "INP", 10 * RINGGIT, 2_000, 4_000,
        "Rice that drinks half the water", "Seed and advice for paddy fields that dry out between rains.",
        "agriculture",
        "Intan Padi sells seed that stands dry weeks, and shows six hundred farmers in Kedah how to flood "
        "their fields half as often. Harvests stayed; water bills halved.",
        "A seed house in Alor Setar, and three advisers on motorcycles.",
        "Revenue of RM 900,000 last year, RM 600,000 the year before; a profit of RM 40,000; no debts; "
        "audited.",
        "A flood may spoil a season’s seed, and larger seed houses may copy it.",
        shared_out=True,
    ),
    "irene": Venture(
        "IRB", 5 * RINGGIT, 20_000, 80_000,
        "Batik that crosses oceans", "Hand-printed batik, made to order, in the post within ten days.",
        "manufacturing",
        "Irene Batik prints for four hundred shops in nine countries. Orders for the next year exceed what "
        "one workshop can print.",
        "A second workshop in Kuala Terengganu, and the training of thirty printers.",
        "Revenue of RM 2.6 million last year, four fifths of it abroad; a profit of RM 220,000; no debts; "
        "audited.",
        "Printers are hard to find, shipping prices move, and fashions change.",
    ),
}  # fmt: skip


SECOND_TRY: Final = Venture(
    "IMR", 10 * RINGGIT, 15_000, 40_000,
    "Six schools first", "The same sun on fewer roofs: six schools that have signed already.", "energy",
    "Our campaign for twenty-two schools missed its minimum, and everybody was paid back. Six of the schools "
    "have signed since; this one is for their roofs alone.",
    "Panels and inverters for six schools in Selangor.",
    "Revenue of RM 1.8 million last year from thirty-one roofs; a loss of RM 90,000 after new panels; no "
    "debts; audited.",
    "Tariffs may fall, a school may close, and panels may be delivered late.",
)  # fmt: skip
"""What Imran Solar proposes when its first campaign has failed (R13 allows one at a time)."""
