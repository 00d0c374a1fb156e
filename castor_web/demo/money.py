"""Money comes in and goes out: bank lines, mints, withdrawals, burns, and what the trustees' books say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from castor_web.demo.cast import INVESTORS, OPERATORS, RINGGIT, TRUSTEES, Investor, Organisation
from castor_web.demo.market import Market
from castor_web.demo.offices import signed_together, together

_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


def publish_accounts(market: Market) -> None:
    """Each trustee's maker proposes its account for deposits, its checker puts it in force."""
    for number, trustee in enumerate(TRUSTEES, start=1):
        office = market.office(trustee)
        account = {
            "bank": "Bank Contoh",
            "holder": f"{trustee.name} (trust)",
            "number": f"5140-0000-{number:04d}",
        }
        proposed = office.maker.post("treasury/trust-account", account)
        office.checker.post(f"treasury/trust-account/{proposed['id']}/approval")


def deposit(market: Market) -> None:
    """Each investor's transfer is entered by the maker, minted by both, and seen by its owner."""
    publish_accounts(market)
    together(lambda trustee: _credit(market, trustee), TRUSTEES)
    for who in INVESTORS:
        _expect_balance(market, who.login, who.deposit)
    check_reserves(market)


def withdraw(market: Market, login: str, trustee: str, amount: int) -> None:
    """A client takes money out: asked for, paid by the bank, burned by maker and checker."""
    office = market.office(trustee)
    before, supply = market.balance(login), int(market.reserve(trustee)["supply"])
    waiting = ask_for(market, login, trustee, amount)
    office.act(f"treasury/withdrawals/{waiting}/burn", {"bank_reference": f"OUT-{waiting:06d}"})
    _expect_balance(market, login, before - amount)
    market.equal(f"{trustee}’s supply", supply - amount, lambda: int(market.reserve(trustee)["supply"]))
    check_reserves(market)


def ask_for(market: Market, login: str, trustee: str, amount: int) -> int:
    """A client asks for money of its own, `amount` sen; the number of the only withdrawal that now waits."""
    client, office = market.clients[login], market.office(trustee)
    client.post("treasury/payout-account", {"bank": "Bank Contoh", "holder": login, "number": "1620-3344-55"})
    token = market.reserve(trustee)["token"]
    signed_together([(client, "treasury/withdrawals/prepare", {"token": token, "amount": amount})])
    path = "treasury/withdrawals"
    market.until(lambda: bool(office.maker.get(path, state="waiting")), "the withdrawal waits")
    (waiting,) = office.maker.get(path, state="waiting")
    return int(waiting["id"])


def check_reserves(market: Market, entered: Mapping[str, int] = _NOTHING) -> None:
    """At each trustee, supply and the sum of holdings are one figure, and the trust balance is more by
    exactly what was `entered` (sen, by trustee) and not minted yet.
    """
    for trustee in TRUSTEES:
        supply = int(market.reserve(trustee)["supply"])
        _expect_reserve(market, trustee, "holdings", supply)
        _expect_reserve(market, trustee, "trust_balance", supply + entered.get(trustee.name, 0))


def sums(market: Market, entered: Mapping[str, int] = _NOTHING) -> Iterator[str]:
    """The last figures, a line a trustee; `entered` as for `check_reserves`."""
    for trustee in TRUSTEES:
        yield line_of(trustee.name, market.reserve(trustee), entered.get(trustee.name, 0))


def line_of(name: str, reserve: Mapping[str, Any], entered: int) -> str:
    """A trustee's figures in a line: equal, but for what was entered and not minted yet (sen)."""
    supply, trust, held = (f"RM {ringgit(reserve[each])}" for each in ("supply", "trust_balance", "holdings"))
    if not entered:
        return f"{name:<15} supply {supply} = trust balance {trust} = sum of holdings {held}"
    return (
        f"{name:<15} supply {supply} = sum of holdings {held};"
        f" trust balance {trust} = supply + RM {ringgit(entered)} entered, not minted yet"
    )


def ringgit(sen: int) -> str:
    """`1,234.50`."""
    return f"{sen // RINGGIT:,}.{sen % RINGGIT:02d}"


def enter(
    market: Market, trustee: Organisation | str, who: Investor, amount: int, bank_reference: str
) -> str:
    """A trustee's maker enters a credit (sen) that an investor transferred; its id."""
    credit = {
        "bank_reference": bank_reference,
        "amount": amount,
        "credited_at": market.now() - 3600,
        "reference": market.clients[who.login].get("treasury/wallet")["reference"],
        "payer": who.name,
    }
    return str(market.office(trustee).maker.post("treasury/bank-lines", credit)["id"])


def _credit(market: Market, trustee: Organisation) -> None:
    office, acts = market.office(trustee), []
    theirs = {each.name for each in OPERATORS if each.trustee == trustee.name}
    for who in (each for each in INVESTORS if each.operator in theirs):
        line = enter(market, trustee, who, who.deposit, f"IN-{who.number:06d}")
        acts.append(office.propose(f"treasury/bank-lines/{line}/mint"))
    for act in acts:
        office.maker.followed(act)


def _expect_balance(market: Market, login: str, wanted: int) -> None:
    market.equal(f"{login}’s balance", wanted, lambda: market.balance(login))


def _expect_reserve(market: Market, trustee: Organisation, word: str, wanted: int) -> None:
    market.equal(f"{trustee.name}’s {word}", wanted, lambda: int(market.reserve(trustee)[word]))
