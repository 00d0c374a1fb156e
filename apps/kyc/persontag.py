"""Person tags: the same 32 bytes for the same person at every operator, from which nobody learns the person.

RFC 9497 (ristretto255-SHA512) over identity type and number. The operator's side, here, blinds; the
regulator's service multiplies by a key of its own and learns nothing; this side unblinds. Neither can make
tags alone, and each tag costs an evaluation that is logged and counted (see `tagservice`).
"""

from __future__ import annotations

from apps.accounts import oprf
from apps.kyc import tagservice
from apps.vocabulary.types import Viewer


def tag_of(actor: Viewer, identity: tuple[str, str]) -> bytes:
    """The person tag (32 bytes) of an identity type and number.

    Raises NotAllowed for others than operators, TooManyTags, Unavailable where the service has no key.
    """
    message = "\x00".join(identity).encode()
    scalar = oprf.random_blind()
    evaluated = tagservice.evaluate(actor, oprf.blind(message, scalar))
    return oprf.finalize(message, scalar, evaluated)[:32]
