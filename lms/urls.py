"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path
from django.conf.urls.i18n import i18n_patterns
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("", include("people.urls")),
        path("", include("cms.urls")),
        path("", include("courses.urls")),
        path("", include("scheduling.urls")),
        path("", include("certificates.urls")),
        path("", include("plans.urls")),
        path("", include("monitoring.urls")),
        path("", include("allauth.account.urls")),
        path("", include(wagtail_urls)),
    ),
]
