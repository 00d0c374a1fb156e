"""Money comes in and goes out: bank lines, mints, withdrawals, burns, and what the trustees' books say."""

from __future__ import annotations

from collections.abc import Iterator

from castor_web.demo.cast import INVESTORS, OPERATORS, RINGGIT, TRUSTEES, Organisation
from castor_web.demo.market import Market
from castor_web.demo.offices import signed_together, together


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
    client, office = market.clients[login], market.office(trustee)
    before, supply = market.balance(login), int(market.reserve(trustee)["supply"])
    client.post("treasury/payout-account", {"bank": "Bank Contoh", "holder": login, "number": "1620-3344-55"})
    token = market.reserve(trustee)["token"]
    signed_together([(client, "treasury/withdrawals/prepare", {"token": token, "amount": amount})])
    market.until(lambda: bool(office.maker.get("treasury/withdrawals")), "the withdrawal waits")
    (waiting,) = office.maker.get("treasury/withdrawals", state="waiting")
    office.act(f"treasury/withdrawals/{waiting['id']}/burn", {"bank_reference": f"OUT-{waiting['id']:06d}"})
    _expect_balance(market, login, before - amount)
    market.equal(f"{trustee}’s supply", supply - amount, lambda: int(market.reserve(trustee)["supply"]))
    check_reserves(market)


def check_reserves(market: Market) -> None:
    """At each trustee, supply, trust balance and the sum of holdings are one figure."""
    for trustee in TRUSTEES:
        supply = int(market.reserve(trustee)["supply"])
        for word in ("trust_balance", "holdings"):
            _expect_reserve(market, trustee, word, supply)


def sums(market: Market) -> Iterator[str]:
    """The last figures, a line a trustee."""
    for trustee in TRUSTEES:
        found = market.reserve(trustee)
        yield (
            f"{trustee.name:<15} supply RM {ringgit(found['supply'])} = trust balance"
            f" RM {ringgit(found['trust_balance'])} = sum of holdings RM {ringgit(found['holdings'])}"
        )


def ringgit(sen: int) -> str:
    """`1,234.50`."""
    return f"{sen // RINGGIT:,}.{sen % RINGGIT:02d}"


def _credit(market: Market, trustee: Organisation) -> None:
    office, acts = market.office(trustee), []
    theirs = {each.name for each in OPERATORS if each.trustee == trustee.name}
    for who in (each for each in INVESTORS if each.operator in theirs):
        credit = {
            "bank_reference": f"IN-{who.number:06d}",
            "amount": who.deposit,
            "credited_at": market.now() - 3600,
            "reference": market.clients[who.login].get("treasury/wallet")["reference"],
            "payer": who.name,
        }
        line = office.maker.post("treasury/bank-lines", credit)["id"]
        acts.append(office.propose(f"treasury/bank-lines/{line}/mint"))
    for act in acts:
        office.maker.followed(act)


def _expect_balance(market: Market, login: str, wanted: int) -> None:
    market.equal(f"{login}’s balance", wanted, lambda: market.balance(login))


def _expect_reserve(market: Market, trustee: Organisation, word: str, wanted: int) -> None:
    market.equal(f"{trustee.name}’s {word}", wanted, lambda: int(market.reserve(trustee)[word]))
