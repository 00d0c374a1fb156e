"""Who can sign in to the demo, in words."""

from __future__ import annotations

from collections.abc import Container, Iterator

from castor_web.demo.cast import APPLICANTS, COMPANIES, INVESTORS, ORGANISATIONS, PASSPHRASE, PASSWORD


def lines(here: Container[str]) -> Iterator[str]:
    """A line each, for the terminal: of the clients those who are `here`, by sign-in name."""
    companies, investors, applicants = (
        [each.login for each in every if each.login in here] for every in (COMPANIES, INVESTORS, APPLICANTS)
    )
    yield " Staff sign in at /staff/login/ with name, password and a code (manage.py otp <name>):"
    for each in ORGANISATIONS:
        yield f"   {each.role.word:<10} {each.name:<22} {each.maker} (maker), {each.checker} (checker)"
    yield f"   password   {PASSWORD}"
    yield " Clients sign in at /accounts/sign-in/ with name and passphrase:"
    yield f"   issuers    {', '.join(companies)}"
    more = f" and {len(investors) - 4} more" if len(investors) > 4 else ""
    yield f"   investors  {', '.join(investors[:4])}{more}"
    if applicants:
        yield f"   applicants {', '.join(applicants)}: not admitted yet"
    yield f"   passphrase {PASSPHRASE}"
    yield " Everybody, with codes and the market's clock: /demo/"
