"""What pages ask before a share class is defined."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from apps.securities import rules
from apps.vocabulary.errors import CastorError


class ClassForm(forms.Form):
    """A share class: its name, its symbol, and the trustee that keeps it."""

    name = forms.CharField(
        label=gettext_lazy("Name of the class"),
        max_length=31,
        help_text=gettext_lazy("For example “Kopi Utara ordinary”. It is public and stays on the record."),
    )
    symbol = forms.CharField(
        label=gettext_lazy("Symbol"),
        max_length=11,
        help_text=gettext_lazy("2 to 11 capital letters and figures, such as KOPI."),
    )
    trustee = forms.ChoiceField(label=gettext_lazy("Trustee"))

    def __init__(self, *args: object, trustees: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["trustee"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(trustees)

    def clean_name(self) -> str:
        """Short enough for the chain."""
        name: str = self.cleaned_data["name"]
        try:
            rules.name_word(name)
        except CastorError as problem:
            raise ValidationError(gettext(problem.sentence), code=problem.code) from problem
        return name

    def clean_symbol(self) -> str:
        """Plain capitals."""
        symbol: str = self.cleaned_data["symbol"]
        try:
            rules.symbol_word(symbol)
        except CastorError as problem:
            raise ValidationError(gettext(problem.sentence), code=problem.code) from problem
        return symbol.strip().upper()
