"""What the read model keeps of the rulebook: every figure that was ever set, the calendar, the logic
in force under each name and what was announced to follow it.
"""

from __future__ import annotations

from apps.ledger.readmodel import Collection
from apps.ledger.registry import Event, Write, project
from apps.vocabulary.types import ZERO_ADDRESS

RULES = Collection("rule", facets=("rule",))
"""By `rule:class`: rule (such as R10), class (number), history: [value, effective_from], the oldest first."""

USED = Collection("used")
"""By `person`, and by `person:issuer`: the sen that count towards its ceilings, as the contract last said."""

RAISED = Collection("raised")
"""By a company's person tag: raised and reserved (sen, R1), as the contract said at its last launch; campaign
(which it is reserved for), microfund (R2).
"""

CALENDAR = Collection("calendar")
"""By word (256 days from day word * 256 of the epoch): word, published and business (bits, the day first
lowest).
"""

LOGIC = Collection("logic")
"""What is in force, by its name on-chain: name, code, template, since (chain seconds), pending (the id of the
change announced to follow it, None for none). `code` is empty for a name that is announced only.
"""

CHANGES = Collection("change", orders=("announced_at", "earliest"), facets=("state", "name"))
"""Announcements by their place in the chain: id, name, code, hash, template, activator (role number),
announced_at, announced_in (transaction), earliest, state, ended_at, before (code or None), reason.
"""

NO_CEILING = (1 << 96) - 1
DAY = 86_400
DAYS_OF_A_WORD = 256


@project("RuleSet", contract="Rulebook")
def rule_set(event: Event, write: Write) -> None:
    """A figure holds from a moment on. The contract keeps one to come; another one replaces it."""
    rule, number, at = _text(event["rule"]), event["class"], event["effectiveFrom"]
    key = f"{rule}:{number}"
    found = write.get(RULES, key) or {"rule": rule, "class": number, "history": []}
    kept = [[value, since] for value, since in found["history"] if since <= event.at]
    write.put(RULES, key, {**found, "history": [*kept, [event["value"], at]]})
    sentence = "RuleAnnounced" if at > event.at else "RuleSet"
    write.tell([], sentence, rule=event["rule"], value=event["value"], effective_from=at)


@project("CalendarPublished", contract="Rulebook")
def calendar_published(event: Event, write: Write) -> None:
    """256 days are published: which are business days."""
    word = event["word"]
    document = {"word": word, "published": event["published"], "business": event["business"]}
    write.put(CALENDAR, str(word), document)
    write.tell([], "CalendarPublished", first=word * DAYS_OF_A_WORD * DAY)


@project("Booked", contract="Rulebook")
def booked(event: Event, write: Write) -> None:
    """A pledge, or a purchase (R24), counts towards its person's ceilings. Campaign or book tell of it."""
    _use(event, write)


@project("Tidied", contract="Rulebook")
def tidied(event: Event, write: Write) -> None:
    """An entry no longer counts."""
    _use(event, write)


@project("Launched", contract="Rulebook")
def launched(event: Event, write: Write) -> None:
    """R1: a campaign reserves what it may raise at most. Whoever it concerns is told by the campaign."""
    _raise(
        event,
        write,
        issuer=event["issuer"],
        campaign=event["campaign"],
        reserved=event["most"],
        raised=event["raised"],
        microfund=event["microfund"],
    )


@project("MicrofundSet", contract="Rulebook")
def microfund_set(event: Event, write: Write) -> None:
    """R2: the regulator said whether a company raises as a microfund."""
    _raise(event, write, microfund=event["microfund"])


# -- logic that is announced, comes into force, is withdrawn ------------------------------------------


@project("ModuleAnnounced", contract="MarketMaster")
def module_announced(event: Event, write: Write) -> None:
    """New logic is to come."""
    name, found = event.text("name"), write.get(LOGIC, event.text("name"))
    kept = found or {"name": name, "code": "", "template": event["template"], "since": 0, "pending": None}
    _end(write, kept["pending"], "replaced", event)
    write.put(LOGIC, name, {**kept, "pending": event.place})
    change = {
        "id": event.place,
        "name": name,
        "code": event["code"],
        "hash": event["codeHash"],
        "template": event["template"],
        "activator": event["activator"],
        "announced_at": event.at,
        "announced_in": event.transaction,
        "earliest": event["earliest"],
        "state": "announced",
        "ended_at": 0,
        "before": kept["code"] or None,
        "reason": "",
    }
    write.put(CHANGES, event.place, change)
    told = {
        "name": event["name"],
        "code": event["code"],
        "earliest": event["earliest"],
        "change": event.place,
    }
    write.tell([], "Announced", **told)


@project("AnnouncementWithdrawn", contract="MarketMaster")
def announcement_withdrawn(event: Event, write: Write) -> None:
    """It does not come."""
    found = write.get(LOGIC, event.text("name"))
    if found is not None:
        _end(write, found["pending"], "withdrawn", event, reason=event.text("reason"))
        write.put(LOGIC, found["name"], {**found, "pending": None})
        told = {"name": event["name"], "reason": event["reason"], "change": found["pending"]}
        write.tell([], "AnnouncementWithdrawn", **told)


@project("ModuleActivated", contract="MarketMaster")
def module_activated(event: Event, write: Write) -> None:
    """It is in force; what the market is born with was never announced."""
    name, found = event.text("name"), write.get(LOGIC, event.text("name"))
    _end(write, found["pending"] if found else None, "activated", event)
    document = {"name": name, "code": event["code"], "template": event["template"], "since": event.at}
    write.put(LOGIC, name, {**document, "pending": None})
    if found is not None and found["pending"] is not None:
        write.tell([], "ChangeActivated", name=event["name"], change=found["pending"])


def _end(write: Write, id: str | None, state: str, event: Event, *, reason: str = "") -> None:
    if id is not None:
        write.change(CHANGES, id, state=state, ended_at=event.at, reason=reason)


# -- what second versions tell ------------------------------------------------------------------------


@project("CeilingSet", contract="MoneyFactory")
def ceiling_set(event: Event, write: Write) -> None:
    """A door bound itself, or let itself go."""
    door, most = event["door"], event["most"]
    if most == NO_CEILING:
        write.tell([door], "CeilingLifted", door=door, since=event["from"])
    else:
        write.tell([door], "CeilingSet", door=door, most=most, since=event["from"])


@project("PeriodClosed", contract="EquityFactory")
def period_closed(event: Event, write: Write) -> None:
    """An issuer closed its class for a while."""
    write.tell([], "PeriodClosed", face=event["face"], since=event["from"], until=event["until"])


# -- parts --------------------------------------------------------------------------------------------


def _raise(event: Event, write: Write, **changes: object) -> None:
    write.put(RAISED, event["person"], {**(write.get(RAISED, event["person"]) or {}), **changes})


def _use(event: Event, write: Write) -> None:
    person, issuer = event["person"], event["issuer"]
    write.put(USED, person, {"sen": event["total"]})
    if issuer != ZERO_ADDRESS:  # what a purchase no longer counts over the year, it counts for its issuer
        write.put(USED, f"{person}:{issuer}", {"sen": event["ofIssuer"]})


def _text(word: str) -> str:
    """A rule's name; one that is for an operator (R20) ends in its address: `R20:0x…`."""
    name, _, address = bytes.fromhex(word[2:]).rstrip(b"\0").partition(b"\0")
    text = name.decode("utf-8", "replace")
    return f"{text}:0x{word[-40:]}" if address else text
