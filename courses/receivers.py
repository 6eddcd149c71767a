"""What the app does when pages change."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from courses.actions.editions import record_edition
from courses.models import ModulePage


@receiver(page_published, sender=ModulePage)
def give_a_version_number(instance: ModulePage, **kwargs: Any) -> None:
    """Put what was published into a version of the module."""
    record_edition(page=instance)
