"""What the tables of holdings, dividends and votes say as files, row by row, the head first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from apps.securities.types import CapLine, Holding, Provenance, Register, ShareClass
from apps.securities.types.actions import Ballot, Dividend, Payment
from apps.vocabulary.sheets import Row, in_malaysia, in_ringgit
from apps.vocabulary.words import ringgit


def payments(lines: Iterable[Payment]) -> Iterator[Row]:
    """Who got how much of a dividend."""
    yield (
        gettext("Holder"),
        gettext("Name"),
        gettext("Units at the record date"),
        gettext("Amount (RM)"),
        gettext("State"),
        gettext("At (MYT)"),
        gettext("Transaction"),
    )
    for each in lines:
        yield (
            each.holder,
            each.name,
            each.units,
            ringgit(each.amount),
            each.state,
            in_malaysia(each.at),
            each.transaction,
        )


def register(found: Register) -> Iterator[Row]:
    """Holders, then who ceased to hold."""
    yield (
        gettext("Share class"),
        gettext("Member"),
        gettext("Name"),
        gettext("Units"),
        gettext("Parts per million"),
        gettext("Member since (MYT)"),
        gettext("Ceased (MYT)"),
        gettext("As of (MYT)"),
    )
    for each in (*found.members, *found.former):
        yield (
            found.share_class.symbol,
            each.holder,
            each.name,
            each.units,
            each.share,
            in_malaysia(each.since),
            in_malaysia(each.until) if each.until else "",
            in_malaysia(found.at),
        )


def cap_table(lines: Iterable[CapLine]) -> Iterator[Row]:
    """Who holds a class."""
    yield ("holder", "name", "units", "parts_per_million", "certificates")
    yield from ((each.holder, each.name, each.units, each.share, each.certificates) for each in lines)


def classes(found: Iterable[ShareClass]) -> Iterator[Row]:
    """Share classes."""
    yield (
        gettext("Share class"),
        gettext("Symbol"),
        gettext("Issuer"),
        gettext("Units"),
        gettext("Holders"),
        gettext("Since (MYT)"),
        gettext("Contract"),
    )
    for each in found:
        since = in_malaysia(each.created_at)
        yield (each.name, each.symbol, each.issuer_name, each.units, each.holders, since, each.face)


def portfolio(found: Iterable[Holding]) -> Iterator[Row]:
    """What somebody owns, certificate by certificate."""
    yield (
        gettext("Share class"),
        gettext("Issuer"),
        gettext("Certificate"),
        gettext("Units"),
        gettext("Offered"),
        gettext("Cost (RM)"),
        gettext("Since (MYT)"),
        gettext("Locked until (MYT)"),
        gettext("Contract"),
    )
    for holding in found:
        of = holding.share_class
        for each in holding.certificates:
            yield (
                of.name,
                of.issuer_name,
                each.number,
                each.units,
                each.held_units,
                "" if each.cost is None else in_ringgit(each.cost),
                in_malaysia(each.acquired_at),
                in_malaysia(each.locked_until) if each.locked_until else "",
                each.face,
            )


def lineage(found: Provenance) -> Iterator[Row]:
    """Where a certificate's units come from, the newest move first."""
    yield (
        gettext("Time (MYT)"),
        gettext("Kind"),
        gettext("Certificates"),
        gettext("Units"),
        gettext("Parties"),
        gettext("Block"),
        gettext("Transaction"),
    )
    for each in found.moves:
        numbers, parties = " → ".join(map(str, each.numbers)), " → ".join(each.parties)
        yield (in_malaysia(each.at), each.what, numbers, each.units, parties, each.block, each.transaction)


def dividends(found: Iterable[Dividend]) -> Iterator[Row]:
    """Dividends, with the viewer's part."""
    yield (
        gettext("Dividend"),
        gettext("Share class"),
        gettext("For each unit (RM)"),
        gettext("Record date (MYT)"),
        gettext("Paid from (MYT)"),
        gettext("State"),
        gettext("Your units"),
        gettext("Yours (RM)"),
        gettext("Contract"),
    )
    for each in found:
        yield (
            each.title,
            each.class_name,
            each.per_unit,
            in_malaysia(each.record_at),
            in_malaysia(each.payable_at),
            each.own_state or each.state.value,
            each.own_units,
            in_ringgit(each.own_amount),
            each.address,
        )


def ballots(found: Iterable[Ballot]) -> Iterator[Row]:
    """Votes and how they stand, with the viewer's choice."""
    yield (
        gettext("Question"),
        gettext("Share class"),
        gettext("Record date (MYT)"),
        gettext("Open until (MYT)"),
        gettext("State"),
        gettext("Passed"),
        gettext("Units for"),
        gettext("Units against"),
        gettext("Units that abstain"),
        gettext("Units in all"),
        gettext("Your vote"),
        gettext("Contract"),
    )
    for each in found:
        yield (
            each.title or each.question,
            each.class_name,
            in_malaysia(each.record_at),
            in_malaysia(each.closes_at),
            each.state.value,
            "" if each.passed is None else gettext("yes") if each.passed else gettext("no"),
            each.in_favour,
            each.against,
            each.abstained,
            each.units,
            each.own_choice.value if each.own_choice else "",
            each.address,
        )
