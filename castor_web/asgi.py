"""The web server's entry: `gunicorn -k asgi castor_web.asgi`."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "castor_web.settings.demo")

application = get_asgi_application()
