"""The pages of signing up, signing in, and one's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts import dnkeys, queries, services, sessions
from apps.accounts.forms import LostKeyForm, SignInForm, SignUpForm
from apps.accounts.models import Account
from apps.accounts.types import Document
from apps.vocabulary.errors import CastorError, SignInNeeded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Opens a client's account: the browser derives a key and signs the application with it."""
    operators = queries.operators()
    if request.method != "POST":
        return render(request, "accounts/sign_up.html", {"form": SignUpForm(operators=operators)})
    form = SignUpForm(request.POST, operators=operators)
    if not form.is_valid():
        return render(request, "accounts/sign_up.html", {"form": form}, status=400)
    try:
        account = _opened(request, form)
    except CastorError as problem:
        shown = {"form": form, "problem": problem}
        return render(request, "accounts/sign_up.html", shown, status=problem.status)
    messages.success(request, _("Your account is open. Keep your recovery sheet in a safe place."))
    return _begun(request, account, str(account.address))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs a client in by a signature."""
    if request.method != "POST":
        return render(request, "accounts/sign_in.html", {"form": SignInForm(), "next": _next(request)})
    form = SignInForm(request.POST)
    shown = {"form": form, "next": _next(request)}
    if not form.is_valid():
        return render(request, "accounts/sign_in.html", shown, status=400)
    answer = form.cleaned_data
    try:
        sessions.take_challenge(request, answer["challenge"])
        account, signer = services.sign_in(
            challenge=answer["challenge"],
            signature=answer["signature"],
            credential=answer["credential"],
            known=lambda name: sessions.device_of(request, name),
        )
    except CastorError as problem:
        return render(request, "accounts/sign_in.html", {**shown, "problem": problem}, status=problem.status)
    return _begun(request, account, signer)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost_key(request: HttpRequest) -> HttpResponse:
    """Asks for a new key in place of a lost one: the browser derives it, operator and trustee decide."""
    if request.method != "POST":
        return render(request, "accounts/lost_key.html", {"form": LostKeyForm()})
    form = LostKeyForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/lost_key.html", {"form": form}, status=400)
    answer = form.cleaned_data
    try:
        sessions.take_challenge(request, answer["challenge"])
        services.ask_for_new_key(challenge=answer["challenge"], signature=answer["signature"])
    except CastorError as problem:
        shown = {"form": form, "problem": problem}
        return render(request, "accounts/lost_key.html", shown, status=problem.status)
    return render(request, "accounts/lost_key_asked.html", {"name": answer["name"]})


@never_cache
@require_safe
def dn_key(request: HttpRequest) -> HttpResponse:
    """What a name in the DNS says, whether the chain agrees, and how to publish one's own."""
    viewer = queries.viewer(request)
    if viewer.account is None:
        raise SignInNeeded
    name = request.GET.get("name", "").strip()
    shown: dict[str, object] = {"name": name, "records": queries.dn_key_records(viewer)}
    try:
        shown["found"] = dnkeys.check(name) if name else None
    except CastorError as problem:
        return render(request, "accounts/dn_key.html", {**shown, "problem": problem}, status=problem.status)
    return render(request, "accounts/dn_key.html", shown)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Ends every session of this account."""
    services.sign_out_everywhere(actor=queries.viewer(request))
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("accounts:sign-in")


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: key, sessions, what was accepted; for staff the second factor."""
    viewer = queries.viewer(request)
    if viewer.account is None:
        raise SignInNeeded
    shown = {
        "account": queries.account(viewer.account),
        "consents": queries.consents(viewer.account),
        "missing": [] if viewer.is_staff else _asked(viewer.account),
        "next": request.GET.get("next", ""),
    }
    return render(request, "accounts/account.html", shown)


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Accepts the documents that were ticked, in the version that the page showed, if it is still in force;
    then goes on to where the person was.
    """
    given = request.POST.getlist("documents")
    ticked = [document for document in Document if _mark(document) in given]
    services.accept_terms(actor=queries.viewer(request), documents=ticked)
    return redirect(_next(request, otherwise="accounts:account"))


def _asked(account: int) -> list[dict[str, str]]:
    return [
        {"document": each.value, "version": queries.version_in_force(each), "mark": _mark(each)}
        for each in queries.consents_missing(account)
    ]


def _mark(document: Document) -> str:
    return f"{document.value} {queries.version_in_force(document)}"


def _opened(request: HttpRequest, form: SignUpForm) -> Account:
    answer = form.cleaned_data
    sessions.take_challenge(request, answer["challenge"])
    return services.sign_up(
        challenge=answer["challenge"],
        signature=answer["signature"],
        consents=form.consents(),
    )


def _begun(request: HttpRequest, account: Account, signer: str) -> HttpResponse:
    sessions.begin_as_client(request, account, signer)
    services.speak(actor=queries.viewer_of(account), language=get_language() or "en")
    response = redirect(_next(request))
    sessions.mark_device(request, response, account)
    return response


def _next(request: HttpRequest, *, otherwise: str = settings.LOGIN_REDIRECT_URL) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else otherwise
