"""What everybody has, read from the chain itself: to compare what was before a change with what is after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.ledger import queries as ledger
from apps.ledger.directory import CONTRACTS
from apps.participants import queries as participants
from apps.vocabulary.types import Address, Role
from castor_web.demo.chain import DevelopmentChain

_DOORS = frozenset(("Regulator", "Trustee", "Operator", "Issuer", "Investor"))
_FACES = frozenset(("MoneyToken", "EquityToken"))
_NEITHER = _DOORS | _FACES | {"MarketMaster", "Relay", "MoneyFactory", "EquityFactory", "Rulebook", "Records"}


@dataclass(frozen=True, slots=True)
class Holdings:
    """Readings by kind and by what was asked; money in sen, certificates as the kernel has them."""

    by_kind: Mapping[str, Mapping[str, Any]]

    def compared(self, after: Holdings) -> list[tuple[str, int, int]]:
        """Of each kind: how many readings, and how many differ."""
        return [
            (kind, len(before), sum(before[each] != after.by_kind[kind].get(each) for each in before))
            for kind, before in self.by_kind.items()
        ]


def read(chain: DevelopmentChain, master: Address, allowed: tuple[Address, Address]) -> Holdings:
    """All of it now. `allowed`: an owner and a spender whose allowance is looked at."""
    contracts = {Address(each["address"]): str(each["name"]) for each in CONTRACTS.walk()}
    tokens = [each for each, name in contracts.items() if name == "MoneyToken"]
    classes = [each for each, name in contracts.items() if name == "EquityToken"]
    instances = [each for each, name in contracts.items() if name not in _NEITHER]
    doors = participants.every_client() + [
        each.door for role in (Role.TRUSTEE, Role.OPERATOR) for each in participants.organisations(role)
    ]

    def ask(function: str, *arguments: Any) -> Any:
        return ledger.ask("IMarketMaster", function, master, *arguments)

    certificates = [
        (face, number)
        for face in classes
        for number in range(1, int(ask("faceOf", face)["certificates"]) + 1)
    ]
    holders = [*doors, *instances, master]
    pairs = [(token, each) for token in tokens for each in holders]
    return Holdings(
        {
            "balances": {f"{token} {each}": ask("balanceOf", token, each) for token, each in pairs},
            "supplies": {each: ask("faceOf", each)["supply"] for each in (*tokens, *classes)},
            "allowances": {each: ask("allowance", each, *allowed) for each in tokens},
            "certificates": {f"{face} {n}": ask("certificateOf", face, n) for face, n in certificates},
            "holdings": {
                f"{face} {each}": ask("holdingOf", face, each) for face in classes for each in holders
            },
            "addresses of money": {
                each.door: ask("tokenOf", each.door) for each in participants.organisations(Role.TRUSTEE)
            },
            "codes of faces": {each: ledger.code(each) for each in (*tokens, *classes)},
            "campaigns, orders, offers": {each: _storage(chain, each) for each in instances},
        }
    )


def _storage(chain: DevelopmentChain, address: Address) -> str:
    """The root of all that a contract keeps: equal roots, equal contents."""
    return str(chain.call("eth_getProof", address, [], "latest")["storageHash"])
