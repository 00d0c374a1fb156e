"""What is done with an application: written step by step, sent, screened, returned, approved by one,
confirmed by another, settled with the chain, renewed, erased.
"""

from __future__ import annotations

from apps.kyc.services.applying import attach, save_step, send, start
from apps.kyc.services.erasing import ask_erasure, erase, erase_own, refuse_erasure
from apps.kyc.services.knowing import require_known
from apps.kyc.services.reviewing import approve, confirm, read, reject, send_back
from apps.kyc.services.screening import (
    confirm_hit,
    decide_hit,
    load_list,
    reopen_hit,
    screen,
    screen_due,
)
from apps.kyc.services.settling import settle_admissions

__all__ = [
    "approve",
    "ask_erasure",
    "attach",
    "confirm",
    "confirm_hit",
    "decide_hit",
    "erase",
    "erase_own",
    "load_list",
    "read",
    "refuse_erasure",
    "reject",
    "reopen_hit",
    "require_known",
    "save_step",
    "screen",
    "screen_due",
    "send",
    "send_back",
    "settle_admissions",
    "start",
]
