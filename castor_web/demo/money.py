"""Money comes in and goes out: bank lines, mints, withdrawals, burns, and what the trustees' books say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from castor_web.demo.cast import INVESTORS, OPERATORS, RINGGIT, TRUSTEES, Investor, Organisation
from castor_web.demo.market import Market, WrongFigure
from castor_web.demo.offices import signed_together, together

KUALA_LUMPUR: Final = 8 * 3600
_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


def publish_accounts(market: Market) -> None:
    """Each trustee's maker proposes its account for deposits, its checker puts it in force."""
    for trustee in TRUSTEES:
        office = market.office(trustee)
        account = {
            "bank": "Bank Contoh",
            "holder": f"{trustee.name} (trust)",
            "number": _account(trustee.name),
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
    """A client takes money out: asked for, on the statement as paid, burned by maker and checker."""
    office = market.office(trustee)
    before, supply = market.balance(login), int(market.reserve(trustee)["supply"])
    waiting = ask_for(market, login, trustee, amount)
    state(market, trustee, [(-amount, f"OUT-{waiting:06d}", f"CASTOR-W{waiting}")])
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
    market.until(lambda: bool(office.maker.get(path, state="waiting")["rows"]), "the withdrawal waits")
    (waiting,) = office.maker.get(path, state="waiting")["rows"]
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
        "reference": _reference(market, who),
        "payer": who.name,
    }
    return str(market.office(trustee).maker.post("treasury/bank-lines", credit)["id"])


def state(market: Market, trustee: str, lines: Sequence[tuple[int, str, str]] = ()) -> None:
    """The bank's statement of today, posted by the maker and signed by the checker: each line has an amount
    (sen, out is negative), the bank's reference and the payer's words.
    """
    office, reserve = market.office(trustee), market.reserve(trustee)
    account, balance = _account(trustee), int(reserve["bank"]) if reserve["statement"] else 0
    day = datetime.fromtimestamp(market.now() + KUALA_LUMPUR, UTC).date()
    rows = ["account,date,amount,balance,bank_reference,description"]
    for amount, reference, words in lines:
        balance += amount
        rows.append(f"{account},{day},{plain(amount)},{plain(balance)},{reference},{words}")
    rows.append(f"{account},{day},,{plain(balance)},,")
    posted = office.maker.post("treasury/statements", {"content": "\n".join(rows) + "\n"})
    office.checker.post(f"treasury/statements/{posted['id']}/signature")
    market.until(lambda: market.reserve(trustee)["on_chain"], "the chain knows the bank's balance")


def plain(sen: int) -> str:
    """`-1234.50`."""
    return ringgit(sen).replace(",", "")


def _account(trustee: str) -> str:
    """The number of the account that a trustee takes deposits on."""
    return f"5140-0000-{[each.name for each in TRUSTEES].index(trustee) + 1:04d}"


def _reference(market: Market, who: Investor) -> str:
    return str(market.clients[who.login].get("treasury/wallet")["reference"])


def _credit(market: Market, trustee: Organisation) -> None:
    office, acts = market.office(trustee), []
    theirs = {each.name for each in OPERATORS if each.trustee == trustee.name}
    whose = [each for each in INVESTORS if each.operator in theirs]
    state(
        market,
        trustee.name,
        [(each.deposit, f"IN-{each.number:06d}", _reference(market, each)) for each in whose],
    )
    step = office.maker.post("treasury/bank-lines/mint-next", {})
    while step["line"]:
        if step["act"] is None:
            raise WrongFigure(f"{trustee.name}: a credit was not minted: {step['problem']}")
        office.checker.post(f"acts/{step['act']}/approval")
        acts.append(step["act"])
        step = office.maker.post("treasury/bank-lines/mint-next", {"after": step["line"]})
    for act in acts:
        office.maker.followed(act)


def _expect_balance(market: Market, login: str, wanted: int) -> None:
    market.equal(f"{login}’s balance", wanted, lambda: market.balance(login))


def _expect_reserve(market: Market, trustee: Organisation, word: str, wanted: int) -> None:
    market.equal(f"{trustee.name}’s {word}", wanted, lambda: int(market.reserve(trustee)[word]))
