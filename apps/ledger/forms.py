"""What every app's forms share: how people type addresses, amounts, moments and the short texts of acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from apps.vocabulary.errors import CastorError
from apps.vocabulary.words import LONGEST_TEXT, read_address, read_sen, text_word

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
WHEN = "%Y-%m-%dT%H:%M"


def short_text(text: str) -> str:
    """A text as it was typed, once the chain can keep it. Raises TextTooLong."""
    text_word(text)
    return text


class ReadField(forms.CharField):
    """A text that `read` understands: cleaned to what it says, None when empty. What it refuses (CastorError)
    is said beside the field.
    """

    def __init__(self, read: Callable[[str], Any], **options: Any) -> None:
        super().__init__(**options)
        self.read = read

    def clean(self, value: Any) -> Any:
        """What was read."""
        text = super().clean(value)
        try:
            return self.read(text) if text else None
        except CastorError as problem:
            raise ValidationError(gettext(problem.sentence), code=problem.code) from problem


class AddressField(ReadField):
    """An Ethereum address, in any case or in its checksum form; cleaned to the checksum form."""

    widget = forms.TextInput(attrs={"class": "hex", **PLAIN})

    def __init__(self, **options: Any) -> None:
        super().__init__(read_address, **options)


class RinggitField(ReadField):
    """An amount of ringgit; cleaned to a whole number of sen."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", **PLAIN})

    def __init__(self, **options: Any) -> None:
        super().__init__(read_sen, max_length=24, **options)


class ShortTextField(ReadField):
    """A text that the chain keeps in 31 bytes; cleaned to itself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(short_text, max_length=LONGEST_TEXT, **options)


class MomentField(forms.DateTimeField):
    """A Malaysian date and time; cleaned to seconds (the epoch's, as chain time is), None when empty."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN)

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=[WHEN, f"{WHEN}:%S"], **options)

    def clean(self, value: Any) -> Any:
        """In seconds."""
        found = super().clean(value)
        return None if found is None else int(found.timestamp())

    def prepare_value(self, value: Any) -> Any:
        """Seconds as the reader's own date and time."""
        return super().prepare_value(datetime.fromtimestamp(value, UTC) if isinstance(value, int) else value)


class Choosing(forms.Form):
    """A form whose choices are known only when it is shown."""

    def choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        """Sets what a field offers."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class ReasonOnRecordForm(forms.Form):
    """A reason that goes on the record."""

    reason = ShortTextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("On the record, for everybody: at most 31 letters, no name."),
    )
