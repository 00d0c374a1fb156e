"""A feed's sentences are said with names and figures, and never break a page."""

from __future__ import annotations

from apps.participants import queries
from apps.participants.tests import cast
from apps.participants.tests.cast import IVAN, OMAR, TAN


def test_names_figures_and_times_are_written_as_people_read_them() -> None:
    with cast.market().reading():
        assert queries.said(
            [
                ("{by:name} linked {to:name}", {"by": TAN, "to": OMAR}),
                ("{amount:sen} for {units:number} units", {"amount": 123_456_789, "units": 12_345}),
                ("until {until:time}", {"until": 1_767_603_600}),
                ("{reason:text}, {reason}", {"reason": cast.word("late report")}),
                ("{who:name}", {"who": IVAN}),
            ]
        ) == [
            "Tan Trustees linked Omar Crowd",
            "RM\u00a01,234,567.89 for 12,345 units",
            "until 5 Jan 2026, 17:00 MYT",
            "late report, late report",
            "0x0000…0007",
        ]


def test_what_the_reader_knows_by_a_name_is_called_so() -> None:
    line = ("{face:short} of {face:short}", {"face": IVAN})
    with cast.market().reading():
        assert queries.said([line]) == ["0x0000…0007 of 0x0000…0007"]
        assert queries.said([line], called={IVAN: "KOPI"}) == ["KOPI of KOPI"]


def test_a_sentence_that_does_not_fit_is_given_as_it_is() -> None:
    with cast.market().reading():
        assert queries.said([("{missing:sen} {door.__class__}", {"door": OMAR})]) == [
            "{missing:sen} {door.__class__}"
        ]
