"""The editors' ways to the guidelines' versions and questions."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


class PermittedItem(MenuItem):
    """A way to a page of ours for those who may open it."""

    def __init__(self, permission: str, *args: Any, **kwargs: Any) -> None:
        self.permission = permission
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_menu_item")
def register_new_edition() -> MenuItem:
    """Lead to publishing the next version of the guidelines."""
    return PermittedItem(
        "cms.publish_edition",
        _("Guidelines: new version"),
        reverse("cms:edition_new"),
        name="guideline-edition",
        icon_name="upload",
        order=310,
    )


@hooks.register("register_admin_menu_item")
def register_questions() -> MenuItem:
    """Lead to what readers ask about the guidelines."""
    return PermittedItem(
        "cms.answer_questions",
        _("Guidelines: questions"),
        reverse("cms:question_list"),
        name="guideline-questions",
        icon_name="help",
        order=311,
    )
