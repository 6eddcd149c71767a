"""Background work of the cms: asking for external links, where the operator has allowed it."""

from django.conf import settings
from django_tasks import task

from cms.actions.linkcheck import check_links

_AT_ONCE = 20  # a few minutes at most: other work waits meanwhile


@task()
def check_some_links() -> int:
    """Ask for some of the links that are due; safe to run again."""
    return len(check_links(most=_AT_ONCE))


def start_link_check() -> bool:
    """Queue a round of asking, if the operator has switched it on."""
    if settings.LINK_CHECK:
        check_some_links.enqueue()
    return bool(settings.LINK_CHECK)
