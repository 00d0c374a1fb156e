"""A market on a real chain for tests: deployed once a run, its rows and keys fresh in every test.

    from apps.ledger.testing.stage import deployed, stage  # noqa: F401 - in a conftest.py

    def test_…(stage):
        trustee = stage.admit(Role.TRUSTEE, "Tan")
        stage.act(stage.regulator, "Freeze", …)

Nothing here stands in for our own parts: acts go through services, the outbox, a lane, the node and the
doors. Only the worker's rounds are called in turn instead of by Celery.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import pytest

from apps.ledger import abi, delivery, services, signers
from apps.ledger.deployment import LANE_WEI, Deployed, deploy
from apps.ledger.follow import Follower
from apps.ledger.gateway import Gateway, gateway
from apps.ledger.indexer import Step
from apps.ledger.models import Lane, Market, StaffKey
from apps.ledger.origin import origin
from apps.ledger.queries import act as act_view
from apps.ledger.settlement import OutboxSettlement
from apps.ledger.signers import KeySigner, Keystore, keystore
from apps.ledger.types import ActView
from apps.vocabulary.types import ZERO_ADDRESS, Address, InvestorClass, Role, Viewer

CHEAP_SCRYPT = 2
GLANCES = 40
"""How often results are looked for before a test goes on without; one glance takes some ten milliseconds."""
BLOCKS = 4
"""How many blocks are waited for at most, where the node mines by its clock."""
STEPS = 100
"""How many steps the indexer makes at most."""
REGULATOR_KEYS = (b"\x11" * 32, b"\x12" * 32, b"\x13" * 32)
LANE_KEYS = (b"\x21" * 32, b"\x22" * 32)
FOREVER = 4_102_444_800
"""1 January 2100, for validity that no test outlives."""


class Node(Protocol):
    """The running node of conftest.py."""

    @property
    def url(self) -> str:
        """Where it answers."""
        ...

    @property
    def block_time(self) -> int | None:
        """The seconds between blocks; None where each transaction is mined at once."""
        ...

    def call(self, method: str, *parameters: object) -> Any:
        """One JSON-RPC call."""
        ...

    def take_back(self, snapshot: Any) -> None:
        """Goes back to what `evm_snapshot` answered."""
        ...


@dataclass(frozen=True, slots=True)
class Staff:
    """An organisation with two members of staff."""

    door: Address
    maker: Viewer
    checker: Viewer


@dataclass(frozen=True, slots=True)
class Client:
    """An issuer or investor with a key of its own."""

    door: Address
    viewer: Viewer
    key: KeySigner


@dataclass
class Stage:
    """The market of a test, and who plays in it."""

    node: Node
    market: Market
    regulator: Staff
    keystore: Keystore
    gateway: Gateway = field(default_factory=gateway)
    accounts: Iterator[int] = field(default_factory=lambda: count(1_000_000))
    follower: Follower | None = None

    def run(self) -> None:
        """What a worker does after a ring: delivers, and looks for results."""
        delivery.deliver()
        self.settle()

    def settle(self) -> None:
        """Looks for results until all are there: anvil gives a hash a moment before it mines the
        transaction.
        """
        for _ in range(BLOCKS if self.node.block_time else GLANCES):
            if not delivery.results():
                return
            if self.node.block_time:
                self.node.call("evm_mine")

    def index(self) -> None:
        """What the indexer does until it has nothing to do: the read model then shows what the chain has."""
        if self.node.block_time:
            self.node.call("evm_mine")
        if self.follower is None:
            self.follower = Follower(self.gateway, origin(), OutboxSettlement())
        for _ in range(STEPS):
            if self.follower.turn() is Step.IDLE:
                return

    def propose(self, staff: Staff, name: str, target: Address, /, **arguments: Any) -> ActView:
        """An act that its maker proposes. `asset` and `most` are its mandate, all else its own fields."""
        return services.propose(
            actor=staff.maker, door=staff.door, act=name, target=target, **_split(arguments)
        )

    def act(self, staff: Staff, name: str, target: Address, /, **arguments: Any) -> ActView:
        """An act of staff, proposed, approved where it must be, and carried; its view afterwards."""
        view = self.propose(staff, name, target, **arguments)
        if view.state == "proposed":
            services.approve(actor=staff.checker, act=view.id)
        self.run()
        return act_view(view.id)

    def submit(self, client: Client, name: str, target: Address, /, **arguments: Any) -> ActView:
        """An act that its client prepares, signs and submits; not carried yet."""
        prepared = services.prepare(
            actor=client.viewer, door=client.door, act=name, target=target, **_split(arguments)
        )
        return services.submit(
            actor=client.viewer,
            prepared=prepared.id,
            signature=client.key.sign(bytes.fromhex(prepared.digest[2:])),
            signer=bytes.fromhex(client.key.address[2:]),
        )

    def client_act(self, client: Client, name: str, target: Address, /, **arguments: Any) -> ActView:
        """An act of a client, signed, submitted and carried; its view afterwards."""
        view = self.submit(client, name, target, **arguments)
        self.run()
        return act_view(view.id)

    def admit(self, role: Role, name: str) -> Staff:
        """A trustee or operator, admitted by the regulator, with a maker and a checker."""
        maker, checker = services.new_key(), services.new_key()
        self.act(
            self.regulator,
            "Admit",
            self.regulator.door,
            role=int(role),
            name=text32(name),
            maker=maker,
            checker=checker,
        )
        door = self.newest_door()
        return self._staff(door, role, maker, checker)

    def admit_client(
        self,
        operator: Staff,
        role: Role,
        name: str,
        trustee: Staff,
        *,
        person: bytes,
        kind: InvestorClass = InvestorClass.RETAIL,
    ) -> Client:
        """An issuer or investor, admitted by an operator in a linked trustee's guard."""
        account = next(self.accounts)
        key = KeySigner(account.to_bytes(32, "big"))
        self.act(
            operator,
            "AdmitClient",
            operator.door,
            role=int(role),
            name=text32(name),
            key=key.address,
            x=bytes(32),
            y=bytes(32),
            trustee=trustee.door,
            person=person.ljust(32, b"\0"),
            **{"class": int(kind if role is Role.INVESTOR else InvestorClass.NONE)},
            validUntil=FOREVER,
        )
        door = self.newest_door()
        return Client(door, Viewer(role=role, door=door, account=account), key)

    def link(self, trustee: Staff, operator: Staff) -> None:
        """Trustee and operator both sign their link."""
        self.act(trustee, "LinkOperator", trustee.door, operator=operator.door)
        self.act(operator, "LinkTrustee", operator.door, trustee=trustee.door)

    def events(
        self, name: str, contract: str = "MarketMaster", source: Address | None = None
    ) -> list[dict[str, Any]]:
        """Every event of that name, oldest first, from the node itself."""
        event = abi.contract(contract).events[name]
        source = source or Address(self.market.master)
        logs = self.gateway.logs(self.market.start_block, "latest", [source], [event.topic])
        return [event.read_log(each) for each in logs]

    def signers_of(self, staff: Staff) -> list[KeySigner]:
        """The keys of an organisation's maker and checker, for acts that a test carries itself."""
        accounts = (staff.maker.account, staff.checker.account)
        keys = StaffKey.objects.filter(account__in=accounts).values_list("address", flat=True)
        found = [self.keystore.signer(Address(each)) for each in keys]
        return [each for each in found if isinstance(each, KeySigner)]

    def newest_door(self) -> Address:
        """The door that was admitted last."""
        return Address(self.events("Admitted")[-1]["door"])

    def call(self, contract: str, function: str, *arguments: Any, at: Address | None = None) -> Any:
        """What a contract's reading says now; the kernel's, where no other address is given."""
        signature = abi.function(contract, function)
        return signature.results(
            self.gateway.call(at or Address(self.market.master), signature.encode(*arguments))
        )

    def _staff(self, door: Address, role: Role, maker: Address, checker: Address) -> Staff:
        first, second = next(self.accounts), next(self.accounts)
        services.assign_staff_key(account=first, door=door, address=maker)
        services.assign_staff_key(account=second, door=door, address=checker)
        return Staff(
            door,
            maker=Viewer(role=role, door=door, account=first, maker=True),
            checker=Viewer(role=role, door=door, account=second, checker=True),
        )


def text32(value: str) -> bytes:
    """A short text as the contracts keep it."""
    return value.encode().ljust(32, b"\0")


@pytest.fixture(scope="session")
def deployed(chain_node: Node) -> Deployed:
    """The market's contracts, once for the run; what a test does to them is taken back by `chain`."""
    return deployed_anew(chain_node)


def deployed_anew(chain_node: Node) -> Deployed:
    """The market's contracts, once more, by payers who have ether."""
    payer = KeySigner(b"\x01" * 32)
    for key in (payer, *(KeySigner(each) for each in LANE_KEYS)):
        if gateway().balance(key.address) < LANE_WEI // 2:
            chain_node.call("anvil_setBalance", key.address, hex(LANE_WEI))
    keys = [KeySigner(each).address for each in REGULATOR_KEYS]
    return deploy(gateway(), payer, name="Securities Commission", signers=keys)


@pytest.fixture
def stage(
    deployed: Deployed, chain: Node, db: None, valkey: object, settings: Any, tmp_path: Path
) -> Iterator[Stage]:
    """A market with its regulator (Rania proposes, Rashid approves) and one lane."""
    yield from open_stage(deployed, chain, settings, tmp_path)


def open_stage(deployed: Deployed, chain: Node, settings: Any, folder: Path) -> Iterator[Stage]:
    """As the fixture `stage`, for tests that bring a database of their own (`transactional_db`).

    A node that mines by its clock takes nothing back: each test then has contracts of its own.
    """
    if chain.block_time:
        deployed = deployed_anew(chain)
    password = folder / "password"
    password.write_text("tests only")
    settings.CASTOR_KEYSTORE = str(folder / "keys")
    settings.CASTOR_KEYSTORE_PASSWORD_FILE = str(password)
    settings.CASTOR_KEYSTORE_SCRYPT_N = CHEAP_SCRYPT
    settings.CASTOR_ORGANISATIONS = ["*"]
    signers.keystore.cache_clear()
    keys = keystore()
    staff = [keys.make(each) for each in REGULATOR_KEYS]
    Lane.objects.create(address=keys.make(LANE_KEYS[0]))
    market = Market.objects.create(
        chain_id=gateway().chain_id,
        genesis_hash=gateway().genesis_hash,
        master=deployed.master,
        regulator=deployed.regulator,
        relay=deployed.relay,
        start_block=deployed.block,
    )
    StaffKey.objects.bulk_create(StaffKey(door=deployed.regulator, address=each) for each in staff)
    for account, address in enumerate(staff, start=1):
        services.assign_staff_key(account=account, door=deployed.regulator, address=address)
    regulator = Staff(
        deployed.regulator,
        maker=Viewer(role=Role.REGULATOR, door=deployed.regulator, account=1, maker=True, checker=True),
        checker=Viewer(role=Role.REGULATOR, door=deployed.regulator, account=2, maker=True, checker=True),
    )
    yield Stage(node=chain, market=market, regulator=regulator, keystore=keys)
    gateway().close()
    signers.keystore.cache_clear()


def _split(arguments: Mapping[str, Any]) -> dict[str, Any]:
    mandate = {"asset": arguments.get("asset", ZERO_ADDRESS), "most": arguments.get("most", 0)}
    own = {name: value for name, value in arguments.items() if name not in mandate}
    return {**mandate, "arguments": own}
