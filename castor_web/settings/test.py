"""Tests: the same parts, cheap password hashes, mail kept in memory, files from where they lie."""

from __future__ import annotations

from castor_web.stack import testing

testing.prepare()

from castor_web.settings.base import *
from castor_web.settings.base import DATABASES, env

CASTOR_DEMO = env.bool("CASTOR_DEMO", default=True)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
# A run's databases are dropped at its end, which an idle connection would not let happen.
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
