"""The demo room. Its addresses exist in a demo only (castor_web/urls.py)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from castor_web.demo import room
from castor_web.demo.cast import DAY, PASSPHRASE, PASSWORD
from castor_web.demo.chain import DevelopmentChain, NoWarp

STEPS = {"day": DAY, "week": 7 * DAY}


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The cast, the codes and the clock."""
    _require_demo()
    shown = {
        "staff": room.staff(),
        "groups": room.clients(),
        "passphrase": PASSPHRASE,
        "password": PASSWORD,
        "deadline": room.next_deadline(),
    }
    return render(request, "demo/room.html", shown)


@never_cache
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """The staff again, with the codes of now."""
    _require_demo()
    return render(request, "demo/_staff.html", {"staff": room.staff()})


@require_POST
def advance(request: HttpRequest) -> HttpResponse:
    """Moves the market's clock by a day, a week, or to what it waits for next."""
    _require_demo()
    chain, step = DevelopmentChain(settings.CASTOR_CHAIN_URL), STEPS.get(request.POST.get("by", ""))
    deadline = room.next_deadline()
    try:
        chain.warp(chain.now() + step if step else deadline.at if deadline else 0)
    except NoWarp as problem:
        messages.error(request, str(problem))
    except RequestException:
        messages.error(request, _("The chain does not answer at the moment."))
    else:
        messages.success(request, _("The market’s clock was moved. What was due follows in a few seconds."))
    return redirect("demo:room")


def _require_demo() -> None:
    if not settings.CASTOR_DEMO:
        raise Http404
