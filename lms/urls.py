"""Every address of the product."""

from importlib import import_module

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, register_converter
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.views import background, health, home


class IdConverter:
    """A row's number in an address: as many digits as every database can hold."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


# Before the apps' addresses are read: they use it.
register_converter(IdConverter, "id")


def _patterns(module: str, name: str) -> list[URLPattern]:
    """Read a list of addresses without a namespace, or outside the language prefixes."""
    patterns: list[URLPattern] = getattr(import_module(module), name)
    return patterns


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.language_root, name="language_root"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    *_patterns("certificates.urls", "verify_urlpatterns"),
    *_patterns("scheduling.urls", "calendar_urlpatterns"),
    *_patterns("scheduling.urls", "check_in_urlpatterns"),
    *_patterns("people.urls", "closed_urlpatterns"),
    *_patterns("cms.urls", "media_urlpatterns"),
    *_patterns("courses.urls", "worker_urlpatterns"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("manifest.webmanifest", home.manifest, name="manifest"),
        path("start/", home.home_for_role, name="home_for_role"),
        path("background/", background.overview, name="background"),
        path("background/try-again/", background.try_again, name="background_try_again"),
        path("", include("people.urls")),
        path("", include("cms.urls")),
        path("", include("courses.urls")),
        path("", include("scheduling.urls")),
        path("", include("certificates.urls")),
        path("", include("plans.urls")),
        path("", include("monitoring.urls")),
        *_patterns("people.urls", "account_urlpatterns"),
        path("", include(wagtail_urls)),
    ),
]
