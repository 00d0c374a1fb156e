"""The only place where something that went wrong becomes an HTTP answer.

A page answers with a page, an htmx request with a notice, an API request with `application/problem+json`
(RFC 9457).
Nothing here shows a stack trace; what is not a `CastorError` is logged and answered with one plain sentence.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from rest_framework import exceptions as rest
from rest_framework.response import Response

from apps.accounts.errors import ConsentNeeded, SessionEnded, StepUpNeeded
from apps.portal.templatetags.castor import sentence
from apps.vocabulary.errors import CastorError, Malformed, NotAllowed, NotFound, SignInNeeded, Unavailable

log = structlog.get_logger(__name__)

PROBLEM_TYPE = "application/problem+json"


class Unexpected(CastorError):
    """A fault of ours: logged, and answered without a detail."""

    code = "unexpected"
    status = 500
    sentence = gettext_noop("Something went wrong on our side. Nothing was changed; we have been told.")


class WrongMethod(CastorError):
    """The address exists, but not for this method."""

    code = "wrong-method"
    status = 405
    sentence = gettext_noop("This address does not answer that method.")


class TooLarge(CastorError):
    """The request is larger than the portal reads."""

    code = "too-large"
    status = 413
    sentence = gettext_noop("This request is too large.")


class WrongMediaType(CastorError):
    """The body's media type is not one that this address reads."""

    code = "wrong-media-type"
    status = 415
    sentence = gettext_noop("This address reads application/json.")


class TooManyTries(CastorError):
    """Somebody guesses, or asks too often."""

    code = "too-many-tries"
    status = 429
    sentence = gettext_noop("Too many tries. Please wait 15 minutes and try again.")


class FormExpired(CastorError):
    """The form's token is missing or belongs to another sign-in."""

    code = "form-expired"
    status = 403
    sentence = gettext_noop(
        "This form is no longer valid. Please go back, reload the page and send it again."
    )


TITLES = {
    400: gettext_noop("The request cannot be read"),
    401: gettext_noop("Please sign in"),
    403: gettext_noop("Not allowed"),
    404: gettext_noop("Nothing here"),
    405: gettext_noop("Wrong method"),
    409: gettext_noop("This cannot be done"),
    413: gettext_noop("Too large"),
    415: gettext_noop("Wrong media type"),
    429: gettext_noop("Please wait"),
    500: gettext_noop("Something went wrong"),
    503: gettext_noop("Not available at the moment"),
}


def title_of(error: CastorError) -> str:
    """The translated heading for an error's status."""
    return gettext(TITLES.get(error.status, TITLES[409]))


def body_of(error: CastorError) -> dict[str, Any]:
    """The problem document: type, title, status, detail, code, arguments."""
    return {
        "type": f"urn:castor:problem:{error.code}",
        "title": title_of(error),
        "status": error.status,
        "detail": sentence(error),
        "code": error.code,
        "arguments": {name: _plain(value) for name, value in error.arguments.items()},
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in value]
    return str(value)


OURS: tuple[tuple[tuple[type[BaseException], ...], type[CastorError]], ...] = (
    ((Http404, rest.NotFound), NotFound),
    ((rest.NotAuthenticated, rest.AuthenticationFailed), SignInNeeded),
    ((PermissionDenied, rest.PermissionDenied), NotAllowed),
    ((rest.ParseError, MultiPartParserError, BadRequest), Malformed),
    ((rest.MethodNotAllowed,), WrongMethod),
    ((rest.UnsupportedMediaType, rest.NotAcceptable), WrongMediaType),
    ((rest.Throttled,), TooManyTries),
    ((RequestDataTooBig, TooManyFieldsSent), TooLarge),
    ((OperationalError, InterfaceError), Unavailable),
)


def error_of(exception: BaseException | None) -> CastorError:
    """Our own error for whatever was raised, ours, Django's or the API framework's."""
    if isinstance(exception, CastorError):
        return exception
    if isinstance(exception, rest.ValidationError):
        return Malformed(fields=exception.detail)
    return next((ours() for theirs, ours in OURS if isinstance(exception, theirs)), Unexpected())


# -- answers --------------------------------------------------------------------------------------------


def problem(exception: Exception, context: Mapping[str, Any]) -> Response | None:
    """The API framework's exception handler. An unknown exception is left to Django, which logs it and
    asks `broken`.
    """
    error = error_of(exception)
    if isinstance(error, Unexpected):
        return None
    headers = {"WWW-Authenticate": "Session"} if error.status == 401 else None
    return Response(body_of(error), status=error.status, headers=headers, content_type=PROBLEM_TYPE)


def answer(request: HttpRequest, error: CastorError) -> HttpResponse:
    """The answer to `request` for `error`: problem document, htmx notice, way to the sign-in, or page."""
    if is_api(request):
        return JsonResponse(body_of(error), status=error.status, content_type=PROBLEM_TYPE)
    shown = {"title": title_of(error), "sentence": sentence(error), "error": error}
    if getattr(request, "htmx", False):
        return render(request, "_problem.html", shown, status=error.status)
    if isinstance(error, SessionEnded):
        messages.warning(request, sentence(error))
    if error.status == 401:
        return redirect_to_login(request.get_full_path())
    if isinstance(error, StepUpNeeded):
        messages.info(request, sentence(error))
        return redirect_to_login(request.get_full_path(), login_url=reverse("mfa_reauthenticate"))
    if isinstance(error, ConsentNeeded):
        messages.info(request, sentence(error))
        return redirect_to_login(request.get_full_path(), login_url=reverse("accounts:account"))
    template = {403: "403.html", 404: "404.html"}.get(error.status, "problem.html")
    return render(request, template, shown, status=error.status)


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks: its answers are documents, never pages."""
    return request.path_info.startswith("/api/")


class CastorErrorMiddleware:
    """Turns an error that a view lets through into its answer. Views that keep what was typed catch it
    themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on, unless its session ended just now: then it is told so, once."""
        ended: CastorError | None = getattr(request, "ended", None)
        return self.get_response(request) if ended is None else answer(request, ended)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers what we know by name; the rest goes to Django's handlers below."""
        error = error_of(exception)
        if isinstance(error, (Unexpected, NotFound)) and not isinstance(exception, CastorError):
            return None
        if error.status >= 500:
            log.warning("unavailable", path=request.path_info, cause=type(exception).__name__)
        return answer(request, error)


# -- Django's handlers ----------------------------------------------------------------------------------


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    error = error_of(exception)
    return answer(request, error if isinstance(error, TooLarge) else Malformed())


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    return answer(request, NotAllowed())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return answer(request, NotFound())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW."""
    return answer(request, FormExpired())


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE."""
    response = answer(request, TooManyTries())
    response["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """handler500: touches neither database nor Redis, for they may be what is broken."""
    error = error_of(sys.exc_info()[1])
    if error.status < 500:
        error = Unexpected()
    if is_api(request):
        return JsonResponse(body_of(error), status=error.status, content_type=PROBLEM_TYPE)
    shown = {"title": title_of(error), "sentence": sentence(error)}
    return HttpResponse(render_to_string("500.html", shown), status=error.status)
