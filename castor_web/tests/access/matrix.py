"""Reads `matrix.txt`: one line for each address and method, one letter for each viewer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from castor_web.tests.access.bodies import fields
from castor_web.tests.access.walk import Address
from castor_web.tests.access.world import VIEWERS, World

SAFE = {"o": "ok", "r": "leads elsewhere", "i": "sign in", "f": "403", "n": "404", "b": "asks for more"}
UNSAFE = {"o": "let in", "-": "refused"}

ELSEWHERE = {
    "/staff/": "allauth's own pages: password, code, passkey; tested by apps/accounts",
    "/admin/auth/": "Django's own model pages; test_matrix.py: nobody of the cast gets in",
    "/admin/account/": "as /admin/auth/",
    "/admin/mfa/": "as /admin/auth/",
    "/admin/axes/": "as /admin/auth/",
    "/admin/^": "Django's own fallbacks of the admin: an app's list, and what does not exist",
    "/admin/(?P": "as /admin/^",
    "/admin/r/": "Django's way from an object to its page: none of our models has one",
    "/admin/password_change/": "Django's form for one's own password; tested by apps/accounts",
    "/admin/kyc/application/<path:": "Django's model pages, narrowed by apps/kyc/admin.py and tested there",
    "/demo/advance/": "in a demo only: moves the clock of the very chain that these tests stand on",
}
"""Addresses that the table leaves out, by how they begin; each with who answers for them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line: `on` says which objects the parameters stand for, and which fields of the body are changed."""

    method: str
    pattern: str
    on: tuple[str, ...]
    expected: dict[str, str]

    @property
    def safe(self) -> bool:
        """Whether the method changes nothing by its nature."""
        return self.method == "GET"

    def path(self, world: World) -> str:
        """The address."""
        return world.path(self.pattern, " ".join(each for each in self.on if each[0] not in "+-"))

    def body(self, world: World) -> dict[str, Any] | None:
        """Every field there is, with `+name=value` changed and `-name` left out."""
        if self.safe:
            return None
        whole = fields(world, api=self.pattern.startswith("/api/"))
        for each in self.on:
            if each[0] == "+":
                name, value = each[1:].split("=")
                whole[name] = str(world.objects.get(value, value))
            elif each[0] == "-":
                whole.pop(each[1:])
        return whole


def rows() -> list[Row]:
    """The table. Raises ValueError for a line that is not one."""
    lines = (Path(__file__).parent / "matrix.txt").read_text().splitlines()
    return [_row(line) for line in lines if line.strip() and not line.startswith("#")]


def _row(line: str) -> Row:
    method, pattern, *rest = line.split()
    on = tuple(each for each in rest if len(each) > 3)
    letters = "".join(each for each in rest if len(each) <= 3)
    known = SAFE if method == "GET" else UNSAFE
    if len(letters) != len(VIEWERS) or not set(letters) <= set(known):
        raise ValueError(f"{line}: one letter of {''.join(known)} for each of {', '.join(VIEWERS)}")
    return Row(method, pattern, on, dict(zip(VIEWERS, letters, strict=True)))


def left_out(address: Address) -> bool:
    """Whether the table leaves an address to others."""
    return address.pattern.startswith(tuple(ELSEWHERE))


def letter(answer: Any, *, safe: bool) -> str:
    """What an answer was, as the table writes it; a fault of ours by its status."""
    status = answer.status_code
    if status >= 500:
        return str(status)
    location = answer.headers.get("Location", "") if status in (301, 302) else ""
    asks = location.startswith(("/accounts/sign-in/?next", "/admin/login/", "/staff/login/"))
    refused = status in (401, 403, 404, 405) or asks
    if not safe:
        return "-" if refused else "o"
    if asks or status == 401:
        return "i"
    return {403: "f", 404: "n", 405: "."}.get(status) or ("o" if status < 300 else "r" if location else "b")
