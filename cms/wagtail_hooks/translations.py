"""The report on translations, and both languages side by side."""

from typing import Any

from django.urls import path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.views import translations
from cms.wagtail_hooks.guidelines import PermittedItem


@hooks.register("register_admin_urls")
def register_translation_addresses() -> list[Any]:
    """Add the report on translations and the view of both languages."""
    return [
        path("translations/", translations.TranslationsReport.as_view(), name="cms_translations"),
        path(
            "translations/results/",
            translations.TranslationsReport.as_view(results_only=True),
            name="cms_translations_results",
        ),
        # Our own converter of numbers is not registered yet when Wagtail collects addresses.
        re_path(
            r"^translations/(?P<pk>[0-9]{1,18})/$",
            translations.side_by_side,
            name="cms_side_by_side",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_translations() -> MenuItem:
    """Add the report on translations to the reports."""
    return PermittedItem(
        "cms.publish_pages",
        _("Translations"),
        reverse("cms_translations"),
        icon_name="globe",
        order=200,
    )
