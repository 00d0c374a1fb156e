"""Statements as ISO 20022's camt.053, any version: one statement of one account a file.

Our own small reader over defusedxml (no document types, no entities): the packages on PyPI bring an XML
library in C, or a service of their own, for these hundred lines. Entries are counted from one; that number is
their line.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from apps.treasury.bankfiles import checks
from apps.treasury.bankfiles.checks import refusal
from apps.treasury.bankfiles.values import Booking, Statement
from apps.vocabulary.messages import gettext_noop

_NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d{2}\}Document")
_SIGNS = {"CRDT": 1, "DBIT": -1}


def read(data: bytes) -> Statement:
    """The statement. Raises BadStatement."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except ParseError as problem:
        raise refusal(gettext_noop("Line {place}: this is no XML."), place=problem.position[0]) from problem
    except (DefusedXmlException, ValueError, LookupError) as problem:
        raise refusal(gettext_noop("XML with a document type or entities is not taken.")) from problem
    if not _NAMESPACE.fullmatch(root.tag):
        raise refusal(gettext_noop("This is no camt.053 statement."))
    statements = root.findall("{*}BkToCstmrStmt/{*}Stmt")
    if len(statements) != 1:
        raise refusal(gettext_noop("A file holds one statement; this one has {got}."), got=len(statements))
    return _statement(statements[0])


def _statement(found: Element) -> Statement:
    opening = _balance(found, ("OPBD", "PRCD"))
    closing = _balance(found, ("CLBD",))
    bookings: list[Booking] = []
    for number, entry in enumerate(found.findall("{*}Ntry"), start=1):
        if (_text(entry, "{*}Sts/{*}Cd") or _text(entry, "{*}Sts")) not in ("BOOK", ""):
            continue  # announced, and in no balance yet
        bookings += _bookings(entry, number)
    account = _text(found, "{*}Acct/{*}Id/{*}IBAN") or _text(found, "{*}Acct/{*}Id/{*}Othr/{*}Id")
    if not account:
        raise refusal(gettext_noop("The statement does not say whose account it is."))
    return Statement(
        format="camt.053",
        account=account.replace("-", "").replace(" ", ""),
        number=checks.clean(_text(found, "{*}Id"), 35),
        opening=_signed(opening, 0),
        closing=_signed(closing, 0),
        closing_on=checks.day(_text(closing, "{*}Dt/{*}Dt") or _text(closing, "{*}Dt/{*}DtTm"), 0),
        bookings=tuple(bookings),
    )


def _balance(found: Element, codes: tuple[str, ...]) -> Element:
    for code in codes:
        for each in found.findall("{*}Bal"):
            if _text(each, "{*}Tp/{*}CdOrPrtry/{*}Cd") == code:
                return each
    raise refusal(gettext_noop("The balance {tag} is missing."), tag=codes[0])


def _bookings(entry: Element, number: int) -> list[Booking]:
    """An entry; or, where the bank booked several payments in one, its parts."""
    whole = _signed(entry, number)
    parts = entry.findall("{*}NtryDtls/{*}TxDtls")
    if len(parts) < 2:
        return [_booking(entry, parts[0] if parts else entry, number, whole)]
    sign = 1 if whole > 0 else -1
    amounts = [
        sign * checks.sen(_text(part, "{*}Amt") or _text(part, "{*}AmtDtls/{*}TxAmt/{*}Amt"), number)
        for part in parts
    ]
    if sum(amounts) != whole:
        raise refusal(gettext_noop("Line {place}: its parts do not come to its amount."), place=number)
    return [_booking(entry, part, number, amount) for part, amount in zip(parts, amounts, strict=True)]


def _booking(entry: Element, part: Element, number: int, amount: int) -> Booking:
    if amount == 0:
        raise refusal(gettext_noop("Line {place}: the amount is zero."), place=number)
    own = _text(part, "{*}Refs/{*}AcctSvcrRef") or _text(part, "{*}Refs/{*}TxId")
    whole = _text(entry, "{*}AcctSvcrRef") or _text(entry, "{*}NtryRef")
    several = len(entry.findall("{*}NtryDtls/{*}TxDtls")) > 1
    party = "Dbtr" if amount > 0 else "Cdtr"
    words = [each.text or "" for each in part.findall("{*}RmtInf/{*}Ustrd")]
    structured = _text(part, "{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")
    return Booking(
        place=number,
        booked_on=checks.day(_text(entry, "{*}BookgDt/{*}Dt") or _text(entry, "{*}BookgDt/{*}DtTm"), number),
        amount=amount,
        bank_reference=checks.required(own if several else whole or own, number),
        text=checks.clean(" ".join([structured, *words, _text(entry, "{*}AddtlNtryInf")]), 280),
        party=checks.clean(
            _text(part, f"{{*}}RltdPties/{{*}}{party}/{{*}}Nm")
            or _text(part, f"{{*}}RltdPties/{{*}}{party}/{{*}}Pty/{{*}}Nm"),
            140,
        ),
        end_to_end=checks.clean(_text(part, "{*}Refs/{*}EndToEndId"), 35),
    )


def _signed(found: Element, place: int) -> int:
    amount = found.find("{*}Amt")
    if amount is None:
        raise refusal(gettext_noop("Line {place}: the amount is missing."), place=place)
    checks.in_ringgit(amount.get("Ccy", ""), place)
    sign = _SIGNS.get(_text(found, "{*}CdtDbtInd"))
    if sign is None:
        raise refusal(gettext_noop("Line {place}: in or out is not said."), place=place)
    value = checks.sen(amount.text or "", place)
    if value < 0:
        raise refusal(gettext_noop("Line {place}: this is no amount of ringgit and sen."), place=place)
    return sign * value


def _text(found: Element, path: str) -> str:
    return (found.findtext(path) or "").strip()
