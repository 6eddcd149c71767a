"""What modules are called on pages that show no more of them."""

from collections.abc import Iterable

from django.utils.translation import get_language

from courses.models import ModulePage


def module_titles(module_ids: Iterable[int]) -> dict[int, str]:
    """Return the titles of the modules' pages in the active language, else in another; one query."""
    titles: dict[int, str] = {}
    pages = ModulePage.objects.live().filter(module__in=set(module_ids))
    for pk, title, language in pages.values_list("module", "title", "locale__language_code"):
        if pk not in titles or language == get_language():
            titles[pk] = title
    return titles
