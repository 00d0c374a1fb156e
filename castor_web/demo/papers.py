"""The documents of a campaign: written, attached, and put on the record by their hashes."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from apps.vocabulary.types import Address
from castor_web.demo.cast import Company
from castor_web.demo.client import ClientSession
from castor_web.demo.market import Market
from castor_web.demo.offices import signed_together
from castor_web.demo.ventures import Venture


def written(who: Company, venture: Venture) -> dict[str, bytes]:
    """A sheet for each slot of a disclosure, which says whose it is and that it is a specimen."""
    return {
        "deck": _sheet(who, venture.title, venture.pitch, venture.story, venture.use_of_proceeds),
        "financials": _sheet(who, "Financial statements", venture.financials),
        "terms": _sheet(
            who,
            f"Terms of the {venture.symbol} shares",
            "One vote a share, equal dividends, a first right to new shares in proportion.",
            f"At least {venture.minimum:,} and at most {venture.maximum:,} are issued.",
        ),
    }


def put_on_record(market: Market, issuer: ClientSession, campaign: Address) -> None:
    """The issuer signs each attached document's hash, which then stands on the chain (R15)."""

    def papers() -> list[dict[str, str]]:
        found: list[dict[str, str]] = issuer.get(f"campaigns/{campaign}/disclosure")["papers"]
        return [each for each in found if each["file"]]

    signed_together((issuer, f"campaigns/{campaign}/papers/{each['slot']}/prepare", {}) for each in papers())
    market.until(lambda: all(each["on_record"] for each in papers()), "every document is on the record")


def _sheet(who: Company, title: str, *said: str) -> bytes:
    paper, styles = io.BytesIO(), getSampleStyleSheet()
    story = [Paragraph(f"SPECIMEN, FOR THE DEMO · {who.name}", styles["Italic"])]
    story.append(Paragraph(title, styles["Title"]))
    for each in said:
        story += [Paragraph(each, styles["BodyText"]), Spacer(1, 8)]
    SimpleDocTemplate(paper, pagesize=A5, title=title, author=who.name, invariant=1).build(story)
    return paper.getvalue()
