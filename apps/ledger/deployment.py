"""Creates a market: its contracts, its regulator's door with the first signers, its lanes. Once per database.

The kernel is born whole in its constructor. What it is born with is deployed before it, and knows its address
beforehand, because a contract's address follows from its deployer and the deployer's nonce.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from eth_hash.auto import keccak

from apps.ledger import abi
from apps.ledger.boot import DOORS, FACES, MODULES, OFFICE, VERIFIERS
from apps.ledger.errors import NodeAway
from apps.ledger.gateway import Gateway
from apps.ledger.models import Lane, Market, StaffKey
from apps.ledger.signers import KeySigner, Keystore, Signer
from apps.ledger.transactions import calldata_gas, integer, sequence, sign, text
from apps.ledger.types import TRANSACTION_GAS_LIMIT, Fees, Hash, Receipt
from apps.vocabulary.errors import CastorError
from apps.vocabulary.types import Address

logger = logging.getLogger(__name__)

ARTIFACTS = abi.FOLDER.parent / "out"
LANE_WEI = 10**21
"""What a lane is given to pay gas with: a thousand ether on a development chain."""
PATIENCE_SECONDS = 120
AGAIN_SECONDS = 3


class MarketExists(CastorError):
    """This database knows a market already; one installation has one."""

    code = "market-exists"
    sentence = "There is a market already. Another one needs a database of its own."


class NoMarketThere(CastorError):
    """The node has no such contracts: it is another chain's, or has not come so far. Check the addresses."""

    code = "no-market-there"
    sentence = "The node has no contracts at these addresses."


class NotCompiled(CastorError):
    """The contracts' bytecode is missing."""

    code = "not-compiled"
    sentence = "The contracts are not compiled. Run: make contracts"


class DeploymentFailed(CastorError):
    """The chain did not take a contract of the market; nothing was kept, and the command may be run again."""

    code = "deployment-failed"
    sentence = "The market's contracts could not be deployed."


@dataclass(frozen=True, slots=True)
class Deployed:
    """Where the market's contracts are; `block` is the first of them."""

    master: Address
    regulator: Address
    relay: Address
    block: int


def create_market(
    *,
    gateway: Gateway,
    keystore: Keystore,
    name: str,
    signers: int = 3,
    lanes: int = 1,
    deployer: Signer | None = None,
) -> Market:
    """Deploys a market whose regulator bears this name (31 bytes at most), and keeps where it is.

    The regulator's door is born with so many signers, whose keys are made here and given to its staff
    later; it needs two of them for every act. `deployer` pays, and has no power afterwards; without one, a
    development chain gives the ether. Raises MarketExists, NotCompiled, DeploymentFailed, NodeAway.
    """
    if Market.objects.exists():
        raise MarketExists
    payer = deployer or KeySigner(secrets.token_bytes(32))
    if deployer is None:
        _endow(gateway, payer.address)
    keys = [keystore.make() for _ in range(signers)]
    sending = [keystore.make() for _ in range(lanes)]
    deployed = deploy(gateway, payer, name=name, signers=keys)
    for each in sending:
        if deployer is None:
            _endow(gateway, each)
        else:
            _pay(gateway, payer, each)
    with transaction.atomic():
        StaffKey.objects.bulk_create(StaffKey(door=deployed.regulator, address=each) for each in keys)
        Lane.objects.bulk_create(Lane(address=each) for each in sending)
        market = Market.objects.create(
            chain_id=gateway.chain_id,
            genesis_hash=gateway.genesis_hash,
            master=deployed.master,
            regulator=deployed.regulator,
            relay=deployed.relay,
            start_block=deployed.block,
        )
    logger.info("market created", extra={"master": deployed.master, "block": deployed.block})
    return market


def watch_market(*, gateway: Gateway, master: Address, relay: Address, first_block: int) -> Market:
    """Keeps where a market is that others made: for a portal that reads it, and holds no key of it.

    Raises MarketExists, NodeAway; NoMarketThere where the node has no such contracts.
    """
    if Market.objects.exists():
        raise MarketExists
    if not all(gateway.code(each) for each in (master, relay)):
        raise NoMarketThere(master=master, relay=relay)
    regulator = gateway.call(master, abi.function("MarketMaster", "regulator").encode())
    return Market.objects.create(
        chain_id=gateway.chain_id,
        genesis_hash=gateway.genesis_hash,
        master=master,
        regulator=abi.address("0x" + regulator[-20:].hex()),
        relay=relay,
        start_block=first_block,
    )


def deploy(gateway: Gateway, payer: Signer, *, name: str, signers: Sequence[Address]) -> Deployed:
    """Deploys the contracts. Raises NotCompiled, DeploymentFailed, NodeAway."""
    nonce = gateway.nonce(payer.address)
    parts = (OFFICE, *DOORS, *FACES, *(each.contract for each in MODULES), *VERIFIERS)
    at = {part: created_at(payer.address, nonce + i) for i, part in enumerate(parts)}
    master = created_at(payer.address, nonce + len(parts))
    boot = {
        "office": at[OFFICE],
        "doors": [at[each] for each in DOORS],
        "faces": [at[each] for each in FACES],
        "modules": [
            {
                "name": _text(each.name),
                "code": at[each.contract],
                "template": each.template,
                "activator": int(each.activator),
            }
            for each in MODULES
        ],
        "verifiers": [at[each] for each in VERIFIERS],
        "name": _text(name),
        "signers": [{"key": each, "x": _text(""), "y": _text("")} for each in signers],
    }
    codes = [
        *(_bytecode(part, [] if part in (OFFICE, *VERIFIERS) else [master]) for part in parts),
        _bytecode("MarketMaster", [boot]),
        _bytecode("Relay", [master]),
    ]
    receipts = _send_all(gateway, payer, nonce, codes)
    regulator = gateway.call(master, abi.function("MarketMaster", "regulator").encode())
    return Deployed(
        master=master,
        regulator=abi.checksum(regulator[12:]),
        relay=created_at(payer.address, nonce + len(codes) - 1),
        block=min(each.block_number for each in receipts),
    )


def deploy_logic(
    *, gateway: Gateway, contract: str, master: Address, deployer: Signer | None = None
) -> Address:
    """Deploys a module or template that knows the market, for the regulator to announce; its address.

    It has no power, whoever deployed it. `deployer` pays; without one, a development chain gives the ether.
    Raises NotCompiled, DeploymentFailed, NodeAway.
    """
    payer = deployer or KeySigner(secrets.token_bytes(32))
    if deployer is None:
        _endow(gateway, payer.address)
    nonce = gateway.nonce(payer.address)
    _send_all(gateway, payer, nonce, [_bytecode(contract, [master])])
    return created_at(payer.address, nonce)


def created_at(deployer: Address, nonce: int) -> Address:
    """The address of the contract that this deployer creates with this nonce (the yellow paper, section
    7).
    """
    return abi.checksum(keccak(sequence(text(bytes.fromhex(deployer[2:])) + integer(nonce)))[12:])


def _bytecode(name: str, arguments: list[Any]) -> bytes:
    """A contract's creation code with its constructor's arguments."""
    found = sorted(ARTIFACTS.glob(f"*/{name}.json"))
    if not found:
        raise NotCompiled(contract=name)
    artifact = json.loads(found[0].read_text("utf-8"))
    parsed = abi.ContractAbi.read(name, artifact["abi"])
    return bytes.fromhex(artifact["bytecode"]["object"][2:]) + abi.encode(parsed.constructor, arguments)


def _send_all(gateway: Gateway, payer: Signer, nonce: int, codes: Sequence[bytes]) -> list[Receipt]:
    fees = gateway.outlook(payer.address).fees
    # The base fee may rise by an eighth a block while these wait for their turn.
    paid = Fees(4 * fees.most, fees.tip)
    signed = [
        sign(
            payer,
            chain_id=gateway.chain_id,
            nonce=nonce + i,
            to="",
            data=code,
            gas=_gas(code),
            fees=paid,
        )
        for i, code in enumerate(codes)
    ]
    answers = gateway.send_raw([raw for raw, _ in signed])
    errors = [each.error for each in answers if each.hash is None]
    if errors:
        raise DeploymentFailed(node=errors[0])
    return _receipts(gateway, [its_hash for _, its_hash in signed], [raw for raw, _ in signed])


def _gas(code: bytes) -> int:
    """Creation, storage of the code (200 a byte) and what a constructor writes: the kernel's registers
    every act.
    """
    most = calldata_gas(code) + 32_000 + 200 * len(code) + 8_000_000
    return min(most, TRANSACTION_GAS_LIMIT)


def _receipts(gateway: Gateway, hashes: Sequence[Hash], raws: Sequence[bytes] = ()) -> list[Receipt]:
    """Waits until all are mined; raises DeploymentFailed when one failed, NodeAway when they take too
    long. What waits is sent again, where its bytes are given: anvil forgets what stands behind a transaction
    that a full block left over.
    """
    until, sent_at = time.monotonic() + PATIENCE_SECONDS, time.monotonic()
    while time.monotonic() < until:
        found = gateway.receipts(hashes)
        receipts = [each for each in found if each is not None]
        if any(not each.succeeded for each in receipts):
            raise DeploymentFailed(transaction=next(each.hash for each in receipts if not each.succeeded))
        if len(receipts) == len(hashes):
            return receipts
        if raws and time.monotonic() - sent_at > AGAIN_SECONDS:
            gateway.send_raw([raw for raw, each in zip(raws, found, strict=True) if each is None])
            sent_at = time.monotonic()
        time.sleep(0.05)
    raise NodeAway


def _endow(gateway: Gateway, address: Address) -> None:
    """Ether from nowhere, which only a development chain gives."""
    sent = gateway.endow(address, LANE_WEI)
    if sent is not None:
        _receipts(gateway, [sent])


def _pay(gateway: Gateway, payer: Signer, address: Address) -> None:
    """An ether from the deployer."""
    outlook = gateway.outlook(payer.address)
    raw, its_hash = sign(
        payer,
        chain_id=gateway.chain_id,
        nonce=outlook.nonce,
        to=address,
        data=b"",
        gas=21_000,
        fees=outlook.fees,
        value=10**18,
    )
    gateway.send_raw([raw])
    _receipts(gateway, [its_hash])


def _text(value: str) -> bytes:
    """A short text in 32 bytes, as the contracts keep names. Raises DeploymentFailed when it is too long."""
    encoded = value.encode()
    if len(encoded) > 31:
        raise DeploymentFailed("A name on-chain has at most 31 bytes.")
    return encoded.ljust(32, b"\0")
