"""Settings of `make run`: one machine, plain HTTP, demo people allowed."""

from lms.settings.base import *  # noqa: F403
from lms.settings.base import DATA_DIR, STATIC_ROOT, STORAGES, env

SECRET_KEY = env.str("SECRET_KEY", default="only-for-make-run-on-this-machine-never-in-production")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DEMO_ALLOWED = True
MAKES_CERTIFICATE_KEY = True
# Served straight from the source folders, so that no collecting step slows the first start.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Mail lands as files where a developer can read it.
OUTBOX = env.email("EMAIL_URL", default="filemail://") | {"EMAIL_FILE_PATH": str(DATA_DIR / "mail")}
