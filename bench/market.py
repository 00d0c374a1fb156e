"""The market that is measured: the cast of the campaigns' tests with one large campaign, and a crowd of
investors with money, whom the operator and the trustee sign for as in life but many to a transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.conf import settings
from django.core.management import call_command

from apps.campaigns.tests.cast import Cast, play
from apps.ledger import acttypes, typeddata
from apps.ledger.deployment import LANE_WEI, Deployed, deploy
from apps.ledger.gateway import gateway
from apps.ledger.models import StaffKey
from apps.ledger.outbox import gas_cap, signer_bytes
from apps.ledger.relay import relay_call
from apps.ledger.signers import KeySigner
from apps.ledger.testing.following import catch_up
from apps.ledger.testing.stage import FOREVER, LANE_KEYS, REGULATOR_KEYS, Client, Staff, Stage, open_stage
from apps.ledger.transactions import sign
from apps.ledger.types import DoorAct, Fees, Hash, SignedAct
from apps.vocabulary.types import Address, InvestorClass, Role, Viewer
from bench.servers import Servers

PRICE, MAXIMUM = 100, 15_000_000
"""Sen a unit, and units: room for every pledge of a run."""
PURSE = 100_000
"""What each investor of the crowd is given, in sen."""
ACTS_A_TRANSACTION = 25
TRANSACTIONS_A_BLOCK = 40
WIDE_BLOCK = 1_000_000_000
"""The block gas limit while the crowd comes in: anvil's cost of a block grows with its state."""
BLOCK = 60_000_000
FEES = Fees(10**11, 10**9)

DEADLINE = 10 * 365 * 24 * 3600


@dataclass
class Market:
    """Who is in it, and the keys that sign for them."""

    servers: Servers
    cast: Cast
    campaign: Address
    crowd: list[Client] = field(default_factory=list)
    payer: KeySigner = field(default_factory=lambda: KeySigner(secrets.token_bytes(32)))
    _nonces: Iterator[int] = field(default_factory=lambda: count(1 << 40))
    _paid: int = 0

    def mine(self) -> None:
        """Mines until nothing that could be carried waits."""
        while True:
            waiting = int(gateway().request("txpool_status")["pending"], 16)
            if not waiting:
                return
            gateway().request("evm_mine")
            if int(gateway().request("txpool_status")["pending"], 16) == waiting:
                raise RuntimeError(f"{waiting} transactions are not mined")

    def staff_act(self, staff: Staff, name: str, arguments: dict[str, Any]) -> SignedAct:
        """An act of an organisation's own door, signed by both of its staff."""
        kind = acttypes_of(staff.door, staff.door, name)
        call = typeddata.call(kind.definition, kind.selector, arguments)
        act = DoorAct(staff.door, call, next(self._nonces), self.now() + DEADLINE)
        keys = self._keys(staff)
        content = typeddata.digest(kind.definition, act, chain_id=gateway().chain_id, door=staff.door)
        signers = signer_bytes(keys)
        return SignedAct(
            door=staff.door,
            gas_cap=gas_cap(kind.gas_floor, 2),
            act=act,
            signers=tuple(signers),
            signatures=tuple(keys["0x" + each.hex()].sign(content) for each in signers),
        )

    def client_act(
        self, client: Client, name: str, target: Address, *, most: int, **arguments: int
    ) -> SignedAct:
        """An act of a client over the campaign's money, signed."""
        kind = acttypes_of(client.door, target, name)
        call = typeddata.call(kind.definition, kind.selector, arguments)
        act = DoorAct(target, call, next(self._nonces), self.now() + DEADLINE, self.cast.money, most)
        content = typeddata.digest(kind.definition, act, chain_id=gateway().chain_id, door=client.door)
        signer = bytes.fromhex(client.key.address[2:])
        return SignedAct(client.door, gas_cap(kind.gas_floor, 1), act, (signer,), (client.key.sign(content),))

    def relay(self, acts: Sequence[SignedAct]) -> list[Hash]:
        """Carries acts, many to a transaction and to a block, past the portal: for set-up alone."""
        gateway().request("evm_setAutomine", False)
        gateway().request("evm_setBlockGasLimit", hex(WIDE_BLOCK))
        hashes = []
        for batches in parts(list(parts(acts, ACTS_A_TRANSACTION)), TRANSACTIONS_A_BLOCK):
            signed = [
                self.transaction(relay_call(each), sum(a.gas_cap + 30_000 for a in each)) for each in batches
            ]
            refused = [each.error for each in gateway().send_raw([raw for raw, _ in signed]) if each.error]
            if refused:
                raise RuntimeError(refused[0])
            hashes += [its_hash for _, its_hash in signed]
            self.mine()
        gateway().request("evm_setBlockGasLimit", hex(BLOCK))
        gateway().request("evm_setAutomine", True)
        return hashes

    def transaction(self, data: bytes, gas: int) -> tuple[bytes, Hash]:
        """A transaction of the set-up's own payer to the relay."""
        self._paid += 1
        return sign(
            self.payer,
            chain_id=gateway().chain_id,
            nonce=self._paid - 1,
            to=self.cast.stage.market.relay,
            data=data,
            gas=min(16_777_216, gas + 100_000),
            fees=FEES,
        )

    def come(self, number: int) -> None:
        """So many more investors: admitted, given money, and known to the read model."""
        cast, first = self.cast, len(self.crowd)
        keys = [KeySigner((10**9 + first + i).to_bytes(32, "big")) for i in range(number)]
        admitted = len(cast.stage.events("Admitted"))
        self.relay([self.staff_act(cast.omar, "AdmitClient", self._admission(key)) for key in keys])
        doors = [Address(each["door"]) for each in cast.stage.events("Admitted")[admitted:]]
        if len(doors) != number:
            raise RuntimeError(f"{number} investors were to come, and {len(doors)} did")
        credited = self.now()
        mints = [
            {"to": door, "amount": PURSE, "ref": secrets.token_bytes(32), "creditedAt": credited}
            for door in doors
        ]
        self.relay([self.staff_act(cast.tan, "Mint", each) for each in mints])
        for i, (door, key) in enumerate(zip(doors, keys, strict=True), start=first):
            self.crowd.append(Client(door, Viewer(role=Role.INVESTOR, door=door, account=10**7 + i), key))

    def now(self) -> int:
        """Chain seconds."""
        return gateway().head().timestamp

    def _admission(self, key: KeySigner) -> dict[str, Any]:
        return {
            "role": int(Role.INVESTOR),
            "name": bytes(32),
            "key": key.address,
            "x": bytes(32),
            "y": bytes(32),
            "trustee": self.cast.tan.door,
            "person": secrets.token_bytes(32),
            "class": int(InvestorClass.RETAIL),
            "validUntil": FOREVER,
        }

    def _keys(self, staff: Staff) -> dict[str, KeySigner]:
        found = {}
        for viewer in (staff.maker, staff.checker):
            address = StaffKey.objects.get(account=viewer.account, door=staff.door).address
            signer = self.cast.stage.keystore.signer(Address(address))
            found[address.lower()] = signer
        return found  # type: ignore[return-value]  # the keystore's signers are KeySigners


_kinds: dict[tuple[str, str, str], Any] = {}


def acttypes_of(door: Address, target: Address, name: str) -> Any:
    """The act's type, asked once for each target."""
    key = (name, target, "")
    if key not in _kinds:
        _kinds[key] = acttypes.find(door=door, target=target, name=name)
    return _kinds[key]


def parts(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The items, so many at a time."""
    for i in range(0, len(items), size):
        yield items[i : i + size]


@contextmanager
def market(servers: Servers) -> Iterator[Market]:
    """A market on these servers, with its campaign open and nobody in the crowd yet."""
    call_command("migrate", verbosity=0)
    payer = KeySigner(b"\x01" * 32)
    for key in (payer, *(KeySigner(each) for each in LANE_KEYS)):
        gateway().request("anvil_setBalance", key.address, hex(LANE_WEI))
    regulators = [KeySigner(each).address for each in REGULATOR_KEYS]
    deployed = deploy(gateway(), payer, name="Securities Commission", signers=regulators)
    with closing(_stage(deployed, servers)) as opened:
        stage = next(opened)
        cast = play(stage)
        campaign = cast.live(minimum=100, maximum=MAXIMUM, price=PRICE)
        found = Market(servers, cast, campaign)
        gateway().request("anvil_setBalance", found.payer.address, hex(LANE_WEI))
        catch_up()
        yield found


def _stage(deployed: Deployed, servers: Servers) -> Generator[Stage, None, None]:
    yield from open_stage(deployed, servers.anvil, settings, servers.keys)
