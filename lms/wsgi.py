"""The WSGI application that gunicorn serves."""

import os

import lms.sqlite_driver  # noqa: F401  # must come before Django opens a database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
