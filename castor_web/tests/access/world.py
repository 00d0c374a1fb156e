"""A small market on the real contracts in which everything that an address can name is there once.

Two operators, each linked to a trustee of its own; clients of both; a campaign that waits for its operator
and one that is open; pledges, certificates, an offer, bank lines, withdrawals, applications, notices, acts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser

from apps.accounts import queries as accounts
from apps.accounts.testing import client_account, signed_in, staff_account
from apps.campaigns import services as campaigns
from apps.campaigns.tests import cast as primary
from apps.campaigns.types import CAMPAIGNS
from apps.kyc import queries as applications
from apps.kyc import services as kyc
from apps.kyc.tests.cast import ANSWERS, PDF
from apps.ledger import queries as ledger
from apps.ledger.testing.stage import Client, Staff, Stage, text32
from apps.ledger.types import Signable
from apps.notices import queries as notices
from apps.notices import services as telling
from apps.participants import services as participants
from apps.records import services as records
from apps.rulebook import queries as rulebook
from apps.securities import services as securities
from apps.securities.types import certificate_key
from apps.securities.types.actions import Resolution
from apps.supervision import queries as alerts
from apps.supervision import services as supervision
from apps.supervision.types.reported import ReportKind
from apps.trading import services as trading
from apps.trading.tests.floor import MORATORIUM, Floor, build
from apps.trading.types import TRADES
from apps.treasury import queries as treasury
from apps.treasury import services as money
from apps.treasury.rules import day_of
from apps.vocabulary.types import ZERO_ADDRESS, Address, InvestorClass, Role, Viewer

LISTED = b"id,schema,name\nx-1,Person,Ivan bin Ismail\n"
"""A list of exposed persons with somebody of Ivan's name."""

VIEWERS = (
    "visitor", "ivan", "iris", "sam", "ida", "ivy", "omar", "olga", "tan", "tara", "rania",
)  # fmt: skip
"""The columns of the table. Ivan, Iris and the issuer Ida are clients of Omar, whose trustee is Tan; Sam and
the issuer Ivy are clients of Olga, whose trustee is Tara. Omar is a maker; Rania is the regulator's."""

SIBLINGS = {"ivan": ("iris", "sam"), "ida": ("ivy",), "omar": ("olga",), "tan": ("tara",)}
"""Who must not reach what is another's of the same kind."""


@dataclass
class World:
    """The market, who is at a browser, and what the parameters of an address may stand for."""

    floor: Floor
    accounts: dict[str, Any]
    objects: dict[str, Any] = field(default_factory=dict)

    def browser(self, who: str, **options: Any) -> Browser:
        """A browser of that viewer's; a fault of ours is an answer to it, as it is to a real one."""
        browser = Browser(raise_request_exception=False, **options)
        return browser if who == "visitor" else signed_in(browser, self.accounts[who])

    def viewer(self, who: str) -> Viewer:
        """That viewer, as the portal sees them."""
        return accounts.viewer_of(self.accounts[who])

    def path(self, pattern: str, on: str = "") -> str:
        """An address of a pattern: each parameter by its name, or by `name=object` in `on`."""
        chosen = dict(each.split("=") for each in on.split())

        def value(match: re.Match[str]) -> str:
            name = match[1]
            return str(self.objects.get(chosen.get(name, ""), chosen.get(name)) or self.objects[name])

        return re.sub(r"<(?:\w+:)?(\w+)>", value, pattern)


def create(stage: Stage) -> World:
    """The market, played. Takes some ten seconds."""
    cache.clear()
    floor = build(stage)
    ivy = stage.admit_client(floor.olga, Role.ISSUER, "Ivy Teh", floor.tara, person=b"ivy")
    stage.index()
    for door in (stage.regulator.door, *(each.door for each in _organisations(floor))):
        records.prepare_reader(door)
    world = World(floor, _people(floor, ivy))
    _applications(world)
    _admit(world, ivy)
    _money(world)
    _market(world)
    _actions(world)
    _campaigns(world)
    _hierarchy(world)
    _coming(world)
    stage.run()
    stage.index()
    telling.tell()
    world.objects |= {
        "id": world.objects["case"], "file": world.objects["paper"], "name": "contact", "step": "contact",
        "slot": "identity_front", "decision": "suspend",
        "acts": set(apps.get_model("ledger.Act").objects.values_list("pk", flat=True)),
    }  # fmt: skip
    _delivery(world)
    supervision.look()
    world.objects["report"] = supervision.ask_report(actor=world.viewer("rania"), kind=ReportKind.REGISTER)
    supervision.make_reports()
    world.objects["alert"] = alerts.alerts(world.viewer("rania")).rows[0].id
    world.objects |= {
        "what": "participant", "key": world.objects["door"], "in-campaign": "campaign", "in-act": "act",
        "in-record": "record", "a-cert": "certificate", "form": "csv",
        "cert": certificate_key(world.floor.face, world.objects["certificate"]),
    }  # fmt: skip
    world.objects["notice"] = notices.inbox(world.viewer("ivan")).notices[0].id
    return world


def _organisations(floor: Floor) -> tuple[Staff, ...]:
    return floor.tan, floor.tara, floor.omar, floor.olga


def _people(floor: Floor, ivy: Client) -> dict[str, Any]:
    """Everybody with an account; clients as they were before their admission."""
    with connection.cursor() as cursor:  # the numbers below are those of the stage's own staff
        cursor.execute("SELECT setval(pg_get_serial_sequence('accounts_account', 'id'), 100000)")
    made = {
        "rania": staff_account("rania", Role.REGULATOR, floor.stage.regulator.door),
        "tan": staff_account("tan", Role.TRUSTEE, floor.tan.door),
        "tara": staff_account("tara", Role.TRUSTEE, floor.tara.door),
        "omar": staff_account("omar", Role.OPERATOR, floor.omar.door, checker=False),
        "olga": staff_account("olga", Role.OPERATOR, floor.olga.door),
    }
    for name, role, operator in (
        ("ivan", Role.INVESTOR, floor.omar),
        ("iris", Role.INVESTOR, floor.omar),
        ("sam", Role.INVESTOR, floor.olga),
        ("ida", Role.ISSUER, floor.omar),
        ("ivy", Role.ISSUER, floor.olga),
    ):
        made[name] = client_account(name, role, applies_to=operator.door)
    return made


def _applications(world: World) -> None:
    """Ivan, Iris and Sam have applied; each application is with the operator."""
    for number, who in enumerate(("ivan", "iris", "sam")):
        client = world.viewer(who)
        found = kyc.start(actor=client)
        answers = {
            **ANSWERS,
            "identity": {**ANSWERS["identity"], "identity_number": f"900101-14-567{number}"},
        }
        for step, given in answers.items():
            kyc.save_step(actor=client, step=step, answers=given)
        note = kyc.attach(actor=client, slot="identity_front", name="card.pdf", data=PDF)
        kyc.send(actor=client)
        if who == "ivan":
            world.objects |= {"case": found.heading.id, "paper": note.id, "record": found.heading.id}
    kyc.load_list(actor=world.viewer("omar"), data=LISTED)
    kyc.screen(world.objects["case"])
    world.objects["hit"] = applications.screening(world.viewer("omar"), world.objects["case"]).hits[0].key


def _admit(world: World, ivy: Client) -> None:
    floor = world.floor
    doors = {"ivan": floor.ivan, "iris": floor.iris, "sam": floor.ivan_again, "ida": floor.ida, "ivy": ivy}
    for name, client in doors.items():
        world.accounts[name].door = client.door
        world.accounts[name].save()
        world.objects[f"{name}-door"] = client.door
    for name in ("omar", "olga", "tan", "tara", "rania"):
        world.objects[f"{name}-door"] = world.accounts[name].organisation
    world.objects |= {"door": floor.ivan.door, "face": floor.face, "market": floor.market}


def _money(world: World) -> None:
    """A bank line that waits, an account that waits for its checker, a withdrawal that waits, a payee."""
    floor, stage, tan = world.floor, world.floor.stage, world.viewer("tan")
    for who in ("ivan", "sam", "ida"):
        money.set_payout_account(
            actor=world.viewer(who), bank="Maybank", holder=f"{who} {who}", number="514012345678"
        )
    line = money.enter_bank_line(
        actor=tan, bank_reference="FT 1", amount=10_000, credited_at=floor.now(),
        reference=treasury.reference(world.viewer("ivan")), payer="Ivan",
    )  # fmt: skip
    another = money.enter_bank_line(
        actor=tan, bank_reference="FT 2", amount=10_000, credited_at=floor.now(), reference=""
    )
    first = money.propose_trust_account(actor=tan, bank="RHB", holder="Tan Trustees", number="7001234567")
    money.decide_trust_account(actor=floor.tan.checker, account=first.id, approved=True)
    account = money.propose_trust_account(actor=tan, bank="CIMB", holder="Tan Trustees", number="8001234567")
    for client, token in ((floor.ivan, floor.money), (floor.ivan_again, floor.other_money)):
        asked = {"token": token, "amount": 5_000}
        assert stage.client_act(client, "RequestWithdrawal", client.door, **asked).state == "mined"
    stage.index()
    (waiting,) = treasury.withdrawals(world.viewer("ivan")).rows
    _bank(world)
    world.objects |= {
        "line": line.id,
        "other-line": another.id,
        "account": account.id,
        "withdrawal": treasury.read_withdrawal(waiting).id,
    }


def _bank(world: World) -> None:
    """Tan's: a signed statement with a debit that nobody explained, one that waits, a released payment."""
    tan, tina = world.floor.tan.maker, world.floor.tan.checker
    head = "account,date,amount,balance,bank_reference\n"
    day = day_of(world.floor.now())
    line = f"7001234567,{day},-1.00,-1.00,OUT 1\n"
    first = money.post_statement(actor=tan, data=f"{head}{line}".encode())
    money.sign_statement(actor=tina, statement=first.id)
    waits = money.post_statement(actor=tan, data=f"{head}7001234567,{day},,-1.00,\n".encode())
    batch = money.order_payouts(actor=tan)
    money.release_payouts(actor=tina, batch=batch)
    (debit,) = treasury.debits(tan)
    world.objects |= {"statement": waits.id, "debit": debit.id, "batch": batch}


def _market(world: World) -> None:
    """Ivan asks for 100 of his units, Iris has bought ten of them, and she offers him five of hers."""
    floor = world.floor
    floor.warp(MORATORIUM + 1)
    certificate = 2
    offered = floor.ask(floor.ivan, certificate, 100, 300)
    assert offered.state == "mined", offered.sentence
    bought = floor.bid(floor.iris, 10, 300)
    assert bought.state == "mined", bought.sentence
    deal = trading.prepare_deal(
        actor=floor.iris.viewer, market=floor.market, certificate=3, units=5, price=300,
        buyer=floor.ivan.door, expires_at=floor.now() + 90_000,
    )  # fmt: skip
    assert floor.sign(floor.iris, deal).state == "mined"
    world.objects |= {"number": 1, "certificate": certificate, "act": offered.id, "kind": "wallet"}
    world.objects |= {"deal": 3, "trade-place": TRADES.page().rows[0]["place"]}


def _actions(world: World) -> None:
    """A dividend of Ida's that has not its money yet; a question of hers, on which Ivan and Iris can vote."""
    floor, ida = world.floor, world.viewer("ida")
    at = floor.now() + 60
    dividend = securities.prepare_dividend(
        actor=ida, face=floor.face, title="Final", rate=100, record_at=at, payable_at=at + 86_400
    )
    world.objects["dividend"] = _opened(world, dividend)
    at = floor.now() + 60
    ballot = securities.prepare_ballot(
        actor=ida, face=floor.face, title="Roof", text="Shall it be mended?",
        resolution=Resolution.ORDINARY, quorum=0, record_at=at, closes_at=at + 30 * 86_400,
    )  # fmt: skip
    world.objects["ballot"] = _opened(world, ballot)


def _opened(world: World, signable: Signable) -> Address:
    """What Ida's act opened, once its record date has passed."""
    floor = world.floor
    signed = floor.sign(Client(floor.ida.door, world.viewer("ida"), floor.ida.key), signable)
    assert signed.state == "mined", signed.sentence
    floor.warp(120)
    return Address(floor.stage.events("Opened")[-1]["instance"])


def _campaigns(world: World) -> None:
    """One campaign of Ida's is open, with a pledge of Ivan's; one waits for Omar; a draft waits for Ida."""
    floor = world.floor
    stage = floor.stage
    ida = Client(floor.ida.door, world.viewer("ida"), floor.ida.key)
    cast = primary.Cast(stage, floor.tan, floor.omar, ida, floor.ivan, floor.iris, floor.money, floor.face)
    regulator, rulebook = stage.regulator, stage.call("MarketMaster", "running", text32("rulebook"))
    for rule, value in (("R16", (0xFFFFFF << 24) | 70_000),):
        word = {"rule": text32(rule), "class": 0, "value": value, "effectiveFrom": 0}
        assert stage.act(regulator, "SetRule", rulebook, **word).state == "mined"
    draft = campaigns.save_draft(actor=ida.viewer, words=primary.WORDS)
    note = campaigns.attach(
        actor=ida.viewer, record=draft.record, slot="financials", name="accounts.pdf", data=PDF
    )
    world.objects |= {"draft": draft.record, "draft-paper": note.id}
    live, published = _live(cast)
    pledge = cast.pledge(floor.ivan, live, 120)
    assert pledge.state == "mined", pledge.sentence
    world.objects |= {"campaign": live, "pledge": pledge.id, "proposed": cast.proposed()}
    world.objects["published"] = published
    (remark,) = campaigns.comment(actor=ida.viewer, draft=draft.record, section="team", text="Enough?")
    (asked,) = campaigns.ask(actor=world.viewer("ivan"), campaign=live, text="How many roasters?")
    update = campaigns.write_update(actor=ida.viewer, campaign=live, title="Roof", text="It is mended.")
    world.objects |= {"comment": remark.id, "question": asked.id, "update": update.id, "section": "story"}


def _coming(world: World) -> None:
    """The regulator announced a module: any code of no name will do."""
    stage, born = world.floor.stage, ledger.market()
    assert born is not None
    world.objects |= {"relay": born.relay}
    new = {"name": text32("new"), "code": born.relay, "template": False, "activator": int(Role.TRUSTEE)}
    assert stage.act(stage.regulator, "Announce", stage.regulator.door, **new).state == "mined"
    stage.index()
    world.objects["place"] = rulebook.pending()[0].id


def _live(cast: primary.Cast) -> tuple[Address, UUID]:
    """An open campaign with a document; and the document."""
    said = campaigns.save_draft(actor=cast.ida.viewer, words=primary.WORDS)
    note = campaigns.attach(
        actor=cast.ida.viewer, record=said.record, slot="financials", name="accounts.pdf", data=PDF
    )
    proposal = campaigns.prepare_proposal(actor=cast.ida.viewer, offer=cast.offer(), draft=said.record)
    assert cast.sign(cast.ida, proposal).state == "mined"
    campaign = Address(CAMPAIGNS.page(order="proposed_at", descending=True, limit=1).rows[0]["address"])
    signed = campaigns.prepare_disclose(actor=cast.ida.viewer, campaign=campaign, slot="financials")
    assert cast.sign(cast.ida, signed).state == "mined"
    cast.check(cast.omar, campaigns.approve(actor=cast.omar.maker, campaign=campaign, reason="In order."))
    cast.check(cast.tan, campaigns.mint_units(actor=cast.tan.maker, campaign=campaign))
    cast.wait_until(cast.now() + primary.HOUR)
    return campaign, note.id


def _delivery(world: World) -> None:
    """A transaction of the lane, and a colleague of Rania's who asked to cancel it."""
    sending = apps.get_model("ledger.Sending").objects.order_by("id")[0]
    asked = apps.get_model("ledger.Intervention").objects.create(
        sending=sending,
        kind="cancel",
        state="asked",
        maker=world.accounts["omar"].pk,
        reason="A test",
        asked_at=sending.created_at,
    )
    world.objects |= {
        "lane": sending.lane_id, "transaction": sending.pk, "remedy": "retry", "intervention": asked.pk,
    }  # fmt: skip


def _hierarchy(world: World) -> None:
    """Acts of each organisation that wait for a colleague; an order of the regulator, the market's first."""
    rania, doors = world.floor.stage.regulator, world.objects
    named = {"face": world.floor.money, "from": doors["ivan-door"], "to": doors["iris-door"], "value": 1}
    ordered = {**named, "escrow": ZERO_ADDRESS, "reason": text32("court 7")}
    assert world.floor.stage.act(rania, "Order", rania.door, **ordered).state == "mined"
    world.floor.stage.index()
    for who, client in (("omar", "ivan"), ("olga", "sam")):
        proposed = participants.renew(
            actor=world.viewer(who),
            client=Address(world.objects[f"{client}-door"]),
            investor_class=InvestorClass.RETAIL,
            valid_until=world.floor.now() + 86_400,
        )
        world.objects[f"{who}-act"] = proposed.id
    world.objects["tan-act"] = participants.suspend_link(
        actor=world.viewer("tan"), operator=world.floor.omar.door
    ).id
    assert ledger.act(world.objects["omar-act"]).state == "proposed"
