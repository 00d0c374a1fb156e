"""Certificates and registers on paper. The record decides; paper says what it said when it was printed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import segno
from django.utils.translation import gettext
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Spacer, Table, TableStyle

from apps.securities.types import Proof, Provenance, Register
from apps.vocabulary.paper import bound, figures
from apps.vocabulary.times import moment

WIDTHS: Final = (50, 110)
QR_SIDE: Final = 38 * mm


def certificate(found: Provenance, proof: Proof, link: str) -> bytes:
    """A certificate with a code that leads to `link`, its proof. Its holder is named by address alone."""
    of, cert = found.share_class, found.certificate
    lines = [
        (gettext("Share class"), f"{of.name} ({of.symbol})"),
        (gettext("Issuer"), of.issuer_name),
        (gettext("Units"), f"{cert.units:,}"),
        (gettext("Holder’s address"), cert.owner),
        (gettext("Held since"), moment(cert.acquired_at)),
    ]
    if cert.locked_until > cert.acquired_at:
        lines.append((gettext("Locked until"), moment(cert.locked_until)))
    lines += [
        (gettext("Contract"), cert.face),
        (gettext("Last moved in block"), f"{proof.block:,}"),
        (gettext("Printed as of block"), f"{proof.head:,}"),
    ]
    if cert.unconverted:
        lines.append((gettext("State"), gettext("Not converted yet: the class has another ratio by now.")))
    if cert.order is not None:
        lines.append((gettext("State"), gettext("Frozen by an order of the regulator.")))
    words = gettext("The record decides. Scan the code to see what it says today.")
    return bound(
        gettext("Certificate no. %(n)s") % {"n": cert.number},
        [
            Spacer(1, 6 * mm),
            figures(lines, WIDTHS),
            Spacer(1, 10 * mm),
            _code(link),
            Paragraph(escape(words)),
            _small(link),
        ],
    )


def register(found: Register) -> bytes:
    """The register of members at a moment, and who ceased to be one until then."""
    of = found.share_class
    head = gettext("%(name)s (%(symbol)s), %(issuer)s: %(units)s units at %(at)s") % {
        "name": of.name,
        "symbol": of.symbol,
        "issuer": of.issuer_name,
        "units": f"{found.units:,}",
        "at": moment(found.at),
    }
    lines = [[gettext("Member"), gettext("Units"), gettext("Share"), gettext("Since"), gettext("Ceased")]]
    lines += [
        [
            each.name if each.name[:2] != "0x" else each.holder,
            f"{each.units:,}",
            f"{each.share // 10_000}.{each.share // 100 % 100:02d}%",
            moment(each.since),
            moment(each.until) if each.until else "",
        ]
        for each in (*found.members, *found.former)
    ]
    return bound(
        gettext("Register of members"),
        [Spacer(1, 6 * mm), Paragraph(escape(head)), Spacer(1, 6 * mm), _table(lines)],
    )


# -- parts


def _table(lines: Sequence[Sequence[str]]) -> Table:
    small = ParagraphStyle("small", fontSize=7, leading=9)
    rows = [[Paragraph(escape(each), small) for each in line] for line in lines]
    look = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.75, colors.black),
            ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.lightgrey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    widths = (66 * mm, 20 * mm, 18 * mm, 32 * mm, 32 * mm)
    return Table(rows, colWidths=widths, style=look, hAlign="LEFT", repeatRows=1)


def _small(text: str) -> Paragraph:
    return Paragraph(escape(text), ParagraphStyle("small", fontSize=7, leading=9))


def _code(link: str) -> Drawing:
    """The link as a QR code, drawn square by square."""
    matrix = segno.make(link, error="m", micro=False).matrix
    side = QR_SIDE / len(matrix)
    drawing = Drawing(QR_SIDE, QR_SIDE + 4 * mm)
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            if dark:
                top = QR_SIDE - (row + 1) * side
                drawing.add(
                    Rect(column * side, top + 4 * mm, side, side, fillColor=colors.black, strokeWidth=0)
                )
    return drawing
