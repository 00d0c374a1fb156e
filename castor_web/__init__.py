"""The Django project: settings, addresses, errors, the Celery application, static files.

Imports nothing: `castor_web.stack` also runs before anything is installed.
"""
