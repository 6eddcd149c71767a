"""What the app does when pages or terms change: menus, terms and the search follow at once."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.actions.search import (
    PAGES,
    TERMS,
    forget_texts,
    index_page,
    index_term,
    index_terms,
    index_tree,
)
from cms.models import GlossaryPage, GlossaryTerm
from cms.queries import forget_sections
from cms.queries.terms import forget_terms


@receiver([page_published, page_unpublished])
def follow_a_page(instance: Page, **kwargs: Any) -> None:
    """Let the menus of this process and the search follow at once."""
    forget_sections()
    index_page(page=instance)
    if isinstance(instance, GlossaryPage):
        index_terms()


@receiver([page_slug_changed, post_page_move])
def follow_new_addresses(instance: Page, **kwargs: Any) -> None:
    """Let menus and search lead to where the page and all below it are now."""
    forget_sections()
    index_tree(page=Page.objects.get(pk=instance.pk))
    if isinstance(instance.specific, GlossaryPage):
        index_terms()


@receiver(post_delete, sender=Page)
def forget_a_page(instance: Page, **kwargs: Any) -> None:
    """Let nothing lead to a page that is gone."""
    forget_sections()
    forget_texts(source=PAGES, object_id=str(instance.pk))
    if instance.specific_class is GlossaryPage:
        index_terms()


@receiver([post_save, post_delete], sender=PageViewRestriction)
def follow_a_restriction(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Let restricted pages, and all below them, be found by nobody."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        index_tree(page=page)


@receiver(post_save, sender=GlossaryTerm)
def follow_a_term(instance: GlossaryTerm, **kwargs: Any) -> None:
    """Let the search and the texts of this process know the term as it is now."""
    forget_terms()
    index_term(term=instance)


@receiver(post_delete, sender=GlossaryTerm)
def forget_a_term(instance: GlossaryTerm, **kwargs: Any) -> None:
    """Let nothing explain or find a term that is gone."""
    forget_terms()
    forget_texts(source=TERMS, object_id=str(instance.pk))
