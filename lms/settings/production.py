"""Settings of a public installation. Refuses to start without what matters, naming it."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from lms.settings.base import *  # noqa: F403
from lms.settings.base import (
    ALLOWED_HOSTS,
    CERTIFICATE_KEY_FILE,
    SECRET_KEY,
    SITE_BASE_URL,
    env,
)

_missing = [
    name
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_BASE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL")
    if not env.str(name, default="")
]
if _missing:
    raise ImproperlyConfigured(f"Set these environment variables: {', '.join(_missing)}")
if len(SECRET_KEY) < 50:  # noqa: PLR2004  # the sentence below says the number
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; '*' is refused.")
if not SITE_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_BASE_URL must start with https://")
if not Path(CERTIFICATE_KEY_FILE).is_file():
    raise ImproperlyConfigured(
        "CERTIFICATE_KEY_FILE names no file. Make one and keep a copy of it elsewhere:"
        f" openssl genpkey -algorithm ed25519 -out {CERTIFICATE_KEY_FILE}"
    )

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
