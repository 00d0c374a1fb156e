"""Who appears in the tests of records, and the kind of record that they write."""

from __future__ import annotations

from apps.records import services
from apps.records.types import Field, Fields, Heading, Kind, Mask, Readers, register
from apps.vocabulary.types import Address, Role, Viewer


def _door(number: int) -> Address:
    return Address(f"0x{number:040d}")


REGULATOR, TRUSTEE, OPERATOR, OTHER_OPERATOR, IVAN_DOOR = (_door(number) for number in (1, 2, 3, 4, 5))

RANIA = Viewer(role=Role.REGULATOR, door=REGULATOR, account=1, checker=True)
OTTO = Viewer(role=Role.OPERATOR, door=OPERATOR, account=7, checker=True)
TAN = Viewer(role=Role.TRUSTEE, door=TRUSTEE, account=2, maker=True)
OMAR = Viewer(role=Role.OPERATOR, door=OPERATOR, account=3, maker=True)
OLGA = Viewer(role=Role.OPERATOR, door=OTHER_OPERATOR, account=4, maker=True)
IVAN = Viewer(role=Role.INVESTOR, account=5)
SAM = Viewer(role=Role.INVESTOR, account=6)

NOTE = register(
    Kind(
        name="note-of-the-tests",
        fields=(Field("name", searchable=True), Field("number", Mask.TAIL, searchable=True), Field("text")),
        writers=frozenset({Role.OPERATOR}),
        loose=frozenset({"draft"}),
        slots=frozenset({"scan"}),
        data_slots=frozenset({"data"}),
        split_key=True,
    )
)
READERS = Readers(regulator=REGULATOR, operator=OPERATOR, trustee=TRUSTEE)
FIELDS: Fields = {"name": "Ivan bin Ismail", "number": "900101-14-5671", "text": "first"}
PDF = b"%PDF-1.7 something"


def written(actor: Viewer = IVAN, readers: Readers = READERS, fields: Fields = FIELDS) -> Heading:
    """Ivan's note, in draft."""
    return services.create(
        actor=actor, kind=NOTE, fields=fields, readers=readers, state="draft", account=IVAN.account
    )
