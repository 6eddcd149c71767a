"""Settings common to every way of running the product. Each variable has its default here."""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF

import lms.sqlite_driver

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

# Where the product keeps what is not code: the database file, uploads, collected statics.
DATA_DIR = Path(env.str("DATA_DIR", default=str(ROOT / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_BASE_URL = env.str("SITE_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_BASE_URL]
PROJECT_NUMBER = env.str("PROJECT_NUMBER", default="")  # of the funded project, for printed sheets
DEMO_ALLOWED = False

# The Ed25519 key (PEM) that signs the short statements and badges of certificates.
CERTIFICATE_KEY_FILE = env.str(
    "CERTIFICATE_KEY_FILE", default=str(DATA_DIR / "keys" / "certificates.pem")
)
MAKES_CERTIFICATE_KEY = False  # where the file is missing

# Who seals the PDF: nobody (""), a PKCS#12 file ("file"), or a class of the operator's (dotted path).
CERTIFICATE_SEAL = env.str("CERTIFICATE_SEAL", default="")
CERTIFICATE_SEAL_FILE = env.str(
    "CERTIFICATE_SEAL_FILE", default=str(DATA_DIR / "keys" / "seal.p12")
)
CERTIFICATE_SEAL_PASSPHRASE = env.str("CERTIFICATE_SEAL_PASSPHRASE", default="")
CERTIFICATE_SEAL_TIMESTAMP_URL = env.str("CERTIFICATE_SEAL_TIMESTAMP_URL", default="")  # RFC 3161

INSTALLED_APPS = [
    # The house, top to bottom.
    "lms",
    "monitoring",
    "plans",
    "certificates",
    "scheduling",
    "courses",
    "cms",
    "people",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "wagtail.locales",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.middleware.refuse_large_requests",
    "lms.middleware.refuse_control_characters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    # Inside the line above, which writes the header on the way out.
    "lms.middleware.private_by_default",
    "lms.middleware.AnswerWhenBusy",
    "lms.middleware.AnswerWhenNotPrinted",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
FORM_RENDERER = "lms.forms.FormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "builtins": ["cms.templatetags.look_tags"],
        },
    }
]

# Database: SQLite beside the code unless DATABASE_URL names another.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/lms.sqlite3")}
_database = DATABASES["default"]
_database["ATOMIC_REQUESTS"] = False  # with IMMEDIATE it would take the write lock on every GET
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # without it parallel writers end in "database is locked"
        "timeout": 20,
        "init_command": (
            f"PRAGMA journal_mode={lms.sqlite_driver.journal_mode()};"
            "PRAGMA synchronous=FULL;"  # a mark that was acknowledged survives a power cut
            "PRAGMA trusted_schema=OFF;"
        ),
    }
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = _database.get("OPTIONS", {}) | {
        "options": "-c statement_timeout=15000 -c lock_timeout=10000"
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": env.cache("CACHE_URL")
    if "CACHE_URL" in os.environ
    else {  # shared by all processes, so that login throttling counts them together
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lms_cache",
    }
}

# Accounts: one login page for everybody, by e-mail address or user name; accounts come by invitation.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home_for_role"
ACCOUNT_ADAPTER = "people.access.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}  # which may be an e-mail address
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = False  # several people may share a mailbox
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to any address
ACCOUNT_RATE_LIMITS = {
    # By address only what fails is counted, in people.access: a whole course signs in from behind
    # one address at once, and allauth's count of an address makes all of them wait for one lock.
    "login": None,
    "login_failed": "5/5m/key",
    "check_in": "10/10m/user",  # tries of the spoken code; a million codes, two of them right
    "reset_password": "60/h/ip,5/h/key",
}
# So many as a full hall may mistype within an hour; then the address waits for the next one.
FAILED_SIGN_INS_PER_HOUR = 600
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
INVITATION_DAYS = 7

# Language and time.
LANGUAGE_CODE = "lv"
LANGUAGES = [("lv", "Latviešu"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [ROOT / "lms" / "locale", ROOT / "lms" / "locale_wagtail"]  # the first wins
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Riga"
FORMAT_MODULE_PATH = ["lms.formats"]

# Static files and uploads.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS: list[Path] = []
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people hand in: no address leads here, only views that ask who may see it.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "private",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail goes to the outbox in the same transaction as the change; a worker sends it on.
EMAIL_BACKEND = "lms.outbox.OutboxBackend"
OUTBOX = env.email("EMAIL_URL", default="consolemail://")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="JSPA <noreply@example.invalid>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Background work: Django tasks in the database.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Whether the worker may ask other sites if the pages we link to still exist.
LINK_CHECK = env.bool("LINK_CHECK", default=False)

# Wagtail.
SECTIONS_KEPT_SECONDS = 60  # how long a process remembers which sections the site has
PRODUCT_VERSION = "0.1.0"  # as in pyproject.toml; stands in exported programmes
WAGTAIL_SITE_NAME = "Digitālais darbs ar jaunatni"
WAGTAIL_I18N_ENABLED = True
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.actions.publishing.publish_approved"
WAGTAILADMIN_BASE_URL = SITE_BASE_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_USER_TIME_ZONES = ["Europe/Riga"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # would send a hash of every staff address to a third party
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.LicensedDocument"
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt"),
    *("mp4", "webm", "mp3", "m4a", "ogg", "wav", "vtt"),
]
WAGTAILDOCS_CONTENT_TYPES = {  # not left to the machine's own table
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "vtt": "text/vtt",
}
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 200 * 1024 * 1024  # a recording; others may have 10 MB
WAGTAILIMAGES_IMAGE_MODEL = "cms.LicensedImage"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
# Sites a video may be linked on; a page shows their name and loads nothing from them.
VIDEO_HOSTS = env.list(
    "VIDEO_HOSTS",
    default=["www.youtube.com", "youtu.be", "vimeo.com", "replay.lsm.lv"],
)
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILFORMS_HELP_TEXT_ALLOW_HTML = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# Headers. Wagtail's own admin needs inline scripts; it gets its own policy in lms.middleware.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "lms.views.errors.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long module in the editor sends several thousand
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # of a form without its files
SCANS_REQUEST_MAX_BYTES = 105 * 1024 * 1024  # twenty photographs of attendance sheets
REQUEST_MAX_BYTES = 35 * 1024 * 1024  # three files of 10 MB and what was typed beside them
# Where editors upload a video, managers a programme.
RECORDING_REQUEST_MAX_BYTES = 205 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"wagtail": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
