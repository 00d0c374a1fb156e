"""The board's filters, which live in its address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from apps.supervision import queries
from apps.vocabulary.errors import Malformed
from apps.vocabulary.types import Address

_WHEN = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class BoardForm(forms.Form):
    """Which sentence, from when to when (Malaysian time), at which participant."""

    key = forms.ChoiceField(label=gettext_lazy("Event"), required=False)
    since = forms.DateTimeField(label=gettext_lazy("From"), required=False, widget=_WHEN)
    until = forms.DateTimeField(label=gettext_lazy("Until"), required=False, widget=_WHEN)
    door = forms.RegexField(regex=r"^0x[0-9a-fA-F]{40}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["key"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", gettext_lazy("All")),
                *((each, _spaced(each)) for each in queries.happened()),
            ]

    def asked(self) -> dict[str, Any]:
        """What `queries.board` takes: door, key, since and until. Raises Malformed."""
        if not self.is_valid():
            raise Malformed
        found = self.cleaned_data
        return {
            "door": Address(found["door"]) if found["door"] else None,
            "key": found["key"] or None,
            "since": _seconds(found["since"]),
            "until": _seconds(found["until"]),
        }


def _seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment is not None else None


def _spaced(word: str) -> str:
    return "".join(f" {each.lower()}" if each.isupper() else each for each in word).strip().capitalize()
