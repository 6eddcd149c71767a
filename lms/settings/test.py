"""Settings of the test suite: fast hashing, no files, tasks at once, on either database."""

from lms.settings.base import *  # noqa: F403
from lms.settings.base import MIDDLEWARE, STORAGES

SECRET_KEY = "test"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO_ALLOWED = True
MAKES_CERTIFICATE_KEY = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["private"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
OUTBOX = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
