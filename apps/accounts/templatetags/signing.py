"""What the forms that sign must know of the reader's own signers."""

from __future__ import annotations

import json

from django import template
from django.http import HttpRequest

from apps.accounts import queries
from apps.ledger import queries as ledger
from apps.ledger.types import ActView
from apps.vocabulary.errors import Unavailable
from apps.vocabulary.types import Viewer
from apps.vocabulary.viewers import viewer_of

register = template.Library()


@register.simple_tag(takes_context=True)
def own_signers(context: template.Context) -> str:
    """The reader's signers as JSON, `[{signer, kind, name, credential}]`; none where nobody can say."""
    request: HttpRequest = context["request"]
    try:
        found = queries.own_signers(viewer_of(request))
    except Unavailable:
        found = []
    shown = [
        {"signer": each.signer, "kind": each.kind.value, "name": each.name, "credential": each.credential}
        for each in found
    ]
    return json.dumps(shown)


@register.simple_tag
def signed_by(viewer: Viewer, act: ActView) -> list[str]:
    """Who signed an act: the names that the reader gave its own signers, else addresses."""
    if not act.signers:
        return []
    try:
        names = {each.signer: each.name for each in queries.own_signers(viewer)}
    except Unavailable:
        names = {}
    texts = [queries.signer_of_bytes(each) for each in act.signers]
    shown = [names.get(each) or each.rpartition(":")[2] for each in texts]
    return [f"{each[:6]}…{each[-4:]}" if each.startswith("0x") else each for each in shown]


@register.simple_tag
def passkey_verifier() -> str:
    """The address of the contract that checks passkeys; empty where the market has none."""
    try:
        return ledger.verifier("PasskeyVerifier") or ""
    except Unavailable:
        return ""


@register.simple_tag
def newest_version() -> int:
    """The version of the market secret that a new key is derived with."""
    return queries.newest_key_version()
