"""What goes wrong is told once, the same way: a problem document to programs, a page to people, never
a trace.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from rest_framework import exceptions as rest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.vocabulary.errors import CastorError, Malformed, NotAllowed, NotFound, SignInNeeded, Unavailable
from castor_web import urls as real
from castor_web.errors import PROBLEM_TYPE, body_of, broken, error_of

MEMBERS = {"type", "title", "status", "detail", "code", "arguments"}


class LimitExceeded(CastorError):
    code = "limit-exceeded"
    sentence = "Your limit leaves {left}; you pledged {pledged}."


FAULTS: dict[str, Exception] = {
    "limit": LimitExceeded(left="RM 10.00", pledged="RM 20.00"),
    "database": OperationalError("password of castor at 10.0.0.1 refused"),
    "bug": ZeroDivisionError("secret detail"),
    "invalid": rest.ValidationError({"amount": ["A whole number of sen."]}),
    "signed-out": SignInNeeded(),
}


def fault(request: HttpRequest, name: str) -> HttpResponse:
    raise FAULTS[name]


class FaultView(APIView):
    permission_classes = ()

    def get(self, request: Request, name: str) -> Response:
        raise FAULTS[name]

    def post(self, request: Request, name: str) -> Response:
        return Response(request.data)


urlpatterns = [
    path("fault/<str:name>", fault),
    path("api/v1/fault/<str:name>", FaultView.as_view()),
    *real.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    real.handler400,
    real.handler403,
    real.handler404,
    real.handler500,
)

faulty = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def problem_of(answer: Any) -> dict[str, Any]:
    assert answer["Content-Type"].startswith(PROBLEM_TYPE)
    body: dict[str, Any] = answer.json()
    assert set(body) >= MEMBERS
    assert body["status"] == answer.status_code
    return body


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (Http404(), 404, "not-found"),
        (PermissionDenied(), 403, "not-allowed"),
        (rest.NotAuthenticated(), 401, "sign-in-needed"),
        (rest.ParseError("bad"), 400, "malformed"),
        (rest.MethodNotAllowed("PUT"), 405, "wrong-method"),
        (rest.UnsupportedMediaType("text/xml"), 415, "wrong-media-type"),
        (rest.Throttled(), 429, "too-many-tries"),
        (OperationalError(), 503, "unavailable"),
        (KeyError("x"), 500, "unexpected"),
        (NotFound(), 404, "not-found"),
        (NotAllowed(), 403, "not-allowed"),
        (Unavailable(), 503, "unavailable"),
        (Malformed(), 400, "malformed"),
    ],
)
def test_every_fault_has_one_status_and_one_code(raised: Exception, status: int, code: str) -> None:
    error = error_of(raised)
    assert (error.status, error.code) == (status, code)
    assert set(body_of(error)) >= MEMBERS


@faulty
def test_the_api_answers_a_refusal_with_its_figures(visitor: Client) -> None:
    body = problem_of(visitor.get("/api/v1/fault/limit"))
    assert body["status"] == 409
    assert body["detail"] == "Your limit leaves RM 10.00; you pledged RM 20.00."
    assert body["arguments"] == {"left": "RM 10.00", "pledged": "RM 20.00"}


@faulty
def test_the_api_says_which_field_is_wrong(visitor: Client) -> None:
    body = problem_of(visitor.get("/api/v1/fault/invalid"))
    assert body["code"] == "malformed"
    assert body["arguments"]["fields"] == {"amount": ["A whole number of sen."]}


@faulty
@pytest.mark.parametrize("body", ["{", "[1", '{"a": NaN}', "\x00", '{"a": ' + "[" * 5000])
def test_the_api_refuses_what_is_no_json(visitor: Client, body: str) -> None:
    answer = visitor.post("/api/v1/fault/limit", body, content_type="application/json")
    assert problem_of(answer)["code"] == "malformed"


@faulty
def test_the_api_refuses_other_media_types(visitor: Client) -> None:
    answer = visitor.post("/api/v1/fault/limit", "<a/>", content_type="application/xml")
    assert problem_of(answer)["status"] == 415


@faulty
def test_the_api_refuses_a_body_that_is_too_large(visitor: Client) -> None:
    answer = visitor.post(
        "/api/v1/fault/limit", b'"' + b"a" * 3_000_000 + b'"', content_type="application/json"
    )
    assert problem_of(answer)["code"] == "too-large"


def test_the_api_answers_an_unknown_address_with_a_problem(visitor: Client) -> None:
    assert problem_of(visitor.get("/api/v1/nowhere"))["status"] == 404


@faulty
@pytest.mark.parametrize(("name", "status"), [("bug", 500), ("database", 503)])
@pytest.mark.parametrize("prefix", ["/fault/", "/api/v1/fault/"])
def test_a_fault_of_ours_shows_nothing_of_the_inside(
    visitor: Client, prefix: str, name: str, status: int
) -> None:
    answer = visitor.get(prefix + name)
    assert answer.status_code == status
    text = answer.content.decode()
    for word in ("Traceback", "ZeroDivisionError", "secret detail", "10.0.0.1", "OperationalError"):
        assert word not in text


@faulty
def test_a_page_answers_a_refusal_with_a_page(visitor: Client) -> None:
    answer = visitor.get("/fault/limit")
    assert answer.status_code == 409
    assert "Your limit leaves RM 10.00" in answer.content.decode()
    assert "<!doctype html>" in answer.content.decode()


@faulty
def test_htmx_is_answered_with_a_notice_only(visitor: Client) -> None:
    answer = visitor.get("/fault/limit", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "<!doctype" not in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


@faulty
def test_who_is_not_signed_in_is_sent_to_the_sign_in(visitor: Client) -> None:
    answer = visitor.get("/fault/signed-out")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/sign-in/?next=/fault/signed-out"


def test_a_form_without_its_token_changes_nothing() -> None:
    answer = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "castor_theme" not in answer.cookies
    assert "no longer valid" in answer.content.decode()


def test_an_argument_cannot_reach_into_an_object() -> None:
    body = body_of(Malformed("{x.__class__} {0} {x}", x="<b>"))
    assert body["detail"] == "{x.__class__} {0} <b>"


def test_the_page_for_a_broken_portal_needs_no_parts() -> None:
    assert broken(RequestFactory().get("/")).status_code == 500
