"""A bank's file is read to the sen or refused with the line that is wrong; our payments read back."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from apps.treasury.bankfiles import MOST_BYTES, payments, read_statement
from apps.treasury.bankfiles.values import Booking, Payment, Statement
from apps.treasury.errors import BadStatement
from apps.treasury.tests.written import camt053, mt940, sheet

WRITERS = {"camt.053": camt053, "mt940": mt940, "csv": sheet}
DAY = dt.date(2026, 11, 20)

words = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", max_size=40).map(lambda text: " ".join(text.split()))
references = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=1, max_size=14)
amounts = st.integers(-(10**11), 10**11).filter(bool)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """What a bank may say of a day or two."""
    opening, number = draw(st.integers(0, 10**12)), draw(st.integers(0, 8))
    days = sorted(draw(st.lists(st.integers(0, 3), min_size=number, max_size=number)))
    bookings = tuple(
        Booking(
            0,
            DAY - dt.timedelta(days=3 - day),
            draw(amounts),
            f"B{draw(references)}",
            f"X {draw(words)}".strip(),
        )
        for day in days
    )
    closing = opening + sum(each.amount for each in bookings)
    return Statement("", "514000000001", "7", opening, closing, DAY, bookings)


@pytest.mark.parametrize("form", sorted(WRITERS))
@given(wanted=statements())
def test_a_statement_reads_back_as_it_was_written(form: str, wanted: Statement) -> None:
    read = read_statement(WRITERS[form](wanted))
    assert read.format == form
    assert (read.account, read.opening, read.closing, read.closing_on) == (
        wanted.account, wanted.opening, wanted.closing, wanted.closing_on,
    )  # fmt: skip

    def told(each: Booking) -> tuple[object, ...]:
        return (each.booked_on, each.amount, each.bank_reference, each.text)

    assert [told(each) for each in read.bookings] == [told(each) for each in wanted.bookings]


@pytest.mark.parametrize("form", sorted(WRITERS))
@given(wanted=statements(), data=st.data())
def test_a_damaged_file_is_refused_or_still_adds_up(
    form: str, wanted: Statement, data: st.DataObject
) -> None:
    raw = bytearray(WRITERS[form](wanted))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        if data.draw(st.booleans()):
            raw[place] = data.draw(st.integers(0, 255))
        else:
            del raw[place : place + data.draw(st.integers(1, 20))]
            raw = raw or bytearray(b" ")
    try:
        read = read_statement(bytes(raw))
    except BadStatement:
        return
    assert read.opening + sum(each.amount for each in read.bookings) == read.closing


@given(raw=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode())))
@pytest.mark.parametrize(
    "begin", [b"", b"<", b":20:X\n:25:1\n", b"{1:", b"account,date,amount,balance,bank_reference\n"]
)
def test_no_bytes_break_the_readers(begin: bytes, raw: bytes) -> None:
    with pytest.raises(BadStatement):
        read_statement(begin + raw)


SWIFT = ":20:X\n:25:1\n:28C:1\n"
HEAD = "account,date,amount,balance,bank_reference\n"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", None, "empty"),
        ("=1+1", 1, "columns"),
        (HEAD, None, "no lines"),
        (HEAD + "1,2026-11-20,10.00,10.00,A\n1,2026-11-20,1.005,11.00,B\n", 3, "no amount"),
        (HEAD + "1,2026-11-20,10.00,10.00,A\n1,2026-11-20,1.00,12.00,B\n", 3, "the balance is not"),
        (HEAD + "1,2026-11-31,10.00,10.00,A\n", 2, "no date"),
        (HEAD + "1,2026-11-20,10.00,10.00,\n", 2, "no reference"),
        (HEAD + "1,2026-11-20,10.00,10.00\n", 2, "columns"),
        (HEAD + "1,2026-11-20,1,1,A\n1,2026-11-19,1,2,B\n", 3, "backwards"),
        (HEAD + "1,2026-11-20,1,1,A\n2,2026-11-20,1,2,B\n", None, "several"),
        (SWIFT + ":60F:C261120MYR1,00\n:61:2611201120C5,00NTRFX//Y\n:62F:C261120MYR5,00\n", None, "come to"),
        (SWIFT + ":60F:C261120MYR1,00\n:61:rubbish\n:62F:C261120MYR5,00\n", 5, "MT940"),
        (SWIFT + ":60F:C261120USD1,00\n:62F:C261120USD1,00\n", 4, "ringgit"),
        ("<a>", 1, "no XML"),
        ("<a/>", None, "no camt.053"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, place: int | None, said: str) -> None:
    with pytest.raises(BadStatement) as refused:
        read_statement(text.encode())
    assert refused.value.arguments.get("place") == place
    assert said in refused.value.sentence


@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
    ],
)
def test_no_entity_and_no_document_type_is_followed(entity: str) -> None:
    with pytest.raises(BadStatement, match="document type"):
        read_statement(entity.encode())


def test_a_file_beyond_the_limits_is_refused_unread() -> None:
    with pytest.raises(BadStatement, match="larger"):
        read_statement(b"a" * (MOST_BYTES + 1))
    rows = "".join(f"1,2026-11-20,1,{number},B{number}\n" for number in range(1, 1002))
    with pytest.raises(BadStatement, match="at most"):
        read_statement((HEAD + rows).encode())
    with pytest.raises(BadStatement, match="UTF-8"):
        read_statement(HEAD.encode() + b"\xff")


def test_the_parts_of_one_entry_are_bookings_of_their_own() -> None:
    parts = (Booking(0, DAY, 100, "P1"), Booking(0, DAY, 250, "P2"))
    whole = Statement("", "1", "1", 0, 350, DAY, (Booking(0, DAY, 350, "SUM"),))
    read = read_statement(camt053(whole, parts=parts))
    assert [(each.amount, each.bank_reference, each.place) for each in read.bookings] == [
        (100, "P1", 1),
        (250, "P2", 1),
    ]
    with pytest.raises(BadStatement, match="parts"):
        read_statement(camt053(whole, parts=parts[:1] * 2))


PAYMENTS = [
    Payment(7, 40_000, "Maybank", "Ivan & Söhne <Bhd>", "114012345678"),
    Payment(9, 1, "=cmd", "-1", "5140"),
]


@pytest.mark.parametrize("version", payments.VERSIONS)
def test_an_order_to_pay_names_each_payment_and_their_sum(version: str) -> None:
    made = payments.as_xml(
        PAYMENTS, version=version, id="P-1", made_at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC),
        debtor="Tan Trustees", account="5140", bank="Bank Contoh",
    )  # fmt: skip
    root = fromstring(made)
    assert root.tag == f"{{urn:iso:std:iso:20022:tech:xsd:{version}}}Document"
    head = root.find("{*}CstmrCdtTrfInitn/{*}GrpHdr")
    assert head is not None
    assert (head.findtext("{*}NbOfTxs"), head.findtext("{*}CtrlSum")) == ("2", "400.01")
    assert [each.text for each in root.iter() if each.tag.endswith("EndToEndId")] == [
        "CASTOR-W7",
        "CASTOR-W9",
    ]
    assert [each.text for each in root.iter() if each.tag.endswith("InstdAmt")] == ["400.00", "0.01"]
    assert "Ivan & Söhne <Bhd>" in [each.text for each in root.iter()]


def test_an_order_to_pay_as_a_table_has_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(payments.as_csv(PAYMENTS).decode())))
    assert [row["amount"] for row in rows] == ["400.00", "0.01"]
    assert (rows[1]["bank"], rows[1]["holder"]) == ("'=cmd", "'-1")
    assert [payments.withdrawal_of(row["end_to_end"]) for row in rows] == [7, 9]
    assert payments.withdrawal_of("CASTOR-W٣") is None
