"""What can be decided about a case, by whom, and what each decision asks for."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.kyc import rules, services
from apps.kyc.forms import ReasonForm, ReturnForm
from apps.kyc.types import ENDED, ApplicationView, State
from apps.vocabulary.types import Role, Viewer

DECISIONS = {
    "approve": _("Approve"),
    "confirm": _("Confirm"),
    "send-back": _("Send back"),
    "reject": _("Reject"),
    "ask-erasure": _("Ask for erasure"),
    "erase": _("Erase"),
    "refuse-erasure": _("Do not erase"),
}
KEYS = {"approve": "a", "confirm": "c", "send-back": "b", "reject": "r"}
"""Access keys (with the browser's own modifier) of what is decided often."""

_DECIDE: dict[str, Callable[..., object]] = {
    "approve": services.approve,
    "confirm": services.confirm,
    "reject": services.reject,
    "ask-erasure": services.ask_erasure,
    "erase": services.erase,
    "refuse-erasure": services.refuse_erasure,
}


def open_decisions(viewer: Viewer, found: ApplicationView) -> list[str]:
    """What this viewer may decide about this case now; the services ask again."""
    if viewer.role is not Role.OPERATOR or found.heading.erased:
        return []
    decides = viewer.maker or viewer.checker
    kept, asked_by = found.heading.kept_until, found.heading.erasure_asked_by
    over = found.state in ENDED and kept is not None and kept <= timezone.now()
    second = over and viewer.checker and asked_by not in (None, viewer.account)
    allowed = {
        "approve": viewer.maker and found.state is State.SENT,
        "confirm": viewer.checker and found.state is State.APPROVED and found.maker != viewer.account,
        "send-back": decides and found.state in rules.MAY["send back"],
        "reject": decides and found.state in rules.MAY["reject"],
        "ask-erasure": over and viewer.maker and asked_by is None,
        "erase": second,
        "refuse-erasure": second,
    }
    return [name for name, may in allowed.items() if may]


def form_for(decision: str, found: ApplicationView, request: HttpRequest) -> ReasonForm | ReturnForm:
    """What a decision asks for, filled where it was posted: its reason, or what must be fixed."""
    data = request.POST if request.method == "POST" else None
    if decision == "send-back":
        return ReturnForm(tuple(view.step for view in found.steps), data)
    form = ReasonForm(data)
    form.fields["reason"].widget.attrs["autofocus"] = True
    return form


def decide(viewer: Viewer, id: uuid.UUID, decision: str, form: ReasonForm | ReturnForm) -> None:
    """Do what was decided. Raises whatever the service refuses."""
    if isinstance(form, ReturnForm):
        services.send_back(actor=viewer, application=id, notes=form.notes)
    else:
        _DECIDE[decision](actor=viewer, application=id, reason=form.cleaned_data["reason"])
