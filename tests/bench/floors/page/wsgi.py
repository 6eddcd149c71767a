"""The WSGI application of the Wagtail floor."""

from django.core.wsgi import get_wsgi_application

import lms.sqlite_driver  # noqa: F401  # must come before Django opens a database

application = get_wsgi_application()
