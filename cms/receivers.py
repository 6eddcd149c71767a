"""What the app does when pages change."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.queries import forget_sections


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def forget_sections_when_pages_change(**kwargs: Any) -> None:
    """Let the menus of this process follow at once."""
    forget_sections()


@receiver(post_delete, sender=Page)
def forget_sections_when_a_page_goes(**kwargs: Any) -> None:
    """Let the menus of this process follow at once."""
    forget_sections()
