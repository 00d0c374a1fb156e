"""Values of the portal's frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from apps.accounts.types import SignerKind
from apps.campaigns.types import Campaign, Pledge
from apps.kyc.types import ApplicationView
from apps.participants.types import Participant, Recovery
from apps.securities.types import Holding, ShareClass
from apps.supervision.types import MarketFigures, Supply, Told
from apps.treasury.types import Reserve
from apps.vocabulary.types import Address


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation: where to, what it says, its icon, and whether the reader is there now."""

    url: str
    label: str
    icon: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class MarketState:
    """What a banner may have to say.

    `now`: chain time in seconds; `node_away`: the node does not answer; `behind`: the read model lags
    visibly; `clock_offset`: seconds that the market's clock is ahead of the wall's, 0 within a minute.
    """

    now: int = 0
    node_away: bool = False
    behind: bool = False
    clock_offset: int = 0


@dataclass(frozen=True, slots=True)
class Teaser:
    """A campaign in a grid: amounts in sen, `closes_at` in chain seconds (0: not shown)."""

    url: str
    title: str
    pitch: str
    state: str
    raised: int
    minimum: int
    maximum: int
    investors: int
    closes_at: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure: its label and its value as text; on a start page also where it leads, and a note."""

    label: str
    value: str
    icon: str = ""
    url: str = ""
    note: str = ""


# -- start pages ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NextStep:
    """What its reader does best now. `code`: words to copy, such as a deposit's reference."""

    icon: str
    heading: str
    why: str
    url: str = ""
    action: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for somebody: how much, and for how many seconds its oldest has."""

    label: str
    icon: str
    url: str
    count: int
    age: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a purse, in sen; `at` and `share` are where it stands on the bar, in percent."""

    label: str
    look: str
    sen: int
    at: float
    share: float


@dataclass(frozen=True, slots=True)
class Purse:
    """One trustee's money of a door: its parts add up to `total` sen."""

    token: Address
    trustee_name: str
    total: int
    parts: tuple[Part, ...]

    @property
    def available(self) -> int:
        """What can be spent, in sen: the first part."""
        return self.parts[0].sen


@dataclass(frozen=True, slots=True)
class Worth:
    """A holding with its class's last price (sen per unit) and what it comes to; None before a trade."""

    holding: Holding
    price: int | None

    @property
    def value(self) -> int | None:
        """Units at the last price, in sen."""
        return None if self.price is None else self.price * self.holding.units


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A client who is not admitted yet: the application, if one was begun, and how many steps are done."""

    application: ApplicationView | None
    done: int
    steps: int
    next_step: NextStep


@dataclass(frozen=True, slots=True)
class InvestorHome:
    """What an investor owns, promised and was told. `name`: as its own record says it."""

    me: Participant
    name: str
    active: bool
    next_step: NextStep | None
    purses: tuple[Purse, ...]
    holdings: tuple[Worth, ...]
    pledges: tuple[Pledge, ...]
    teasers: tuple[Teaser, ...]
    news: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class IssuerHome:
    """A company's classes, campaigns and money; `investors`: of its newest campaign, by class in words."""

    me: Participant
    active: bool
    next_step: NextStep | None
    purses: tuple[Purse, ...]
    classes: tuple[ShareClass, ...]
    campaigns: tuple[Campaign, ...]
    investors: tuple[tuple[str, int], ...]
    news: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class OperatorHome:
    """What waits at an operator, whom it serves, and what it earned (sen, by trustee's money)."""

    queues: tuple[Queue, ...]
    figures: tuple[Figure, ...]
    campaigns: tuple[Campaign, ...]
    purses: tuple[Purse, ...]
    news: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class TrusteeHome:
    """A trustee's supply against its bank, and what waits at its desk."""

    reserve: Reserve | None
    queues: tuple[Queue, ...]
    figures: tuple[Figure, ...]
    news: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class RegulatorHome:
    """The market at a glance. `lag`: blocks that the read model is behind, None where nobody knows."""

    market: MarketFigures
    supplies: tuple[Supply, ...]
    queues: tuple[Queue, ...]
    figures: tuple[Figure, ...]
    campaigns: tuple[Campaign, ...]
    lag: int | None
    news: tuple[Told, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class OwnSigner:
    """A signer of a client's door, as the chain has it, with the kind and name that the client gave.

    `signer` is the address, or `verifier:x:y`; `since` in chain seconds.
    """

    signer: str
    key: Address
    x: str
    y: str
    since: int
    kind: SignerKind
    name: str


@dataclass(frozen=True, slots=True)
class LostKey:
    """A client's request for a new key and where it stands: `recovery` is what a guardian asked for on-chain,
    `vetoes` how often the client has said no. `yours`: the viewer asked already. `ready`: it may be put
    into force.
    """

    name: str
    door: Address
    key: Address
    asked_at: datetime
    recovery: Recovery | None
    vetoes: int
    yours: bool
    ready: bool


@dataclass(frozen=True, slots=True)
class Security:
    """Who signs for a client's door, and the recovery that may be under way."""

    signers: tuple[OwnSigner, ...]
    recovery: Recovery | None
    asked_by: str
