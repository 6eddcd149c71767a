"""Ways from the list of programmes to exporting, importing and copying one."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from courses.models import Programme
from courses.views import transfer
from people.models import User


@hooks.register("register_admin_urls")
def register_transfer() -> list[URLPattern]:
    """Add the addresses of exporting, importing and copying a programme."""
    # Our own converter of numbers is not registered yet when Wagtail collects addresses.
    one = r"^programmes/(?P<pk>[0-9]{1,18})"
    return [
        path("programmes/import/", transfer.upload, name="programme_import"),
        path("programmes/import/preview/", transfer.preview, name="programme_import_preview"),
        re_path(rf"{one}/export/$", transfer.export, name="programme_export"),
        re_path(rf"{one}/copy/$", transfer.copy, name="programme_copy"),
    ]


@hooks.register("register_snippet_listing_buttons")
def add_ways_out(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    """Offer export and copy in the menu of each programme, to those who may."""
    if not isinstance(snippet, Programme):
        return
    for act, label, icon in (
        ("export", _("Export"), "download"),
        ("copy", _("Copy"), "copy"),
    ):
        if user.has_perm(f"courses.{act}_programme", snippet):
            url = reverse(f"programme_{act}", args=[snippet.pk])
            yield Button(label, url, icon_name=icon, priority=50)
