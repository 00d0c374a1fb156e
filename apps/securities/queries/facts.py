"""What a class's own contract says, asked at the node: for who trusts no read model."""

from __future__ import annotations

from apps.ledger import queries as ledger
from apps.securities.types import Answers
from apps.vocabulary.types import Address


def answers(face: Address, *, account: Address, to: Address | None, number: int | None) -> Answers:
    """ERC-7943's questions about an account, a receiver and a certificate. Raises NodeAway."""

    def ask(question: str, *arguments: Address | int) -> bool:
        return bool(ledger.ask("EquityToken", question, face, *arguments))

    return Answers(
        can_send=ask("canSend", account),
        can_receive=ask("canReceive", to) if to else None,
        frozen=ask("getFrozenTokens", account, number) if number else None,
        can_transfer=ask("canTransfer", account, to, number) if to and number else None,
    )
