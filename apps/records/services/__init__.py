"""What is done with records: written, changed, attached to, read in full, disclosed, anchored, swept, erased.
Each act is one call.
"""

from __future__ import annotations

from apps.records.services.anchoring import anchor, locator
from apps.records.services.auditing import anchor_audit_head
from apps.records.services.erasing import ask_erasure, destroy, erase, refuse_erasure
from apps.records.services.many import New, create_many, move_all
from apps.records.services.reading import disclose, note, note_denied, read, read_file
from apps.records.services.watching import require_sound, sweep
from apps.records.services.writing import (
    amend,
    attach,
    change_state,
    create,
    give_owner,
    give_trustee,
    keep,
    prepare_reader,
    prepare_readers,
    set_due,
)

__all__ = [
    "New",
    "amend",
    "anchor",
    "anchor_audit_head",
    "ask_erasure",
    "attach",
    "change_state",
    "create",
    "create_many",
    "destroy",
    "disclose",
    "erase",
    "give_owner",
    "give_trustee",
    "keep",
    "locator",
    "move_all",
    "note",
    "note_denied",
    "prepare_reader",
    "prepare_readers",
    "read",
    "read_file",
    "refuse_erasure",
    "require_sound",
    "set_due",
    "sweep",
]
