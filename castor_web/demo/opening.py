"""The market opens: the regulator signs its figures, admits trustees and operators, and these link."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from apps.ledger import queries as ledger
from apps.ledger import services as keys
from apps.rulebook.rules import permission
from apps.vocabulary.types import Address
from castor_web.demo.cast import OPERATORS, REGULATOR, TRUSTEES, figures
from castor_web.demo.market import Market, WrongFigure
from castor_web.demo.offices import Office, open_office, together


def open_market(market: Market) -> None:
    """Leaves every organisation with an office of two, and each operator linked with its trustee.

    Raises WrongFigure for a market that is not fresh.
    """
    born = ledger.market()
    if born is None:
        raise WrongFigure("There is no market yet: run manage.py create_market first.")
    if len(market.visitor.get("participants/organisations")) > 1:
        raise WrongFigure(
            "This market was played already, or is used; `make clean` and `make demo` begin another."
        )
    regulator = open_office(market.origin, REGULATOR, Address(born.regulator), (None, None))
    market.offices[REGULATOR.name] = regulator
    with ThreadPoolExecutor(1) as side:
        signed = side.submit(_sign_figures, market, regulator)
        _admit(market, regulator)
        signed.result()
    _permit(market, regulator)
    together(lambda operator: _link(market.office(operator.trustee), market.office(operator)), OPERATORS)


def _sign_figures(market: Market, regulator: Office) -> None:
    regulator.acts(
        (
            "rulebook/figures",
            {
                "rule": each.rule,
                "investor_class": each.investor_class.name.lower(),
                "value": each.value,
            },
        )
        for each in figures(warps=market.warps)
    )


def _permit(market: Market, regulator: Office) -> None:
    """R20: the regulator opens secondary trading to the operators."""
    doors = [market.office(each).door for each in OPERATORS]
    regulator.acts(
        ("rulebook/figures", {"rule": permission(door), "investor_class": "none", "value": 1})
        for door in doors
    )


def _admit(market: Market, regulator: Office) -> None:
    organisations = (*TRUSTEES, *OPERATORS)
    signers = {each.name: (keys.new_key(), keys.new_key()) for each in organisations}
    regulator.acts(
        (
            "participants/admissions",
            {
                "role": each.role.word,
                "name": each.name,
                "maker_signer": signers[each.name][0],
                "checker_signer": signers[each.name][1],
            },
        )
        for each in organisations
    )

    def doors() -> dict[str, Address]:
        found = market.visitor.get("participants/organisations")
        return {each["name"]: Address(each["door"]) for each in found}

    market.until(
        lambda: all(each.name in doors() for each in organisations), "trustees and operators are listed"
    )
    known = doors()
    for each in organisations:
        market.offices[each.name] = open_office(market.origin, each, known[each.name], signers[each.name])


def _link(trustee: Office, operator: Office) -> None:
    trustee.act("participants/links", {"door": operator.door})
    operator.act("participants/links", {"door": trustee.door})
