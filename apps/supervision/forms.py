"""The board's filters, which live in its address."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext, gettext_lazy

from apps.ledger.forms import AddressField, Choosing, MomentField
from apps.participants import queries as participants
from apps.supervision import queries
from apps.supervision.rules import RULES
from apps.supervision.types import AlertState
from apps.supervision.types.reported import ReportKind
from apps.vocabulary.errors import Malformed
from apps.vocabulary.types import Role


class BoardForm(Choosing):
    """Which sentence, from when to when (Malaysian time), at which participant."""

    key = forms.ChoiceField(label=gettext_lazy("Event"), required=False)
    since = MomentField(label=gettext_lazy("From"), required=False)
    until = MomentField(label=gettext_lazy("Until"), required=False)
    door = AddressField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        happened = [(each, _spaced(each)) for each in queries.happened()]
        self.choose("key", [("", gettext_lazy("All")), *happened])

    def asked(self) -> dict[str, Any]:
        """What `queries.board` takes: door, key, since and until. Raises Malformed."""
        if not self.is_valid():
            raise Malformed
        return {**self.cleaned_data, "key": self.cleaned_data["key"] or None}


class AlertsForm(Choosing):
    """Which alerts: those that are open by default; those of one rule."""

    STATES = (
        (AlertState.OPEN.value, gettext_lazy("Open")),
        (AlertState.MARKED.value, gettext_lazy("Looked at")),
        ("all", gettext_lazy("All")),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=STATES, required=False)
    rule = forms.ChoiceField(label=gettext_lazy("Rule"), required=False)
    after = forms.IntegerField(min_value=0, max_value=1_000_000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(
            "rule", [("", gettext("All")), *((key, gettext(each.name)) for key, each in RULES.items())]
        )

    def asked(self) -> dict[str, Any]:
        """What `queries.alerts` takes: state, rule, start. Raises Malformed."""
        if not self.is_valid():
            raise Malformed
        state = self.cleaned_data["state"] or AlertState.OPEN.value
        return {
            "state": None if state == "all" else AlertState(state),
            "rule": self.cleaned_data["rule"],
            "start": self.cleaned_data["after"] or 0,
        }


class NoteForm(forms.Form):
    """What was found about an alert, and the version that was looked at."""

    note = forms.CharField(
        label=gettext_lazy("What did you find?"),
        min_length=5,
        max_length=500,
        help_text=gettext_lazy("For your colleagues. The alert opens again when it happens again."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReportForm(Choosing):
    """As of which block (by default the last that was read), over which days (Malaysia's, both included), and
    for returns of whom.
    """

    block = forms.IntegerField(label=gettext_lazy("As of block"), min_value=0, required=False)
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    of = forms.ChoiceField(label=gettext_lazy("Returns of"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (each.door, each.name)
            for role in (Role.TRUSTEE, Role.OPERATOR)
            for each in participants.organisations(role)
        ]
        self.choose("of", [("", gettext("All")), *named])

    def clean_until(self) -> dt.date | None:
        """No day before the first one."""
        first, last = self.cleaned_data.get("since"), self.cleaned_data["until"]
        if first and last and last < first:
            raise forms.ValidationError(gettext("This is before the first day."))
        return cast("dt.date | None", last)

    def asked(self) -> dict[str, Any]:
        """What `services.ask_report` takes: block, since and until as days, None for what was left out, and
        `of`. Raises Malformed.
        """
        if not self.is_valid():
            raise Malformed
        return dict(self.cleaned_data)


class AskForm(ReportForm):
    """The same, and which report."""

    kind = forms.ChoiceField(choices=[(each.value, each.value) for each in ReportKind])

    def asked(self) -> dict[str, Any]:
        """What `services.ask_report` takes. Raises Malformed."""
        found = super().asked()
        return found | {"kind": ReportKind(found["kind"])}


class PageForm(forms.Form):
    """Where a list goes on."""

    after = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)

    def asked(self) -> int:
        """How many come before. Raises Malformed."""
        if not self.is_valid():
            raise Malformed
        return self.cleaned_data["after"] or 0


class TrailForm(forms.Form):
    """From which block to which."""

    first = forms.IntegerField(label=gettext_lazy("From block"), min_value=0, required=False)
    last = forms.IntegerField(label=gettext_lazy("To block"), min_value=0, required=False)

    def asked(self) -> dict[str, Any]:
        """What `services.walk_trail` takes. Raises Malformed."""
        if not self.is_valid():
            raise Malformed
        return dict(self.cleaned_data)


class SearchForm(forms.Form):
    """What somebody looks for. It may be a person's name, and comes by POST: it is in no address."""

    text = forms.CharField(label=gettext_lazy("What you look for"), max_length=100, required=False)


class RemedyForm(forms.Form):
    """Why something is done about a transaction; to cancel one, its nonce is typed as well."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("For your colleagues; it is kept with the transaction."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confirm = forms.CharField(label=gettext_lazy("Confirmation"), max_length=20)

    def __init__(self, *arguments: Any, confirmation: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.confirmation = confirmation
        if confirmation:
            self.fields["confirm"].help_text = gettext("Type %(word)s.") % {"word": confirmation}
        else:
            del self.fields["confirm"]

    def clean_confirm(self) -> str:
        """What was typed is what was asked for."""
        typed: str = self.cleaned_data["confirm"]
        if typed.strip() != self.confirmation:
            raise forms.ValidationError(gettext("Type %(word)s.") % {"word": self.confirmation})
        return typed


class DecisionForm(forms.Form):
    """A second person's decision."""

    decision = forms.ChoiceField(choices=[("approve", "approve"), ("reject", "reject")])


def _spaced(word: str) -> str:
    return "".join(f" {each.lower()}" if each.isupper() else each for each in word).strip().capitalize()
