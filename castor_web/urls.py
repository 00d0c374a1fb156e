"""Every address of the portal. An app that is not there yet has none."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.i18n import JavaScriptCatalog
from drf_spectacular.views import SpectacularAPIView

from castor_web import health
from castor_web.apidocs import ApiDocs
from castor_web.converters import AddressConverter, HashConverter

register_converter(AddressConverter, "address")
register_converter(HashConverter, "hash")

PAGES = {
    "accounts": "accounts",
    "kyc": "kyc",
    "records": "records",
    "participants": "participants",
    "rulebook": "rulebook",
    "treasury": "treasury",
    "securities": "securities",
    "campaigns": "campaigns",
    "market": "trading",
    "notices": "notices",
    "supervision": "supervision",
}
# All below one address, and looked through in this order: the busiest come first.
API_OF = ["portal", "campaigns", "trading", *sorted(set(PAGES.values()) - {"campaigns", "trading"})]


def _served(prefix: str, module: str) -> list[URLPattern | URLResolver]:
    return [path(prefix, include(module))] if _exists(module) else []


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    *[pattern for app in API_OF for pattern in _served("api/v1/", f"apps.{app}.api.urls")],
    path("i18n/", include("django.conf.urls.i18n")),
    path("i18n/catalogue.js", JavaScriptCatalog.as_view(), name="javascript-catalog"),
    path("admin/", admin.site.urls),
    path("staff/", include("allauth.urls")),
    *[pattern for prefix, app in PAGES.items() for pattern in _served(f"{prefix}/", f"apps.{app}.urls")],
    *([path("demo/", include("castor_web.demo.urls"))] if settings.CASTOR_DEMO else []),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", ApiDocs.as_view(), name="api-docs"),
    path("", include("apps.portal.urls")),
]

handler400 = "castor_web.errors.unreadable"
handler403 = "castor_web.errors.not_allowed"
handler404 = "castor_web.errors.not_found"
handler500 = "castor_web.errors.broken"
