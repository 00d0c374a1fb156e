"""What can go wrong when somebody signs up, signs in or asks for a key, each with its sentence."""

from __future__ import annotations

from apps.vocabulary.errors import CastorError, SignInNeeded
from apps.vocabulary.messages import gettext_noop


class InvalidName(CastorError):
    """The name is not one that an account can have (see `rules.normalised_name`)."""

    code = "invalid-name"
    status = 400
    sentence = gettext_noop(
        "A name has 3 to 32 letters (a to z), figures, dots, dashes or underscores, "
        "and begins with a letter or figure."
    )


class NameTaken(CastorError):
    """Another account has this name."""

    code = "name-taken"
    status = 409
    sentence = gettext_noop("This name is taken. Please choose another.")


class AddressTaken(CastorError):
    """Another account was opened with this key."""

    code = "address-taken"
    status = 409
    sentence = gettext_noop("An account was already opened with this key. Please sign in.")


class ConsentMissing(CastorError):
    """A document in force was not accepted."""

    code = "consent-missing"
    status = 400
    sentence = gettext_noop("Please read and accept the terms, the risk warning and the privacy notice.")


class ConsentNeeded(CastorError):
    """An act needs the documents in force, and the actor has not accepted their present version.

    The argument `documents` names each with its version, as `terms 2026-11`.
    """

    code = "consent-needed"
    sentence = gettext_noop(
        "There is a new version of what you accepted when you signed up. "
        "Please read and accept it, then go on."
    )


class StepUpNeeded(CastorError):
    """What is asked for opens somebody's whole file, and the second factor was last shown too long ago.

    A page leads to where the code is asked for again; a program posts it to `accounts/staff/confirm`.
    """

    code = "step-up-needed"
    status = 403
    sentence = gettext_noop("Please show your code again before you open this.")


class SessionEnded(SignInNeeded):
    """The session's proof no longer holds: its signer signs for the door no more, or its account was closed
    or signed out elsewhere.
    """

    code = "session-ended"
    sentence = gettext_noop(
        "You were signed out: the key of this sign-in, or the account, no longer counts here. "
        "Please sign in again."
    )


class UnknownOperator(CastorError):
    """The operator that was chosen takes no new clients."""

    code = "unknown-operator"
    status = 400
    sentence = gettext_noop("Please choose an operator from the list.")


class NameSaysNothing(CastorError):
    """A name in the DNS has no readable DN-Key, or names two doors."""

    code = "name-says-nothing"
    status = 404
    sentence = gettext_noop("{name} has no DN-Key of this market that can be read.")


class NameDisagrees(CastorError):
    """What a name announces is not what the chain has."""

    code = "name-disagrees"
    status = 409
    sentence = gettext_noop("{name} announces other signers than the market’s record has: do not rely on it.")


class SignersNotAnnounced(CastorError):
    """An account of several signers is not announced as it is, or as it is to be, by a guardian's name.

    `name` is the guardian's, `record` what it has to publish.
    """

    code = "signers-not-announced"
    status = 409
    sentence = gettext_noop(
        "Your operator and your trustee must both announce in the DNS which keys sign for this account. "
        "{name} does not announce these yet: {record}"
    )


class NamesAway(CastorError):
    """The DNS does not answer."""

    code = "names-away"
    status = 503
    sentence = gettext_noop("The DNS does not answer at the moment. Please try again.")


class ChallengeExpired(CastorError):
    """The challenge was used, is older than five minutes, or is for another browser or purpose."""

    code = "challenge-expired"
    status = 409
    sentence = gettext_noop("This sign-in message is no longer valid. Please try again.")


class SignatureRefused(CastorError):
    """The signature is not by a key of this account; the same sentence for a name that has none."""

    code = "signature-refused"
    status = 403
    sentence = gettext_noop("The name, the passphrase or the secret is not right.")


class CredentialsRefused(CastorError):
    """Name, password or code of a member of staff is wrong; which of them is not said."""

    code = "credentials-refused"
    status = 403
    sentence = gettext_noop("The name, the password or the code is not right, or the code was used already.")


class TooSoon(CastorError):
    """This name was tried often; `seconds` says how long to wait. It is never locked for longer."""

    code = "too-soon"
    status = 429
    sentence = gettext_noop("This name was tried too often. Please wait {seconds} seconds and try again.")

    def __init__(self, *, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds
