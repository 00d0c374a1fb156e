"""How far the conversion of a class is."""

from __future__ import annotations

from apps.participants import queries as participants
from apps.securities.types import CERTIFICATES, CLASSES, Progress
from apps.vocabulary.errors import NotFound
from apps.vocabulary.types import Address, Role

BATCH = 50
"""Certificates converted in one push: well within what a transaction may use."""


def converting() -> list[Address]:
    """The classes whose conversion began and has not ended."""
    return [Address(each["face"]) for each in CLASSES.walk(where={"converting": True})]


def progress(face: Address, *, most: int = BATCH) -> Progress:
    """The certificates that can be converted now (at most so many), and how many of those looked at have to
    wait: offered, or in a campaign. Raises NotFound.
    """
    document = CLASSES.get(face)
    if document is None:
        raise NotFound
    due: list[int] = []
    waiting = 0
    if document["converting"]:
        for each in CERTIFICATES.walk(where={"face": face, "epoch": document["epoch"] - 1}):
            if each["held_by"] is not None or participants.role_of(Address(each["owner"])) is Role.NONE:
                waiting += 1
            else:
                due.append(each["number"])
            if len(due) == most:
                break
    return Progress(tuple(due), waiting)
