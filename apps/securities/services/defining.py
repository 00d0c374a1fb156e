"""How an issuer defines a share class."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.ledger import services as ledger
from apps.ledger.types import Signable
from apps.participants import queries as participants
from apps.securities import rules
from apps.vocabulary.errors import NotAllowed, SignInNeeded
from apps.vocabulary.types import Address, Role, Viewer
from apps.vocabulary.words import text_word


def prepare_class(*, actor: Viewer, name: str, symbol: str, trustee: Address) -> Signable:
    """An issuer prepares a share class in the keeping of a trustee that is linked with its operator.

    Raises NotAllowed, TextTooLong, SymbolNotPlain.
    """
    if actor.account is None or actor.door is None:
        raise SignInNeeded
    if actor.role is not Role.ISSUER:
        raise NotAllowed
    words = {"name": text_word(name), "symbol": text_word(rules.read_symbol(symbol))}
    prepared = ledger.prepare(
        actor=actor,
        door=actor.door,
        act="CreateClass",
        target=actor.door,
        arguments={**words, "trustee": trustee},
    )
    shown, mark = " ".join(name.split()), symbol.strip().upper()
    keeper = participants.name_of(trustee)
    sentence = _(
        "You define the share class “%(name)s” (%(symbol)s). %(trustee)s keeps its register: only %(trustee)s"
        " can mint its units, and only into campaigns that were approved."
    ) % {"name": shown, "symbol": mark, "trustee": keeper}
    fields = ((_("Share class"), shown), (_("Symbol"), mark), (_("Trustee"), keeper))
    return Signable(prepared, sentence, fields)
