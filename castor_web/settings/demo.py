"""Development and `make demo`: one machine, one market, mail in files."""

from __future__ import annotations

from castor_web.settings.base import *
from castor_web.settings.base import env

CASTOR_DEMO = env.bool("CASTOR_DEMO", default=True)
DEBUG = env.bool("CASTOR_DEBUG", default=False)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# `http://localhost` is a secure origin to the browser but not to the WebAuthn library.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Opening a key file is cheap here: what guards these keys is the machine they are on.
CASTOR_KEYSTORE_SCRYPT_N = 2**12
# Files are served as they are in the checkout: no collectstatic step between an edit and a look.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
