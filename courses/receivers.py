"""What the app does when pages change or the search is written anew."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from cms.actions.search import Text
from cms.signals import search_rebuilding
from courses.actions.editions import record_edition
from courses.actions.notes import all_note_texts
from courses.models import ModulePage


@receiver(page_published, sender=ModulePage)
def give_a_version_number(instance: ModulePage, **kwargs: Any) -> None:
    """Put what was published into a version of the module."""
    record_edition(page=instance)


@receiver(search_rebuilding)
def give_notes_to_the_search(**kwargs: Any) -> list[Text]:
    """Answer with everybody's notes, each for its owner."""
    return all_note_texts()
