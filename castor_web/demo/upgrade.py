"""Change in the open, done in a market that runs: money and equity get second versions, and nothing moves;
then money gets one that means ill, the kernel obeys it in nothing, and the sound one takes its place again.

Everything goes the way of any change: deployed, announced by two people of the regulator, seven days of
notice, activated by two people of a trustee. What everybody has is read from the chain before and after.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from typing import Any

from django.core.management import call_command
from eth_account.messages import encode_typed_data

from apps.accounts import queries as accounts
from apps.campaigns import queries as campaigns
from apps.campaigns.types import State
from apps.ledger import abi
from apps.ledger import queries as ledger
from apps.ledger import services as outbox
from apps.ledger.errors import Refused
from apps.ledger.types import ActState, ActView
from apps.rulebook import queries, services
from apps.rulebook.types import Change, ChangeState
from apps.securities import queries as securities
from apps.vocabulary.types import ZERO_ADDRESS, Address, Viewer
from castor_web.demo.cast import (
    COMPANIES,
    DAY,
    INVESTORS,
    PASSPHRASE,
    REGULATOR,
    RINGGIT,
    TRUSTEES,
    Organisation,
)
from castor_web.demo.chain import DevelopmentChain
from castor_web.demo.client import ClientSession
from castor_web.demo.holdings import Holdings, read
from castor_web.demo.market import WrongFigure
from castor_web.stack.progress import Progress

STEPS = 9
SECOND = {"money": "MoneyFactoryV2", "equity": "EquityFactoryV2"}
HOSTILE = "HostileMoney"
ALLOWED = 7 * RINGGIT
CEILING = 100 * RINGGIT
_PATIENCE_SECONDS = 90


class Client:
    """A client with its key, who signs acts as its browser would."""

    def __init__(self, origin: str, login: str) -> None:
        self.viewer = accounts.viewer_named(login)
        if self.viewer.door is None:
            raise WrongFigure(f"{login} was never admitted: is this the demo’s market?")
        self.door = self.viewer.door
        self._session = ClientSession(origin, login)
        self._session.derive(PASSPHRASE)

    def act(
        self,
        name: str,
        target: Address,
        fields: Mapping[str, Any],
        *,
        asset: Address = ZERO_ADDRESS,
        most: int = 0,
    ) -> None:
        """Signs an act and follows it to its end. Raises Refused with the contract's own reason."""
        made = outbox.prepare(
            actor=self.viewer,
            door=self.door,
            act=name,
            target=target,
            arguments=fields,
            asset=asset,
            most=most,
        )
        key = self._session.key
        signature = key.sign_message(encode_typed_data(full_message=dict(made.typed_data))).signature
        signer = bytes.fromhex(key.address[2:])
        followed(
            outbox.submit(actor=self.viewer, prepared=made.id, signature=bytes(signature), signer=signer)
        )


class Upgrade:
    """The market: Rania and Rashid announce, Tan and Tina activate, Ivan and Ida use what is new."""

    def __init__(self, origin: str, chain: DevelopmentChain) -> None:
        found = ledger.market()
        if found is None:
            raise WrongFigure("There is no market yet: run `make demo` first.")
        self.origin, self.chain, self.master = origin, chain, Address(found.master)

    def play(self, progress: Progress) -> Iterator[str]:
        """All of it; yields what was seen. Raises WrongFigure, CastorError, NoWarp."""
        with progress.step("Keys derived; Ivan lets Aisyah spend RM 7"):
            self.ivan, self.ida = (Client(self.origin, each.login) for each in (INVESTORS[0], COMPANIES[0]))
            self.aisyah = accounts.viewer_named(INVESTORS[1].login).door or ZERO_ADDRESS
            trustee = ledger.ask("MarketMaster", "participant", self.master, self.ivan.door)["trustee"]
            self.money = Address(ledger.ask("MarketMaster", "tokenOf", self.master, trustee))
            self.ivan.act("Allow", self.money, {"spender": self.aisyah, "amount": ALLOWED})
        with progress.step("Second versions deployed and announced"):
            changes = [self._announced(name, deployed(contract)) for name, contract in SECOND.items()]
        with progress.step("Seven days of notice"):
            self._pass(max(each.earliest for each in changes))
            before = self._quiet()
        with progress.step("Activated by two people of a trustee"):
            for each in changes:
                self._activate(each)
            after = self._read()
        yield from compared(before, after)
        with progress.step("What the second versions can do"):
            seen = [self._ceiling(), self._period()]
        yield from seen
        sound = in_force("money")
        with progress.step("A version that means ill announced, noticed"):
            hostile = self._announced("money", deployed(HOSTILE))
            self._pass(hostile.earliest)
            before = self._quiet()
        with progress.step("It is activated, and gives its orders"):
            self._activate(hostile)
            seen = self._robbed(hostile.code)
            after = self._read()
        yield from seen
        yield from compared(before, after)
        with progress.step("The sound version announced again, noticed"):
            back = self._announced("money", sound)
            self._pass(back.earliest)
            before = self._quiet()
        with progress.step("It is in force again"):
            self._activate(back)
            after = self._read()
        yield from compared(before, after)
        yield f"Everything that was announced: {self.origin}/rulebook/changes/"

    # -- by two people each

    def _announced(self, name: str, code: Address) -> Change:
        by_two(REGULATOR, lambda who: services.announce(actor=who, name=name, code=code))
        until(lambda: any(each.code == code for each in queries.pending()), f"a new {name} is announced")
        return next(each for each in queries.pending() if each.code == code)

    def _activate(self, change: Change) -> None:
        by_two(TRUSTEES[0], lambda who: services.activate(actor=who, change=change))
        until(lambda: queries.change(change.id).state is ChangeState.ACTIVATED, f"{change.name} is in force")
        if in_force(change.name) != change.code:
            raise WrongFigure(f"Another {change.name} is in force than was activated.")

    # -- reading

    def _read(self) -> Holdings:
        return read(self.chain, self.master, (self.ivan.door, self.aisyah))

    def _quiet(self) -> Holdings:
        """Once the worker has pushed all that the week has made due."""
        end = time.monotonic() + _PATIENCE_SECONDS
        found = self._read()
        while time.monotonic() < end:
            time.sleep(4)
            again = self._read()
            if again == found:
                return found
            found = again
        raise WrongFigure("The market does not come to rest.")

    def _pass(self, to: int) -> None:
        self.chain.warp(to)
        until(lambda: queries.now() >= to, "the portal knows the time")

    # -- what is new

    def _ceiling(self) -> str:
        """Ivan binds himself to RM 100 an act, and is held to it."""
        rules = in_force("money")
        self.ivan.act("SetCeiling", rules, {"ceiling": CEILING})
        open_now = campaigns.campaigns(states=[State.LIVE]).rows
        live = next((each for each in open_now if each.money == self.money), None)
        if live is None:
            raise WrongFigure("No campaign is live in which Ivan could pledge.")
        units = CEILING // live.price + 1
        try:
            most = units * live.price
            terms = {"units": units, "least": 1}
            self.ivan.act("Pledge", live.address, terms, asset=self.money, most=most)
        except Refused as refusal:
            if refusal.name != "MoneyAboveCeiling":
                raise
            self.ivan.act("SetCeiling", rules, {"ceiling": 0})
            tried = units * live.price / RINGGIT
            return f"Ivan’s ceiling of RM 100: his pledge of RM {tried:.2f} is refused, {refusal.name}"
        raise WrongFigure("Ivan’s own ceiling did not hold.")

    def _period(self) -> str:
        """Ida closes her class for the week before her results."""
        face = securities.classes(self.ida.viewer)[0].face
        first = queries.now() + 4 * DAY
        rules = in_force("equity")
        self.ida.act("ClosePeriod", rules, {"face": face, "from": first, "until": first + 7 * DAY})
        found = ledger.ask("EquityFactoryV2", "closedPeriodOf", rules, face)
        if list(found.values()) != [first, first + 7 * DAY]:
            raise WrongFigure(f"The closed period is {found}.")
        return "Ida closed her class for seven days: no new offer of its certificates; what is offered stays"

    # -- one that means ill

    def _robbed(self, hostile: Address) -> list[str]:
        """What it orders while it is in force: the kernel must refuse each order, with its typed error, and
        the transaction that gives them all must leave nothing behind.
        """
        face = securities.classes(self.ida.viewer)[0].face
        rob = abi.function(HOSTILE, "rob")
        data = rob.encode([self.money, face, self.ivan.door, self.aisyah, ALLOWED, 1])
        found = list(rob.results(self.chain.ask(hostile, data)).values())
        if self.chain.send(hostile, data):
            raise WrongFigure("The kernel told something on a hostile module’s order.")
        lines = ["A hostile version of money, in force, orders the kernel to …"]
        for order, obeyed, reason in zip(*found, strict=True):
            if obeyed:
                raise WrongFigure(f"The kernel obeyed a hostile module: {order}")
            lines.append(f"  {_named(order):<22} refused: {abi.read_error(bytes.fromhex(reason[2:])).name}")
        return lines


def followed(act: ActView) -> None:
    """The act once it is final. Raises WrongFigure when it ends otherwise."""
    until(lambda: ledger.act(act.id).ended, f"{act.name} ended")
    found = ledger.act(act.id)
    if found.state is not ActState.FINAL:
        raise WrongFigure(f"{found.name} ended {found.state}: {found.sentence}")


def until(true: Callable[[], bool], what: str) -> None:
    """Waits for the worker and the indexer; raises WrongFigure when it does not come true."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not true():
        if time.monotonic() > end:
            raise WrongFigure(f"This did not come true within {_PATIENCE_SECONDS} s: {what}.")
        time.sleep(0.2)


def by_two(who: Organisation, propose: Callable[[Viewer], ActView]) -> None:
    """An organisation's maker proposes, its checker approves; followed to its end."""
    act = propose(accounts.viewer_named(who.maker))
    outbox.approve(actor=accounts.viewer_named(who.checker), act=act.id)
    followed(act)


def deployed(contract: str) -> Address:
    """A contract's code on the chain, as `manage.py deploy_logic` puts it there."""
    return Address(str(call_command("deploy_logic", contract, stdout=StringIO())).strip())


def in_force(name: str) -> Address:
    """The module in force under a name."""
    found = ledger.module(name)
    if found is None:
        raise WrongFigure(f"Nothing is in force under {name}.")
    return found


def compared(before: Holdings, after: Holdings) -> Iterator[str]:
    """A line for each kind of reading. Raises WrongFigure where one differs."""
    yield "Read from the chain just before and just after the activation:"
    for kind, count, different in before.compared(after):
        yield f"  {count:>4} {kind:<28} {'all as they were' if not different else f'{different} differ'}"
        if different:
            raise WrongFigure(f"{different} of {count} {kind} differ after the upgrade.")


def _named(order: str) -> str:
    """The kernel function that call data (0x-hex) asks for."""
    selector = bytes.fromhex(order[2:10])
    known = abi.contracts()["IMarketMaster"].functions.values()
    return next((each.name for each in known if each.selector == selector), order[:10])
