"""What a deposit's reference looks like, and what of a withdrawal can be said beforehand. No I/O."""

from __future__ import annotations

from eth_hash.auto import keccak

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which a hand and an ear confuse."""

LETTERS = 10
"""Fifty bits of the door's hash: a million investors share a reference with one chance in two thousand."""

MOST_SEN = 2**63 - 1


def reference_of(door: str) -> str:
    """What a door's owner writes on a bank transfer: `7K3M9-QX42T-C`, the last letter a check."""
    number = int.from_bytes(keccak(bytes.fromhex(door[2:])), "big") >> (256 - 5 * LETTERS)
    letters = "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(LETTERS)))
    return f"{letters[:5]}-{letters[5:]}-{_check(letters)}"


def read_reference(text: str) -> str | None:
    """A reference as somebody typed it, in its proper form; None where the check letter does not fit."""
    plain = "".join(text.upper().replace("O", "0").replace("I", "1").replace("L", "1").split())
    letters = plain.replace("-", "")
    if len(letters) != LETTERS + 1 or any(letter not in ALPHABET for letter in letters):
        return None
    if _check(letters[:-1]) != letters[-1]:
        return None
    return f"{letters[:5]}-{letters[5:LETTERS]}-{letters[-1]}"


def bank_word(trustee: str, bank_reference: str) -> bytes:
    """The 32 bytes under which a bank's credit or payment is known on-chain, once for each trustee."""
    return keccak(f"castor bank reference|{trustee}|{bank_reference.strip().upper()}".encode())


def _check(letters: str) -> str:
    """Each letter has its own odd weight: a wrong letter changes the sum, and so does nearly every swap."""
    total = sum((2 * place + 1) * ALPHABET.index(letter) for place, letter in enumerate(letters))
    return ALPHABET[total % 32]
