"""Who can sign in to the demo, in words."""

from __future__ import annotations

from collections.abc import Iterator

from castor_web.demo.cast import APPLICANTS, COMPANIES, INVESTORS, ORGANISATIONS, PASSPHRASE, PASSWORD


def lines() -> Iterator[str]:
    """A line each, for the terminal."""
    yield " Staff sign in at /staff/login/ with name, password and a code (manage.py otp <name>):"
    for each in ORGANISATIONS:
        yield f"   {each.role.word:<10} {each.name:<22} {each.maker} (maker), {each.checker} (checker)"
    yield f"   password   {PASSWORD}"
    yield " Clients sign in at /accounts/sign-in/ with name and passphrase:"
    yield f"   issuers    {', '.join(each.login for each in COMPANIES)}"
    yield f"   investors  {', '.join(each.login for each in INVESTORS[:4])} and {len(INVESTORS) - 4} more"
    yield f"   applicants {', '.join(each.login for each in APPLICANTS)}: not admitted yet"
    yield f"   passphrase {PASSPHRASE}"
    yield " Everybody, with codes and the market's clock: /demo/"
