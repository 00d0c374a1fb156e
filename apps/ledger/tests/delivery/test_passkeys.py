"""A passkey as a signer: a P-256 point behind a registered verifier signs as a key does."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from apps.ledger import queries, services
from apps.ledger.errors import Refused, WrongSignature
from apps.ledger.testing.stage import Stage
from apps.ledger.tests.delivery.conftest import Cast
from apps.ledger.types import ActState, ActView
from apps.vocabulary.types import Address

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
DEVICE = ec.derive_private_key(0xCA5708, ec.SECP256R1())
POINT = DEVICE.public_key().public_numbers()
X, Y = POINT.x.to_bytes(32, "big"), POINT.y.to_bytes(32, "big")


def signed(digest: bytes) -> bytes:
    """r and s, the lower of the two, as the verifier wants them."""
    r, s = decode_dss_signature(DEVICE.sign(digest, ec.ECDSA(Prehashed(SHA256()))))
    return r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")


@pytest.fixture
def verifier(stage: Stage) -> Address:
    """The plain P-256 verifier, the first that the market was born with."""
    return Address(stage.events("VerifierRegistered")[0]["verifier"])


def submit(cast: Cast, signer: bytes, signature: bytes | None = None) -> ActView:
    """Ivan asks for RM 1 back, signed by his device, or with this signature."""
    act = services.prepare(
        actor=cast.ivan.viewer,
        door=cast.ivan.door,
        act="RequestWithdrawal",
        target=cast.ivan.door,
        asset=cast.money,
        most=100,
        arguments={"token": cast.money, "amount": 100},
    )
    return services.submit(
        actor=cast.ivan.viewer,
        prepared=act.id,
        signature=signature or signed(bytes.fromhex(act.digest[2:])),
        signer=signer,
    )


@pytest.mark.parametrize("size", [0, 19, 32, 83, 85])
def test_a_signer_of_another_form_is_none(cast: Cast, size: int) -> None:
    with pytest.raises(WrongSignature):
        submit(cast, b"\1" * size)


def test_a_device_that_was_not_added_signs_nothing(cast: Cast, verifier: Address) -> None:
    with pytest.raises(Refused) as refusal:
        submit(cast, bytes.fromhex(verifier[2:]) + X + Y)
    assert refusal.value.name == "DoorNotASigner"


def test_a_device_signs_once_it_was_added(stage: Stage, cast: Cast, verifier: Address) -> None:
    added = stage.client_act(cast.ivan, "AddSigner", cast.ivan.door, key=verifier, x=X, y=Y)
    assert added.state is ActState.MINED
    signer = bytes.fromhex(verifier[2:]) + X + Y
    with pytest.raises(Refused) as refusal:
        submit(cast, signer, signature=b"\1" * 64)
    assert refusal.value.name == "DoorBadSignature"
    view = submit(cast, signer)
    stage.run()
    assert queries.act(view.id).state is ActState.MINED
