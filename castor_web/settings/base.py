"""What every way of running shares. See `docs/architecture.md` for the parts."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from castor_web.settings.environment import ROOT, env, secret_in
from castor_web.settings.logs import *
from castor_web.settings.queue import *
from castor_web.settings.queue import REDIS_SERVER
from castor_web.settings.security import *

BASE_DIR = ROOT
DEBUG = False
SECRET_KEY = secret_in("CASTOR_SECRET_KEY_FILE")

# -- the market -----------------------------------------------------------------------------------------
CASTOR_DEMO = env.bool("CASTOR_DEMO", default=False)
CASTOR_RUN = Path(env.str("CASTOR_RUN", default=str(ROOT / ".run")))
CASTOR_CHAIN_URL = env.str("CASTOR_CHAIN_URL", default="http://127.0.0.1:8545")
CASTOR_CHAIN_ID = env.int("CASTOR_CHAIN_ID", default=31337)
# From how many blocks below the newest one a block is final, where the chain itself does not say it soon.
CASTOR_FINAL_DEPTH = env.int("CASTOR_FINAL_DEPTH", default=None)
CASTOR_PUBLIC_ORIGIN = env.str("CASTOR_PUBLIC_ORIGIN", default="http://localhost:8000").rstrip("/")
# docs/dn-keys.md: the domains of operators and trustees, by door; and a zone file in the DNS's place.
CASTOR_DNKEY_NAMES = env.dict("CASTOR_DNKEY_NAMES", default={})
CASTOR_DNKEY_ZONE = env.str("CASTOR_DNKEY_ZONE", default="")
CASTOR_REMOTE_SIGNER = env.str("CASTOR_REMOTE_SIGNER", default="")
CASTOR_KEYSTORE = env.str("CASTOR_KEYSTORE", default="")
CASTOR_KEYSTORE_PASSWORD_FILE = env.str("CASTOR_KEYSTORE_PASSWORD_FILE", default="")
# Records' keys lie apart where web processes read records and must not see the keys that sign.
CASTOR_RECORD_KEYS = env.str("CASTOR_RECORD_KEYS", default=CASTOR_KEYSTORE)
CASTOR_RECORD_KEYS_PASSWORD_FILE = env.str(
    "CASTOR_RECORD_KEYS_PASSWORD_FILE", default=CASTOR_KEYSTORE_PASSWORD_FILE
)
CASTOR_MARKET_SECRET_FILE = env.str("CASTOR_MARKET_SECRET_FILE", default="")
# The regulator's service for person tags has a key of its own, on the regulator's installation alone.
CASTOR_TAG_KEY_FILE = env.str("CASTOR_TAG_KEY_FILE", default="")
CASTOR_ORGANISATIONS = env.list("CASTOR_ORGANISATIONS", default=[])
CASTOR_READ_MODEL_URL = f"{REDIS_SERVER}/2"
CASTOR_MAINTENANCE = env.bool("CASTOR_MAINTENANCE", default=False)

# -- parts ----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "apps.accounts.adminsite.CastorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "apps.ledger",
    "apps.accounts",
    "apps.participants",
    "apps.rulebook",
    "apps.records",
    "apps.kyc",
    "apps.treasury",
    "apps.securities",
    "apps.campaigns",
    "apps.trading",
    "apps.notices",
    "apps.supervision",
    "apps.portal",
    "castor_web",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "castor_web.health.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "castor_web.onesight.OneSightMiddleware",
    "apps.accounts.middleware.ViewerMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "castor_web.errors.CastorErrorMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "castor_web.urls"
ASGI_APPLICATION = "castor_web.asgi.application"
WSGI_APPLICATION = "castor_web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["apps.portal.templatetags.castor"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "castor_web.shell.shell",
            ],
        },
    }
]

# -- stores ---------------------------------------------------------------------------------------------
# A thread that serves requests keeps its connection, and looks before each whether it still lives.
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://castor@127.0.0.1:5432/castor")}
DATABASES["default"] |= {
    "ENGINE": "castor_web.pooled",
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{REDIS_SERVER}/1",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# -- language and time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ms", _("Bahasa Melayu"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Kuala_Lumpur"

# -- files ----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.str("CASTOR_STATIC_ROOT", default=str(ROOT / "staticfiles"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads are records: encrypted by `apps.records` before they are kept; nothing is ever served from a media
# folder.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(CASTOR_RUN / "mail")
DEFAULT_FROM_EMAIL = env.str("CASTOR_MAIL_FROM", default="Castor <no-reply@castor.invalid>")

# -- API ------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["castor_web.apiparser.PlainJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "castor_web.apischema.Schema",
    "EXCEPTION_HANDLER": "castor_web.errors.problem",
    "COERCE_DECIMAL_TO_STRING": True,
    "STRICT_JSON": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Castor",
    "DESCRIPTION": "An equity crowdfunding market whose record is an Ethereum chain.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Choices stay where they are used: named apart, each change of one would rename another.
    "POSTPROCESSING_HOOKS": ["castor_web.apischema.add_problems"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
