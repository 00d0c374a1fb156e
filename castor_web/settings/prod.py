"""Production: HTTPS only, secrets from files only, mail by a server."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from castor_web.settings.base import *
from castor_web.settings.base import CASTOR_DEMO, env

for _name in (
    "CASTOR_SECRET_KEY_FILE",
    "CASTOR_MARKET_SECRET_FILE",
    "DATABASE_URL",
    "REDIS_URL",
    "CASTOR_HOSTS",
):
    if not env.str(_name, default=""):
        raise ImproperlyConfigured(f"{_name} is not set; production has no default for it")
if CASTOR_DEMO:
    raise ImproperlyConfigured("CASTOR_DEMO is set; the demo room has no place in production")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.int("CASTOR_PROXIES", default=0) else None
)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

if env.str("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
