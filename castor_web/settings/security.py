"""Who may run what in the browser, how long a sign-in lasts, when a guesser must wait."""

from __future__ import annotations

from datetime import timedelta

from csp.constants import NONE, SELF

from castor_web.settings.environment import env
from castor_web.static_headers import add_headers

ALLOWED_HOSTS = env.list("CASTOR_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [
    origin for origin in [env.str("CASTOR_PUBLIC_ORIGIN", default="").rstrip("/")] if origin
]

# Nothing inline, nothing evaluated, nothing from another origin. Icons of the reader's own wallets are
# data: URLs.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
WHITENOISE_ADD_HEADERS_FUNCTION = add_headers

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "castor_web.errors.csrf_failure"

# -- sign-in --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "/accounts/sign-in/"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/"

# allauth serves staff only: password, then code or passkey. Nobody signs up here, and no address is mailed.
ACCOUNT_ADAPTER = "apps.accounts.adapters.StaffSignIn"
MFA_ADAPTER = "apps.accounts.adapters.SecondFactors"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # an account has a name, not an address of its own
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
# axes, in PostgreSQL, brakes guessers; allauth's own brake would forget with the cache.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = False
MFA_FORMS = {
    "authenticate": "apps.accounts.forms.SecondFactorForm",
    "reauthenticate": "apps.accounts.forms.SecondFactorAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Castor"
MFA_TOTP_TOLERANCE = 1

AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
# By name and place together: a guesser waits, and cannot keep the owner out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "castor_web.errors.locked_out"
AXES_DISABLE_ACCESS_LOG = True
# X-Forwarded-For is believed only where a deployment says how many proxies of its own stand before the
# portal.
AXES_IPWARE_PROXY_COUNT = env.int("CASTOR_PROXIES", default=0) or None
