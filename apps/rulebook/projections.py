"""What the read model keeps of the rulebook: every figure that was ever set, and the published calendar."""

from __future__ import annotations

from apps.ledger.readmodel import Collection
from apps.ledger.registry import Event, Write, project

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
    write.tell([], "RuleSet", rule=event["rule"], value=event["value"], effective_from=at)


@project("CalendarPublished", contract="Rulebook")
def calendar_published(event: Event, write: Write) -> None:
    """256 days are published: which are business days."""
    word = event["word"]
    document = {"word": word, "published": event["published"], "business": event["business"]}
    write.put(CALENDAR, str(word), document)
    write.tell([], "CalendarPublished", first=word * DAYS_OF_A_WORD * DAY)


@project("Booked", contract="Rulebook")
def booked(event: Event, write: Write) -> None:
    """A pledge counts towards its person's ceilings. Whoever pledged is told by the campaign."""
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


def _raise(event: Event, write: Write, **changes: object) -> None:
    write.put(RAISED, event["person"], {**(write.get(RAISED, event["person"]) or {}), **changes})


def _use(event: Event, write: Write) -> None:
    person, issuer = event["person"], event["issuer"]
    write.put(USED, person, {"sen": event["total"]})
    write.put(USED, f"{person}:{issuer}", {"sen": event["ofIssuer"]})


def _text(word: str) -> str:
    """A rule's name; one that is for an operator (R20) ends in its address: `R20:0x…`."""
    name, _, address = bytes.fromhex(word[2:]).rstrip(b"\0").partition(b"\0")
    text = name.decode("utf-8", "replace")
    return f"{text}:0x{word[-40:]}" if address else text
