"""The forms of an application's steps. What an answer must look like is in `rules`; a form only asks and
shows.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.kyc import rules, services
from apps.kyc.errors import StepInvalid
from apps.kyc.types import CHOICES, LABELS, Step, Verdict
from apps.records.types import Content, Fields
from apps.vocabulary.types import Viewer

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy

YES_NO = (("yes", _("Yes")), ("no", _("No")))
_SPARE_ROWS = 2


class DirectorsWidget(forms.Widget):
    """A row of boxes for each person, and rows to spare; empty rows are left out."""

    template_name = "kyc/_directors.html"
    columns: tuple[str, ...] = ("name", "identity_number")
    most = rules.MOST_DIRECTORS
    spare = 2

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        # By the portal's own templates: the renderer of forms looks in apps' folders only.
        return SafeString(render_to_string(template_name, context))

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        """The rows, numbered from 1."""
        context = super().get_context(name, value, dict(attrs or {}))
        known = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        spare: list[dict[str, str]] = [{} for _row in range(self.spare)]
        context["rows"] = list(enumerate([*known, *spare][: self.most], start=1))
        context["shares"] = "share" in self.columns
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any] | Any, name: str
    ) -> list[dict[str, str]]:
        """The rows that say something."""
        rows = []
        for place in range(1, self.most + 1):
            row = {each: str(data.get(f"{name}-{place}-{each}", "")).strip() for each in self.columns}
            if any(row.values()):
                rows.append(row)
        return rows


class DirectorsField(forms.Field):
    """The directors of a company, each with a name and an identity number."""

    widget = DirectorsWidget


class OwnersWidget(DirectorsWidget):
    """A row of three boxes for each beneficial owner."""

    columns = ("name", "identity_number", "share")
    most = rules.MOST_OWNERS
    spare = 1


class OwnersField(forms.Field):
    """Who owns a quarter of a company or more, each with a name, an identity number and a share."""

    widget = OwnersWidget


def _line(**attrs: str) -> Callable[[], forms.Field]:
    return lambda: forms.CharField(max_length=120, widget=forms.TextInput(attrs=attrs))


def _lines(rows: int, most: int, hint: str | Lazy = "", **attrs: str) -> Callable[[], forms.Field]:
    widget = forms.Textarea(attrs={"rows": rows, **attrs})
    return lambda: forms.CharField(max_length=most, widget=widget, help_text=hint)


def _radio(choices: tuple[tuple[str, Any], ...], hint: str | Lazy = "") -> Callable[[], forms.Field]:
    return lambda: forms.ChoiceField(choices=choices, widget=forms.RadioSelect, help_text=hint)


_FIELDS: Mapping[str, Callable[[], forms.Field]] = {
    "name": lambda: forms.CharField(
        max_length=120,
        help_text=_("As on your identity document."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    ),
    "identity_type": _radio(tuple(CHOICES["identity_type"].items())),
    "identity_number": lambda: forms.CharField(
        max_length=20, help_text=_("MyKad: 12 figures, such as 900101-14-5671.")
    ),
    "born": lambda: forms.DateField(
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d")
    ),
    "nationality": lambda: forms.CharField(
        max_length=3, initial="MYS", help_text=_("The three-letter code of your country, such as MYS.")
    ),
    "address": _lines(3, 400, autocomplete="street-address"),
    "phone": lambda: forms.CharField(
        max_length=24, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    ),
    "email": lambda: forms.CharField(
        max_length=160, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    ),
    "investor_class": _radio(tuple(CHOICES["investor_class"].items())),
    "class_basis": _lines(
        3, 400, _("For angel and sophisticated investors: income, assets or qualification.")
    ),
    "source_of_funds": lambda: forms.ChoiceField(
        choices=[("", _("Please choose")), *CHOICES["source_of_funds"].items()]
    ),
    "pep": _radio(YES_NO, _("Do you, or does someone close to you, hold a prominent public office?")),
    "truthful": lambda: forms.BooleanField(),
    "company_name": _line(autocomplete="organization"),
    "registration_number": lambda: forms.CharField(
        max_length=20, help_text=_("12 figures, such as 202001000012.")
    ),
    "business": _lines(4, 1_000),
    "directors": lambda: DirectorsField(help_text=_("Name and identity number of each. Save for more rows.")),
    "owners": lambda: OwnersField(
        help_text=_("Whoever owns, or controls, a quarter of the company or more, also through others.")
    ),
    "owners_none": lambda: forms.BooleanField(),
    "contact_name": _line(autocomplete="name"),
}


class StepForm(forms.Form):
    """One step's questions, filled with what was saved. After `is_valid`, `answers` is what a service
    takes.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, step: Step, content: Content, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_initial(step, content.fields) | {"seen": content.heading.version})
        self.step = step
        self.answers: dict[str, object] = {}
        for name in step.fields:
            field = _FIELDS[name]()
            field.label = str(LABELS[name]) if name != "truthful" else _TRUTHFUL
            field.required = name not in step.optional
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """The rules' own sentence for each answer that cannot be taken."""
        given = super().clean() or self.cleaned_data
        self.answers = {name: given.get(name) for name in self.step.fields}
        try:
            rules.cleaned(self.step, self.answers, today=timezone.localdate())
        except StepInvalid as error:
            for name, sentence in error.errors.items():
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, sentence)
        return given


_TRUTHFUL = _("Everything in this application is true, and I will say so when it changes.")


def _initial(step: Step, fields: Fields) -> dict[str, Any]:
    known: dict[str, Any] = {name: fields[name] for name in step.fields if fields.get(name) is not None}
    if isinstance(known.get("pep"), bool):
        known["pep"] = "yes" if known["pep"] else "no"
    if isinstance(known.get("born"), str):
        known["born"] = dt.date.fromisoformat(known["born"])
    return known


class DocumentForm(forms.Form):
    """One document for one slot."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF, JPEG or PNG of at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class ReasonForm(forms.Form):
    """Why something is decided, or read in full."""

    reason = forms.CharField(
        label=_("Reason"), min_length=5, max_length=250, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReturnForm(forms.Form):
    """A note for each part that the client must fix; at least one."""

    def __init__(self, steps: tuple[Step, ...], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for part in (part for step in steps for part in step.parts):
            self.fields[part] = forms.CharField(
                label=str(LABELS[part]), required=False, min_length=5, max_length=500
            )

    def clean(self) -> dict[str, Any]:
        """The notes that were written."""
        given = super().clean() or self.cleaned_data
        if not self.errors and not self.notes:
            self.add_error(None, _("Please say for at least one part what must be fixed."))
        return given

    @property
    def notes(self) -> dict[str, str]:
        """Part → what to fix."""
        return {part: note for part, note in self.cleaned_data.items() if note}


class ListForm(forms.Form):
    """A publisher's file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "The UN consolidated list (XML), MOHA's tables (CSV) or a list of exposed persons (CSV). 64 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.csv"}),
    )


class HitForm(forms.Form):
    """What is decided about a hit: by the first person who it is, by the second whether they agree."""

    verdict = forms.ChoiceField(label=_("Your decision"), choices=(), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why"),
        min_length=5,
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 26}),
    )

    FIRST = ((Verdict.FALSE.value, _("Somebody else")), (Verdict.TRUE.value, _("The listed person")))
    SECOND = (("agree", _("I agree")), ("reopen", _("I do not agree: to be decided anew")))

    def __init__(self, data: Mapping[str, Any] | None = None, *, second: bool = False) -> None:
        super().__init__(data)
        choice = self.fields["verdict"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = self.SECOND if second else self.FIRST

    def carry_out(self, viewer: Viewer, case: uuid.UUID, hit: str) -> None:
        """Do what was chosen. Raises whatever the service refuses."""
        chosen, why = self.cleaned_data["verdict"], self.cleaned_data["why"]
        if chosen == "agree":
            services.confirm_hit(actor=viewer, application=case, hit=hit, why=why)
        elif chosen == "reopen":
            services.reopen_hit(actor=viewer, application=case, hit=hit, why=why)
        else:
            services.decide_hit(actor=viewer, application=case, hit=hit, verdict=Verdict(chosen), why=why)
