"""The ledger's values: what the chain says, what an act is, and how far one has come. No I/O."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from apps.vocabulary.types import ZERO_ADDRESS, Address

Hash = NewType("Hash", str)
"""A 32-byte hash as 0x and 64 lower-case hex digits."""

RawLog = dict[str, Any]
"""A log exactly as the node's JSON has it (hex strings)."""

TRANSACTION_GAS_LIMIT = 16_777_216
"""The most gas that one transaction may ask for (EIP-7825)."""

BATCH_LIMIT = 100
"""The most acts, or pushes, that one transaction carries."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block's header: `timestamp` in chain seconds, `base_fee` in wei. `has_logs`: its bloom filter is
    not empty.
    """

    number: int
    hash: Hash
    parent: Hash
    timestamp: int
    base_fee: int
    gas_limit: int
    has_logs: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a transaction. `succeeded` is false when the whole transaction reverted."""

    hash: Hash
    block_number: int
    block_hash: Hash
    succeeded: bool
    gas_used: int
    contract: Address | None
    logs: tuple[RawLog, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The node's answer to raw bytes. Neither a hash nor an error is proof of anything: only a receipt is."""

    hash: Hash | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Fees:
    """EIP-1559 fees per gas, in wei."""

    most: int
    tip: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """The chain as a lane finds it: the newest block, the going fees, the lane's own nonce count, the
    genesis.
    """

    head: Block
    fees: Fees
    nonce: int
    genesis: Hash


@dataclass(frozen=True, slots=True)
class DoorAct:
    """What a door does: the contracts' `struct Act`.

    `call` is a selector and static 32-byte words; `asset` and `most` (sen or units) bound what of the
    door's own assets the call may debit; `deadline` is chain time in seconds.
    """

    target: Address
    call: bytes
    nonce: int
    deadline: int
    asset: Address = ZERO_ADDRESS
    most: int = 0


@dataclass(frozen=True, slots=True)
class SignedAct:
    """One entry of `Relay.relay`: signers and signatures pairwise, in ascending order of
    keccak256(signer).
    """

    door: Address
    gas_cap: int
    act: DoorAct
    signers: tuple[bytes, ...]
    signatures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Push:
    """One entry of `Relay.push`: a call that anybody may make."""

    target: Address
    call: bytes
    gas_cap: int


@dataclass(frozen=True, slots=True)
class ActType:
    """A registered act: the kernel's `ActRegistered`.

    `code` is the role template, module or instance template that answers the call; `type` the EIP-712
    struct type; `gas_floor` the gas that its execution must start with; `signers` how many different
    signers it needs.
    """

    code: Address
    selector: str
    definition: str
    gas_floor: int
    signers: int

    @property
    def name(self) -> str:
        """The act's name: the part of the type before its fields, such as `Pledge`."""
        return self.definition.partition("(")[0]


class ActState(StrEnum):
    """How far an act has come. Only `queued` never goes back; a reorg may re-open every later one."""

    PREPARED = "prepared"
    PROPOSED = "proposed"
    QUEUED = "queued"
    SENT = "sent"
    MINED = "mined"
    FINAL = "final"
    REFUSED = "refused"
    REJECTED = "rejected"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An act that waits for its client's signature.

    `typed_data` is what `eth_signTypedData_v4` takes; `digest` what is signed in the end, in 0x-hex.
    """

    id: uuid.UUID
    door: Address
    nonce: int
    deadline: int
    digest: Hash
    typed_data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signature:
    """A client's signature of the act that was prepared under this id.

    `signer` is a key's 20 bytes, or a verifier's followed by its point (84 bytes). `key` is the client's own
    idempotency key, empty for none.
    """

    prepared: uuid.UUID
    signature: bytes
    signer: bytes
    key: str = ""


@dataclass(frozen=True, slots=True)
class Signable:
    """A prepared act with the words that its client reads before signing.

    `sentence` says in plain language what will happen, with amounts, names and dates; `fields` are the same
    figures one by one, as (label, value). Both are in the reader's language.
    """

    prepared: Prepared
    sentence: str
    fields: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What the signing form and the API take: id, typed_data, sentence, fields."""
        fields = [{"label": label, "value": value} for label, value in self.fields]
        return {
            "id": str(self.prepared.id),
            "typed_data": dict(self.prepared.typed_data),
            "sentence": self.sentence,
            "fields": fields,
        }


@dataclass(frozen=True, slots=True)
class ActView:
    """An act as pages and API show it.

    `fields` are the registered type's fields by name; `sentence` says why it was refused (empty otherwise),
    with `error` and `figures` the contract's typed error; `transaction` and `block` where it was carried,
    once known; `signers` who signed, as 0x-hex of 20 bytes, or of a verifier and its point.
    """

    id: uuid.UUID
    kind: str
    state: ActState
    door: Address | None
    name: str
    target: Address
    asset: Address
    most: int
    fields: Mapping[str, int | str]
    nonce: int | None
    deadline: int | None
    maker: int | None
    checker: int | None
    cause: str
    created_at: datetime
    settled_at: datetime | None
    error: str = ""
    sentence: str = ""
    figures: Mapping[str, object] = field(default_factory=dict)
    transaction: Hash | None = None
    block: int | None = None
    signers: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether a page may stop asking."""
        return self.state in ENDED


@dataclass(frozen=True, slots=True)
class ActPage:
    """Part of a list of acts; `next` is the `after` of the following page, None at the end."""

    rows: tuple[ActView, ...]
    next: str | None


class Remedy(StrEnum):
    """What can be done about a transaction that is stuck: its bytes sent again, the same at a higher price,
    or its nonce given to an empty transaction, so that its acts go on by another.
    """

    RETRY = "retry"
    SPEED_UP = "speed-up"
    CANCEL = "cancel"


class InterventionState(StrEnum):
    """`asked` waits for a second person, `approved` for the worker."""

    ASKED = "asked"
    APPROVED = "approved"
    DONE = "done"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class InterventionView:
    """What was asked about a transaction, by whom (accounts), and what came of it."""

    id: int
    kind: Remedy
    state: InterventionState
    maker: int
    checker: int | None
    reason: str
    outcome: str
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class LaneView:
    """A sending key: our next nonce, the node's count and the ether left (wei), both None where the node is
    away; transactions in flight, since when the oldest; acts that wait for it.
    """

    address: Address
    next_nonce: int
    chain_nonce: int | None
    balance: int | None
    in_flight: int
    oldest: datetime | None
    queued: int
    stuck: bool


@dataclass(frozen=True, slots=True)
class TransactionView:
    """One nonce of a lane and what became of it. Fees in wei per gas; `acts` are what it carries."""

    id: int
    lane: Address
    nonce: int
    kind: str
    state: str
    succeeded: bool | None
    created_at: datetime
    settled_at: datetime | None
    stuck: bool
    attempts: int
    hash: Hash
    most_per_gas: int
    tip_per_gas: int
    sent_at: datetime | None
    answer: str
    gas: int
    gas_used: int | None
    block: int | None
    acts: tuple[tuple[uuid.UUID, str], ...]
    interventions: tuple[InterventionView, ...]

    @property
    def open(self) -> bool:
        """Whether its end is not known yet."""
        return self.state == "open"

    @property
    def pending(self) -> InterventionView | None:
        """What was asked and is not done yet."""
        return next((each for each in self.interventions if each.ended_at is None), None)


@dataclass(frozen=True, slots=True)
class TransactionPage:
    """Part of a lane's transactions, the newest first; `next` is the `after` of the following page."""

    rows: tuple[TransactionView, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong lately: `what` is one of `failed`, `foreign`, `given-up`, `answer`."""

    at: datetime
    what: str
    lane: Address | None
    nonce: int | None
    act: uuid.UUID | None
    detail: str


@dataclass(frozen=True, slots=True)
class Operations:
    """Delivery at a glance. `head` is the node's newest block, None where it is away; `indexed` and `final`
    where the read model stands; `behind` blocks and `unseen` seconds since the indexer spoke with the node.
    """

    lanes: tuple[LaneView, ...]
    queued: int
    sent: int
    stuck: int
    open: int
    oldest_queued: datetime | None
    head: int | None
    indexed: int | None
    final: int | None
    behind: int | None
    unseen: int | None
    asked: int
    troubles: tuple[Trouble, ...]

    @property
    def quiet(self) -> bool:
        """Whether nothing is on its way, and a page may stop asking."""
        return not (self.queued or self.sent or self.open or self.asked or self.behind or self.head is None)


ENDED = frozenset({ActState.FINAL, ActState.REFUSED, ActState.REJECTED, ActState.EXPIRED})
