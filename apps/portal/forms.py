"""Forms of the portal's own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class DecisionForm(forms.Form):
    """A checker's decision on a proposal."""

    decision = forms.ChoiceField(choices=[("approve", "approve"), ("reject", "reject")])
    reason = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """A rejection without a reason is none."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "reject" and not cleaned.get("reason"):
            raise forms.ValidationError(_("Say why you reject it."))
        return cleaned
