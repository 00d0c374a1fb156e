"""Payments that a bank is to make: ISO 20022's pain.001 (versions 03 and 09), and CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from apps.treasury.bankfiles.checks import clean
from apps.treasury.bankfiles.values import Payment
from apps.vocabulary.tables import safe_cell

VERSIONS = ("pain.001.001.03", "pain.001.001.09")


def end_to_end(withdrawal: int) -> str:
    """What a payment carries through all banks, and what a statement's debit shows again."""
    return f"CASTOR-W{withdrawal}"


def withdrawal_of(reference: str) -> int | None:
    """Which withdrawal a debit's end-to-end reference names; None for another's."""
    number = reference.strip().upper().removeprefix("CASTOR-W")
    named = reference.strip().upper().startswith("CASTOR-W") and number.isascii() and number.isdigit()
    return int(number) if named and len(number) < 20 else None


def as_xml(
    payments: Sequence[Payment],
    *,
    version: str,
    id: str,
    made_at: dt.datetime,
    debtor: str,
    account: str,
    bank: str,
) -> bytes:
    """The order to pay, from the trust `account`. `id` is the batch's; raises KeyError for no VERSION."""
    if version not in VERSIONS:
        raise KeyError(version)
    document = Element("Document", xmlns=f"urn:iso:std:iso:20022:tech:xsd:{version}")
    order = SubElement(document, "CstmrCdtTrfInitn")
    total, count = _amount(sum(each.amount for each in payments)), str(len(payments))
    head = SubElement(order, "GrpHdr")
    _add(head, MsgId=id, CreDtTm=made_at.strftime("%Y-%m-%dT%H:%M:%S"), NbOfTxs=count, CtrlSum=total)
    _add(SubElement(head, "InitgPty"), Nm=clean(debtor, 140))
    batch = SubElement(order, "PmtInf")
    _add(batch, PmtInfId=id, PmtMtd="TRF", NbOfTxs=count, CtrlSum=total)
    when = made_at.date().isoformat()
    if version == "pain.001.001.09":
        _add(SubElement(batch, "ReqdExctnDt"), Dt=when)
    else:
        _add(batch, ReqdExctnDt=when)
    _add(SubElement(batch, "Dbtr"), Nm=clean(debtor, 140))
    from_account = SubElement(batch, "DbtrAcct")
    _number(from_account, account)
    _add(from_account, Ccy="MYR")
    _agent(SubElement(batch, "DbtrAgt"), bank)
    for each in payments:
        _payment(SubElement(batch, "CdtTrfTxInf"), each)
    indent(document)
    made: bytes = tostring(document, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def as_csv(payments: Sequence[Payment]) -> bytes:
    """The same as a table for banks that take one."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(["end_to_end", "bank", "holder", "account", "amount", "currency"])
    for each in payments:
        cells = (end_to_end(each.withdrawal), each.bank, each.holder, each.number)
        writer.writerow([*(safe_cell(cell) for cell in cells), _amount(each.amount), "MYR"])
    return made.getvalue().encode()


def _payment(found: Element, payment: Payment) -> None:
    reference = end_to_end(payment.withdrawal)
    _add(SubElement(found, "PmtId"), EndToEndId=reference)
    amount = SubElement(SubElement(found, "Amt"), "InstdAmt", Ccy="MYR")
    amount.text = _amount(payment.amount)
    _agent(SubElement(found, "CdtrAgt"), payment.bank)
    _add(SubElement(found, "Cdtr"), Nm=clean(payment.holder, 140))
    _number(SubElement(found, "CdtrAcct"), payment.number)
    _add(SubElement(found, "RmtInf"), Ustrd=reference)


def _add(parent: Element, **children: str) -> None:
    for name, text in children.items():
        SubElement(parent, name).text = text


def _number(parent: Element, number: str) -> None:
    _add(SubElement(SubElement(parent, "Id"), "Othr"), Id=number)


def _agent(parent: Element, bank: str) -> None:
    _add(SubElement(parent, "FinInstnId"), Nm=clean(bank, 140))


def _amount(sen: int) -> str:
    return f"{sen // 100}.{sen % 100:02d}"
