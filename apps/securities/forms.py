"""What pages ask before a share class is defined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from apps.ledger.forms import Choosing, ReadField, ShortTextField
from apps.securities.rules import read_symbol


class ClassForm(Choosing):
    """A share class: its name, its symbol, and the trustee that keeps it."""

    name = ShortTextField(
        label=gettext_lazy("Name of the class"),
        help_text=gettext_lazy("For example “Kopi Utara ordinary”. It is public and stays on the record."),
    )
    symbol = ReadField(
        read_symbol,
        label=gettext_lazy("Symbol"),
        max_length=11,
        help_text=gettext_lazy("2 to 11 capital letters and figures, such as KOPI."),
    )
    trustee = forms.ChoiceField(label=gettext_lazy("Trustee"))

    def __init__(self, *args: Any, trustees: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("trustee", trustees)
