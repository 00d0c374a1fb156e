"""Statements as banks write them, for tests: a value goes out in each of the three formats."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

from apps.treasury.bankfiles.values import Booking, Statement


def ringgit(sen: int, point: str = ".") -> str:
    """Without sign or thousands."""
    return f"{abs(sen) // 100}{point}{abs(sen) % 100:02d}"


def signed(sen: int) -> str:
    """With a minus where it goes out."""
    return ("-" if sen < 0 else "") + ringgit(sen)


def sheet(statement: Statement) -> bytes:
    """As CSV."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    columns = ["account", "date", "amount", "balance", "bank_reference", "description", "party", "end_to_end"]
    writer.writerow(columns)
    balance = statement.opening
    for each in statement.bookings:
        balance += each.amount
        row = [statement.account, each.booked_on, signed(each.amount), signed(balance), each.bank_reference]
        writer.writerow([*row, each.text, each.party, each.end_to_end])
    writer.writerow([statement.account, statement.closing_on, "", signed(balance), "", "", "", ""])
    return made.getvalue().encode()


def mt940(statement: Statement) -> bytes:
    """As SWIFT's message."""
    lines = [":20:CASTOR", f":25:{statement.account}", f":28C:{statement.number or 1}"]

    def balance(tag: str, sen: int) -> str:
        mark = "D" if sen < 0 else "C"
        return f":{tag}:{mark}{statement.closing_on:%y%m%d}MYR{ringgit(sen, ',')}"

    lines.append(balance("60F", statement.opening))
    for each in statement.bookings:
        mark, day = "C" if each.amount > 0 else "D", each.booked_on
        customer = each.end_to_end or "NONREF"
        amount = ringgit(each.amount, ",")
        lines.append(f":61:{day:%y%m%d}{day:%m%d}{mark}{amount}NTRF{customer}//{each.bank_reference}")
        if each.text:
            lines.append(f":86:{each.text}")
    lines += [balance("62F", statement.closing), "-"]
    return ("\r\n".join(lines) + "\r\n").encode()


def camt053(statement: Statement, *, parts: Sequence[Booking] = (), version: str = "02") -> bytes:
    """As ISO 20022's message; `parts` are those of each entry."""
    entries = "".join(_entry(each, parts) for each in statement.bookings)
    name = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{name}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>{statement.number or 1}</Id>"
        f"<Acct><Id><Othr><Id>{statement.account}</Id></Othr></Id></Acct>"
        f"{_balance('OPBD', statement.opening, statement)}{_balance('CLBD', statement.closing, statement)}"
        f"{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _balance(code: str, sen: int, statement: Statement) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(sen)}"
        f"<Dt><Dt>{statement.closing_on}</Dt></Dt></Bal>"
    )


def _amount(sen: int) -> str:
    mark = "DBIT" if sen < 0 else "CRDT"
    return f'<Amt Ccy="MYR">{ringgit(sen)}</Amt><CdtDbtInd>{mark}</CdtDbtInd>'


def _entry(booking: Booking, parts: Sequence[Booking]) -> str:
    details = "".join(_details(each, own=True) for each in parts) or _details(booking, own=False)
    return (
        f"<Ntry>{_amount(booking.amount)}<Sts>BOOK</Sts><BookgDt><Dt>{booking.booked_on}</Dt></BookgDt>"
        f"<AcctSvcrRef>{booking.bank_reference}</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>"
    )


def _details(booking: Booking, *, own: bool) -> str:
    reference = f"<AcctSvcrRef>{booking.bank_reference}</AcctSvcrRef>" if own else ""
    to_end = f"<EndToEndId>{booking.end_to_end}</EndToEndId>" if booking.end_to_end else ""
    amount = f'<Amt Ccy="MYR">{ringgit(booking.amount)}</Amt>' if own else ""
    side = "Dbtr" if booking.amount > 0 else "Cdtr"
    party = (
        f"<RltdPties><{side}><Nm>{escape(booking.party)}</Nm></{side}></RltdPties>" if booking.party else ""
    )
    text = f"<RmtInf><Ustrd>{escape(booking.text)}</Ustrd></RmtInf>" if booking.text else ""
    return f"<TxDtls><Refs>{reference}{to_end}</Refs>{amount}{party}{text}</TxDtls>"
