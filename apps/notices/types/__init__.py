"""What a person is told: notices and inboxes, and the records that keep them."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from apps.records.types import Field, Kind, register
from apps.vocabulary.types import Role


class State(StrEnum):
    """Whether its person has read it."""

    UNREAD = "unread"
    READ = "read"


class Topic(StrEnum):
    """What a notice is about, for the inbox's filter."""

    MONEY = "money"
    CAMPAIGNS = "campaigns"
    TRADES = "trades"
    ACCOUNT = "account"


NOTICE = register(
    Kind(
        name="notice",
        fields=(Field("word"), Field("arguments"), Field("at")),
        writers=frozenset(),
        loose=frozenset(State),
    )
)
"""A notice of a door, or before admission of an account. Its `reference` is `topic:` and a hash of whom and
what it tells, so that nobody is told twice; `due_at` is set as long as its e-mail has not been sent.
"""

CURSOR = register(Kind(name="notice-cursor", fields=(), writers=frozenset({Role.REGULATOR})))
"""How far a source has been told: of the feed, `state` is the last line's place and `due_at` its chain time,
and of `feed-within` the mark of the door with which the next line goes on, `-` for its begin; of the other
sources, `due_at` is the moment (wall time) up to which they were looked through.
"""


@dataclass(frozen=True, slots=True)
class Word:
    """One kind of notice. Placeholders of `text`: see `participants.queries.said`. `page` is the URL name of
    where to go, `argument` the figure that it takes.
    """

    title: str
    text: str
    topic: Topic
    icon: str
    page: str = "notices:inbox"
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as its person reads it: `title` and `text` in their language, `at` chain seconds (0 for what
    happened off the chain), `told_at` wall time.
    """

    id: uuid.UUID
    word: str
    title: str
    text: str
    topic: Topic
    icon: str
    url: str
    at: int
    told_at: dt.datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of notices, the newest first; `further` is the following page's `start`, None at the end."""

    notices: list[Notice]
    further: int | None
