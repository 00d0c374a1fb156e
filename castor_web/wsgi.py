"""The entry for WSGI servers and for `manage.py runserver`; live pages need the ASGI one."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "castor_web.settings.demo")

application = get_wsgi_application()
