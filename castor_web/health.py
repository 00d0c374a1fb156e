"""Whether this process lives, whether its parts answer, and the page shown while they are being worked on."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView
from prometheus_client import CollectorRegistry, generate_latest

from apps.ledger import queries as ledger
from apps.ledger.metrics import Delivery
from apps.vocabulary.errors import Unavailable
from castor_web.celery import app as celery_app
from castor_web.errors import body_of, is_api

_DELIVERY = CollectorRegistry()
_DELIVERY.register(Delivery())
OPEN_DURING_MAINTENANCE = ("/healthz", "/readyz", "/metrics", "/static/", "/i18n/")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker, cache, chain and indexer, each with its time in milliseconds; 503 if one does
    not answer.
    """
    checks = {
        "database": _timed(_database),
        "broker": _timed(_broker),
        "cache": _timed(_cache),
        "ledger": _timed(_ledger),
    }
    ready = all(check["ok"] for check in checks.values())
    return JsonResponse(
        {"status": "ready" if ready else "not ready", "checks": checks}, status=200 if ready else 503
    )


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus's figures, for a collector on this machine alone; for anybody else, nothing is here."""
    direct = "HTTP_X_FORWARDED_FOR" not in request.META and "HTTP_FORWARDED" not in request.META
    if not direct or not ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0").is_loopback:  # noqa: S104 - no bind
        raise Http404
    answer: HttpResponse = ExportToDjangoView(request)
    answer.write(generate_latest(_DELIVERY))
    return answer


def _timed(check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    started = monotonic()
    try:
        found = {"ok": True, **check()}
    except Exception as fault:  # noqa: BLE001 - whatever a part raises when it is away, the answer is "not ready"
        found = {"ok": False, "fault": type(fault).__name__}
    return {**found, "ms": round((monotonic() - started) * 1000)}


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {}


def _broker() -> dict[str, Any]:
    with celery_app.connection_for_write() as broker:
        channel: Any = broker.default_channel  # the Redis transport's, which has a client
        channel.client.ping()
    return {}


def _cache() -> dict[str, Any]:
    cache.get("ready")
    return {}


def _ledger() -> dict[str, Any]:
    return dict(ledger.health())


class MaintenanceMiddleware:
    """Answers 503 with a page while `CASTOR_MAINTENANCE` is set or the file `maintenance` lies in the
    run folder.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or on with the request."""
        if not self._closed() or request.path_info.startswith(OPEN_DURING_MAINTENANCE):
            return self.get_response(request)
        if is_api(request):
            response: HttpResponse = JsonResponse(
                body_of(Unavailable()), status=503, content_type="application/problem+json"
            )
        else:
            response = HttpResponse(render_to_string("maintenance.html"), status=503)
        response["Retry-After"] = "300"
        return response

    def _closed(self) -> bool:
        return bool(settings.CASTOR_MAINTENANCE) or (settings.CASTOR_RUN / "maintenance").exists()
