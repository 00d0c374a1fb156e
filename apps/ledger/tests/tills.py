"""A small domain for the indexer's tests: tills that take money, are emptied and close."""

from __future__ import annotations

from apps.ledger.readmodel import Collection
from apps.ledger.registry import Event, Write, project

TILLS = Collection("test_till", orders=("held", "name"), facets=("state",), tags=("notes",))


def till_opened(event: Event, write: Write) -> None:
    if event.text("name") != "Till":
        return
    write.put(TILLS, event["instance"], {"name": event["instance"], "held": 0, "state": "open", "notes": []})


def till_took(event: Event, write: Write) -> None:
    write.add(TILLS, event.source, held=event["amount"])
    before = write.get(TILLS, event.source)
    assert before is not None
    if event["note"]:
        write.change(TILLS, event.source, notes=[*before["notes"], event["note"]])
    write.tell([event.source], "Taken", amount=event["amount"])


def till_emptied(event: Event, write: Write) -> None:
    write.change(TILLS, event.source, held=0, state="empty", notes=[])


def till_closed(event: Event, write: Write) -> None:
    write.delete(TILLS, event.source)


def register() -> None:
    """Registers the tills' projections."""
    project("Opened", contract="MarketMaster")(till_opened)
    project("Taken", contract="Till")(till_took)
    project("Emptied", contract="Till")(till_emptied)
    project("Closed", contract="Till")(till_closed)
