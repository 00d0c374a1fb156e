"""What can go wrong between the portal and the chain."""

from __future__ import annotations

from collections.abc import Mapping

from apps.vocabulary.errors import CastorError, Malformed, NotAllowed, NotFound, Unavailable
from apps.vocabulary.messages import gettext_noop


class NodeAway(Unavailable):
    """The chain's node does not answer: nothing is known about what was asked, and nothing may be
    concluded.
    """

    code = "node-away"
    sentence = gettext_noop("The market's ledger does not answer at the moment.")


class NodeRefused(Exception):
    """The node answered a call with a JSON-RPC error. Internal: its text differs between nodes and decides
    nothing.

    `data` holds the revert data of a call that reverted, and is empty otherwise.
    """

    def __init__(self, code: int, message: str, data: bytes = b"") -> None:
        self.code = code
        self.message = message
        self.data = data
        super().__init__(f"{message} ({code})")


class ForeignChain(Unavailable):
    """The node runs another chain than the one whose market the database knows."""

    code = "foreign-chain"
    sentence = gettext_noop(
        "The chain is not the one that the database knows. Point CASTOR_CHAIN_URL at the market's own chain,"
        " or start afresh with an empty database (in development: make clean)."
    )


class NoMarket(Unavailable):
    """No market has been created yet: `manage.py create_market` does it."""

    code = "no-market"
    sentence = gettext_noop("There is no market yet. Create one with: manage.py create_market")


class Refused(CastorError):
    """The contracts refuse an act, or refused it: their typed error, as a sentence with its figures.

    `name` is the Solidity error's name, `selector` its first four bytes in hex, `arguments` what it carries
    (integers, checksum addresses, 0x-hex); `code` is `refused`.
    """

    code = "refused"
    status = 409

    def __init__(
        self, sentence: str, *, name: str, selector: str, figures: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(sentence, **(figures or {}))
        self.name = name
        self.selector = selector


class UnknownAct(Malformed):
    """No act of this name is registered for what it is aimed at."""

    code = "unknown-act"
    sentence = gettext_noop("The market knows no such act.")


class WrongArguments(Malformed):
    """The arguments are not those of the act's registered type, or out of range."""

    code = "wrong-arguments"
    sentence = gettext_noop("The act's arguments are not those of its type.")


class WrongSignature(NotAllowed):
    """The signature is not the named signer's over this act."""

    code = "wrong-signature"
    sentence = gettext_noop("This signature does not belong to this signer and this act.")


class KeyReused(CastorError):
    """The idempotency key was used before, for another request."""

    code = "key-reused"
    status = 422
    sentence = gettext_noop("This idempotency key was used before, for something else.")


class NoSuchAct(NotFound):
    """There is no such act, or it is another's."""

    code = "no-such-act"
    sentence = gettext_noop("There is no such act.")


class NoSuchBlock(NotFound):
    """The record has no such block yet, or it is before the market's first. Name one that was read."""

    code = "no-such-block"
    sentence = gettext_noop("The record has no such block yet, or it is before the market’s first.")


class NotReplayed(CastorError):
    """The events up to that block were not played again, or what came of it is kept no longer. Replay it."""

    code = "not-replayed"
    sentence = gettext_noop("The record has not been made anew up to this block yet.")


class OutOfTurn(CastorError):
    """The act is not in a state in which this can be done to it."""

    code = "out-of-turn"
    sentence = gettext_noop("This act has already moved on.")


class NoSuchTransaction(NotFound):
    """No lane has sent such a transaction."""

    code = "no-such-transaction"
    sentence = gettext_noop("There is no such transaction.")


class TransactionOver(CastorError):
    """The transaction has come to its end: nothing is left to be done about it."""

    code = "transaction-over"
    sentence = gettext_noop("This transaction has already come to its end.")


class AlreadyAsked(CastorError):
    """Something was asked about this transaction and is not done yet."""

    code = "already-asked"
    sentence = gettext_noop("Something was asked for this transaction already, and is not done yet.")


class OwnProposal(NotAllowed):
    """Maker and checker are two people."""

    code = "own-proposal"
    sentence = gettext_noop("You proposed this yourself: somebody else must decide it.")


class NoKey(NotAllowed):
    """This installation holds no signing key for this person or organisation."""

    code = "no-key"
    sentence = gettext_noop("There is no signing key here for this.")
