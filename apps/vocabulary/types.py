"""The words that every app shares: addresses, money, units, roles, and who is looking. No I/O, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NewType

Address = NewType("Address", str)
"""An Ethereum address in its EIP-55 checksum form: 42 characters."""

Units = NewType("Units", int)
"""A whole number of units (shares) of one share class."""

LARGEST = 2**63 - 1
"""The most units or sen that the portal takes: a signed word of 64 bits, as stores and programs keep it."""

ZERO_ADDRESS = Address("0x0000000000000000000000000000000000000000")


class Role(IntEnum):
    """What a participant is. The numbers are those of `Role` in contracts/src/libraries/Types.sol."""

    NONE = 0
    REGULATOR = 1
    TRUSTEE = 2
    OPERATOR = 3
    ISSUER = 4
    INVESTOR = 5

    @property
    def word(self) -> str:
        """The role in lower case, as used in URLs, documents and CSS."""
        return self.name.lower()


class Standing(IntEnum):
    """A participant's own standing. Numbers as in Types.sol; parents are asked up the tree, never copied."""

    NONE = 0
    ACTIVE = 1
    SUSPENDED = 2
    REVOKED = 3


class InvestorClass(IntEnum):
    """How an investor is classified (rulebook R4 to R7). Numbers as in Types.sol."""

    NONE = 0
    RETAIL = 1
    ANGEL = 2
    SOPHISTICATED = 3


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one trustee's ringgit.

    `sen` is a whole number of sen (RM 1.00 is 100 sen); `token` is the MoneyToken face. Two trustees' ringgit
    are two supplies and are never added.
    """

    sen: int
    token: Address

    def __add__(self, other: Money) -> Money:
        return Money(self.sen + self._same(other), self.token)

    def __sub__(self, other: Money) -> Money:
        return Money(self.sen - self._same(other), self.token)

    def _same(self, other: Money) -> int:
        if other.token != self.token:
            raise ValueError(f"money of {other.token} cannot be counted with money of {self.token}")
        return other.sen


@dataclass(frozen=True, slots=True)
class Difference:
    """What was sent before and what is sent now, in words; `label` says of what."""

    label: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking: the first argument of every query and service.

    `door` is the participant acted for (an organisation's, for its staff); `account` is the sign-in account's
    id; `maker` and `checker` are the duties of a member of staff. A visitor has neither door nor account.
    """

    role: Role = Role.NONE
    door: Address | None = None
    account: int | None = None
    maker: bool = False
    checker: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether an organisation's member of staff is asking."""
        return self.role in (Role.REGULATOR, Role.TRUSTEE, Role.OPERATOR)


VISITOR = Viewer()
