"""`make faults`: the demo's settings, in processes that can be killed at named points."""

from __future__ import annotations

from castor_web.settings.demo import *
from castor_web.settings.demo import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "castor_web.faults"]
