"""The index of the search: one table, asked alike on every database."""

from typing import Self

from django.db import models
from django.db.models import Q

from cms.enums import Kind
from people.models import Person


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Entries, narrowed to what a reader may find."""

    def found_by(self, person_id: int | None, language: str) -> Self:
        """Keep what is public or the reader's own, in the language or in any."""
        own = Q(owner=None) if person_id is None else Q(owner=None) | Q(owner=person_id)
        return self.filter(own, language__in=(language, ""))


class SearchEntry(models.Model):
    """One row is a text that can be found: a page, a question of a page, a term, a note.

    Words are stored folded, stems beside them, each list between spaces, so that `LIKE '% word %'`
    finds a whole word on SQLite and PostgreSQL alike.

    Personal data: a note's own text and whose it is; everything else is public.
    """

    source = models.CharField(max_length=20)
    object_id = models.CharField(max_length=64)
    part = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, blank=True)  # empty: found in every language
    kind = models.CharField(max_length=20, choices=Kind.choices)
    owner = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=400)
    url = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    sort_key = models.CharField(max_length=2000)
    title_words = models.TextField()
    title_stems = models.TextField()
    heading_words = models.TextField()
    heading_stems = models.TextField()
    text_words = models.TextField()
    text_stems = models.TextField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "object_id", "language", "part"],
                name="one_search_entry_per_part",
            )
        ]
        indexes = [models.Index(fields=["owner", "language"], name="search_by_reader")]

    def __str__(self) -> str:
        return self.title
