"""The rules in force, for everybody; and the regulator's way to change one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.participants import queries as participants
from apps.rulebook import queries, rules, services
from apps.rulebook.forms import FigureForm
from apps.rulebook.types import Figure, Rule, Sessions, Unit
from apps.vocabulary.errors import CastorError, NotAllowed
from apps.vocabulary.types import Address, InvestorClass, Role
from apps.vocabulary.viewers import signed_in, viewer_of


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every rule with its figure, where it is from, and what held before."""
    viewer = viewer_of(request)
    rows = [
        {
            "id": rules.shown_id(each.rule.id),
            "text": _text(each.rule),
            "source": each.rule.source,
            "class": _class(each.figure),
            "value": words(each.figure, each.rule.unit),
            "since": each.figure.effective_from,
            "history": [(words(past, each.rule.unit), past.effective_from) for past in each.history],
            "announced": words(each.announced, each.rule.unit) if each.announced else "",
            "announced_from": each.announced.effective_from if each.announced else 0,
        }
        for each in queries.figures()
    ]
    may_set = viewer.role is Role.REGULATOR and viewer.maker
    missing = len(services.figures_to_sign()) if may_set else 0
    fixed = [(gettext(each.text), _span(each.seconds), each.source) for each in rules.FIXED]
    shown = {"rows": rows, "fixed": fixed, "may_set": may_set, "missing": missing}
    return render(request, "rulebook/figures.html", shown)


@require_POST
def defaults(request: HttpRequest) -> HttpResponse:
    """The regulator proposes the default figures that are missing."""
    proposed = services.propose_defaults(actor=signed_in(request))
    count = len(proposed)
    text = ngettext("%(n)d figure waits for approval.", "%(n)d figures wait for approval.", count)
    messages.success(request, text % {"n": count})
    return redirect("portal:approvals")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The regulator proposes a figure."""
    viewer = signed_in(request)
    if viewer.role is not Role.REGULATOR:
        raise NotAllowed
    if request.method != "POST":
        return render(request, "rulebook/propose.html", {"form": FigureForm(operators=_operators())})
    form, problem = FigureForm(request.POST, operators=_operators()), None
    if form.is_valid():
        try:
            act = services.set_rule(
                actor=viewer,
                rule=form.cleaned_data["rule"],
                investor_class=form.cleaned_data["investor_class"],
                value=form.cleaned_data["value"],
                effective_from=form.cleaned_data["effective_from"],
            )
            return redirect("portal:act", act.id)
        except CastorError as refusal:
            problem = refusal
    shown = {"form": form, "problem": problem}
    return render(request, "rulebook/propose.html", shown, status=problem.status if problem else 400)


def _operators() -> list[tuple[Address, str]]:
    return [(each.door, each.name) for each in participants.organisations(Role.OPERATOR)]


def words(figure: Figure, unit: Unit) -> str:
    """A figure as people read it."""
    value = figure.value
    match unit:
        case Unit.SEN:
            return f"RM\u00a0{value // 100:,}.{value % 100:02}"
        case Unit.BUSINESS_DAYS:
            return ngettext("%(n)d business day", "%(n)d business days", value) % {"n": value}
        case Unit.SECONDS:
            return _span(value)
        case Unit.FLAG:
            return gettext("yes") if value else gettext("no")
        case Unit.DOCUMENTS:
            wanted = [
                gettext(label) for bit, label in enumerate(queries.slots().values()) if value >> bit & 1
            ]
            return " · ".join(wanted) or gettext("none")
        case Unit.PARTS_PER_MILLION:
            return _percent(value)
        case Unit.PURCHASES:
            return gettext(rules.PURCHASES[min(value, 2)])
        case Unit.SLABS:
            return " · ".join(_slab(slab.up_to, slab.rate) for slab in rules.unpacked_slabs(value))
        case Unit.SESSIONS:
            return _sessions(rules.unpacked_sessions(value))
        case _:
            return f"{value:,}"


def _text(rule: Rule) -> str:
    """What a rule is about; of an operator's permission, whose."""
    operator = rules.permitted(rule.id)
    if operator is None:
        return gettext(rule.text)
    return gettext("Secondary trading is open to %(name)s") % {"name": participants.name_of(operator)}


def _span(seconds: int) -> str:
    if seconds % rules.DAY == 0:
        days = seconds // rules.DAY
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return gettext("%(n)s seconds") % {"n": f"{seconds:,}"}


def _percent(rate: int) -> str:
    """Parts per million as a percentage."""
    return f"{rate / 10_000:g}\u00a0%"


def _sessions(found: Sessions) -> str:
    days = WEEKDAYS_ABBR
    entry = " – ".join(f"{days[at // 1440 % 7]} {at // 60 % 24:02d}:{at % 60:02d}" for at in found.entry)
    first, last = found.hours
    matched = gettext("matched %(days)s %(first)s–%(last)s") % {
        "days": ", ".join(str(days[day]) for day in sorted(found.days)),
        "first": f"{first // 60:02d}:{first % 60:02d}",
        "last": f"{last // 60:02d}:{last % 60:02d}",
    }
    always = found.entry == (0, 7 * 1440) and found.hours == (0, 1440) and len(found.days) == 7
    parts = [gettext("orders %(entry)s") % {"entry": entry}, matched]
    if always:
        parts = [gettext("open at all hours")]
    if found.band:
        parts.append(gettext("±%(percent)s of the last price") % {"percent": _percent(found.band)})
    if found.business_days:
        parts.append(gettext("business days only"))
    return " · ".join(parts)


def _slab(up_to: int | None, rate: int) -> str:
    if up_to is None:
        return gettext("%(rate)s above") % {"rate": _percent(rate)}
    return gettext("%(rate)s up to %(amount)s") % {
        "rate": _percent(rate),
        "amount": f"RM\u00a0{up_to // 100:,}",
    }


def _class(figure: Figure) -> str:
    return {
        InvestorClass.NONE: gettext("For all"),
        InvestorClass.RETAIL: gettext("Retail"),
        InvestorClass.ANGEL: gettext("Angel"),
        InvestorClass.SOPHISTICATED: gettext("Sophisticated"),
    }[figure.investor_class]
