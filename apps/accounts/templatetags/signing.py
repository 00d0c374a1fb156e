"""What the forms that sign must know of the reader's own signers."""

from __future__ import annotations

import json

from django import template
from django.http import HttpRequest

from apps.accounts import queries
from apps.vocabulary.errors import Unavailable
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
def newest_version() -> int:
    """The version of the market secret that a new key is derived with."""
    return queries.newest_key_version()
