"""What is asked for a disclosure, and to check one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.records.disclosure import LARGEST


class DiscloseForm(forms.Form):
    """The fields of a record that its owner shows to somebody."""

    shown = forms.MultipleChoiceField(
        label=_("What you show"), widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, names: Sequence[tuple[str, str]], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        choice = self.fields["shown"]
        if isinstance(choice, forms.MultipleChoiceField):
            choice.choices = names


class VerifyForm(forms.Form):
    """A disclosure's file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The JSON file that you were given. It is checked, and not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json"}),
    )

    def clean_file(self) -> Any:
        """Refuses what is larger than any disclosure."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large to be a disclosure."))
        return file
