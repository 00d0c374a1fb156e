"""Transactions of our own lanes: EIP-1559, encoded by hand (ten times faster than the general encoder)
and signed. Pure.
"""

from __future__ import annotations

from eth_hash.auto import keccak

from apps.ledger.signers import Signer
from apps.ledger.types import Fees, Hash

BUMP_NUMERATOR, BUMP_DENOMINATOR = 9, 8
"""A replacement pays at least 12.5 % more in both fee fields: nodes ask for 10 %, and round."""


def sign(
    signer: Signer, *, chain_id: int, nonce: int, to: str, data: bytes, gas: int, fees: Fees, value: int = 0
) -> tuple[bytes, Hash]:
    """A signed transaction: its raw bytes and its hash. The same input gives the same bytes."""
    recipient = bytes.fromhex(to[2:]) if to else b""
    content = b"".join(
        (
            integer(chain_id),
            integer(nonce),
            integer(fees.tip),
            integer(fees.most),
            integer(gas),
            text(recipient),
            integer(value),
            text(data),
            b"\xc0",  # no access list
        )
    )
    signature = signer.sign_hash_of(b"\x02" + sequence(content))
    signed = (
        integer(signature[64] - 27),
        text(signature[:32].lstrip(b"\0")),
        text(signature[32:64].lstrip(b"\0")),
    )
    raw = b"\x02" + sequence(content + b"".join(signed))
    return raw, Hash("0x" + keccak(raw).hex())


def bumped(fees: Fees, going: Fees, *, cap: int) -> Fees | None:
    """The fees of a replacement: at least 12.5 % above, at least the going rate; None where that would
    exceed `cap`.
    """
    most = max(_raised(fees.most), going.most)
    tip = max(_raised(fees.tip), going.tip)
    return Fees(most, min(tip, most)) if most <= cap else None


def calldata_gas(data: bytes) -> int:
    """What a transaction pays before it executes: the base and its call data (EIP-2028)."""
    zeros = data.count(0)
    return 21_000 + 4 * zeros + 16 * (len(data) - zeros)


def _raised(fee: int) -> int:
    return -(-fee * BUMP_NUMERATOR // BUMP_DENOMINATOR) + 1


# -- RLP (the yellow paper, appendix B) -----------------------------------------------------------------


def integer(value: int) -> bytes:
    """A number without leading zeros."""
    if 0 < value < 0x80:
        return bytes((value,))
    return text(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def text(value: bytes) -> bytes:
    """A byte string."""
    if len(value) == 1 and value[0] < 0x80:
        return value
    return _head(0x80, len(value)) + value


def sequence(content: bytes) -> bytes:
    """A list of items that are encoded already, one after the other."""
    return _head(0xC0, len(content)) + content


def _head(offset: int, length: int) -> bytes:
    if length < 56:
        return bytes((offset + length,))
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((offset + 55 + len(digits),)) + digits
