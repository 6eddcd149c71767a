"""The module pages of an archive, made into drafts."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from courses.actions.transfer.media import Media
from courses.models import Module, ModuleIndexPage, ModulePage
from courses.queries import questions_in
from courses.queries.portable import (
    PAGE,
    RICH_TEXTS,
    STREAMS,
    BlockWrong,
    RecordWrong,
    RichTextWrong,
    checked_record,
    label_of,
    pages_by_path,
    refusals,
    rewrite,
    walk_field,
)
from courses.queries.question_check import problems, shortage
from courses.validators import Problem
from people.models import User

MOST_TAGS, LONGEST_TAG = 30, 100
# Checked when the page is saved, or by rules of their own.
_OTHER_FIELDS = {field.name for field in ModulePage._meta.concrete_fields} - set(PAGE)  # noqa: SLF001  # Django's documented door
_PENDING = "0"  # the key of a page of this archive that has none yet


@dataclass(frozen=True)
class ImportedPage:
    """A page made from the archive, as a draft."""

    module: str
    language: str
    title: str
    slug: str
    slug_in_file: str


class Pages:
    """Makes the pages; what is wrong with any of them is kept in problems, place by place."""

    def __init__(self, modules: dict[str, Module], media: Media, *, by: User | None) -> None:
        self.modules, self.media, self.by = modules, media, by
        self.made: dict[str, tuple[ModulePage, dict[str, Any]]] = {}
        self.brought: list[ImportedPage] = []
        self.problems: list[Problem] = []
        self.notices: dict[Problem, None] = {}  # each once, in the order found
        self.known: dict[str, str] = {}
        self.awaited: set[str] = set()

    def bring(self, records: dict[str, Any], suffix: int) -> None:
        """Make a draft of each record ("M01/lv" by its text); links among them are set last."""
        self.known, self.awaited = pages_by_path(records), set(records)
        keys: dict[str, Any] = {}
        catalogues = {language: self._catalogue(language) for language in _languages(records)}
        for name, record in records.items():
            code, _slash, language = name.partition("/")
            index = catalogues[language]
            place = f"{code} ({index.locale})" if index else name
            if code not in self.modules:
                self.problems.append(Problem(place, _("The programme has no such module.")))
            elif index is not None:
                page = self._make(name, record, place, index, suffix)
                if page is not None:
                    page.translation_key = keys.setdefault(code, page.translation_key)
                    self._add(name, page, place, index, record)
        if not self.problems:
            self._link()

    def _catalogue(self, language: str) -> ModuleIndexPage | None:
        index = ModuleIndexPage.objects.filter(locale__language_code=language).first()
        if index is None:
            sentence = _(
                "There is no module catalogue in this language. Create and publish it first."
            )
            self.problems.append(Problem(language, sentence))
        return index

    def _make(
        self, name: str, record: Any, place: str, index: ModuleIndexPage, suffix: int
    ) -> ModulePage | None:
        beside = (*RICH_TEXTS, *STREAMS, "tags")
        try:
            fields = checked_record(record, PAGE, beside=beside)
        except RecordWrong as wrong:
            self.problems.append(Problem(f"{place}: {wrong.field}", wrong.sentence))
            return None
        before = len(self.problems)
        module = self.modules[name.partition("/")[0]]
        slug = _free_slug(index, fields["slug"], suffix)
        page = ModulePage(**(fields | {"slug": slug}), locale=index.locale, module=module)
        page.live, page.owner = False, self.by
        try:
            page.clean_fields(exclude=_OTHER_FIELDS)
        except ValidationError as wrong:
            self._refuse(place, wrong)
        self._texts(page, record, place)
        tags = record["tags"]
        if _are_tags(tags):
            page.tags.set(tags)
        else:
            self._problem(place, "tags", _("This is not what is stored here."))
        return page if len(self.problems) == before else None

    def _problem(self, place: str, field: str, sentence: str) -> None:
        self.problems.append(Problem(f"{place}: {label_of(ModulePage, field)}", sentence))

    def _refuse(self, place: str, wrong: ValidationError) -> None:
        if not hasattr(wrong, "error_dict"):
            self.problems += [Problem(place, sentence) for sentence in wrong.messages]
            return
        for field, sentences in wrong.message_dict.items():
            for sentence in sentences:
                self._problem(place, field, sentence)

    def _texts(self, page: ModulePage, record: dict[str, Any], place: str) -> None:
        """Set the texts and blocks of the page from the record, with references looked up."""
        for field in RICH_TEXTS:
            here = f"{place}: {label_of(ModulePage, field)}"
            try:
                setattr(page, field, self._rich_text(record[field], here))
            except BlockWrong as wrong:
                self.problems.append(Problem(wrong.place, wrong.sentence))
        for field in STREAMS:
            self._blocks(page, field, record[field], f"{place}: {label_of(ModulePage, field)}")

    def _blocks(self, page: ModulePage, field: str, stored: Any, place: str) -> None:
        block, raw = getattr(page, field).stream_block, stored
        try:
            raw = walk_field(block, stored, self._visit, place, inner_ids=field == "quiz")
            block.clean(block.to_python(raw))
        except BlockWrong as wrong:
            self.problems.append(Problem(wrong.place, wrong.sentence))
        except ValidationError as wrong:
            self.problems += [Problem(*found) for found in refusals(block, raw, wrong, place)]
        except (ValueError, ArithmeticError):  # a day or a number that there is not
            self.problems.append(Problem(place, _("This is not what is stored here.")))
        else:
            setattr(page, field, blocks.StreamValue(block, raw, is_lazy=True))
            if field == "quiz":
                self._check_quiz(page, raw, place)

    def _check_quiz(self, page: ModulePage, raw: list[dict[str, Any]], place: str) -> None:
        """Ask of the bank what the editor's form asks before publishing."""
        bank = questions_in(raw)
        for n, question in enumerate(bank, 1):
            wrong = problems(question, len(page.outcomes))
            self.problems += [Problem(f"{place} → {n}", sentence) for sentence in wrong]
        if lack := shortage(len(bank), page.module):
            self.problems.append(Problem(place, lack))

    def _visit(self, block: blocks.Block, raw: Any, place: str) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return self._rich_text(raw, place)
        kind = "image" if isinstance(block, ImageChooserBlock) else "document"
        row = self.media.row(kind, raw)
        if row is None:
            raise BlockWrong(place, _("The archive does not hold this medium."))
        return row.pk

    def _rich_text(self, html: Any, place: str) -> str:
        if not isinstance(html, str):
            raise BlockWrong(place, _("This is not what is stored here."))

        def refer(kind: str, reference: str) -> str | None:
            if kind == "document":
                row = self.media.row("document", reference)
                found = str(row.pk) if row else None
            else:
                found = self._page_key(reference)
            if found is None:
                sentence = _(
                    "What a link leads to is not here: %(what)s. The words stay without it."
                )
                self.notices[Problem(place, sentence % {"what": reference[:80]})] = None
            return found

        try:
            return rewrite(html, refer, has="ref", gets="id", strict=True)
        except RichTextWrong as wrong:
            raise BlockWrong(place, str(wrong)) from wrong

    def _page_key(self, reference: str) -> str | None:
        kind, _colon, name = reference.partition(":")
        if kind != "module":
            return self.known.get(reference)
        made = self.made.get(name)
        return str(made[0].pk) if made else _PENDING if name in self.awaited else None

    def _add(
        self, name: str, page: ModulePage, place: str, index: ModuleIndexPage, record: Any
    ) -> None:
        try:
            with transaction.atomic():
                index.add_child(instance=page)
        except ValidationError as wrong:
            self._refuse(place, wrong)
            return
        self.made[name] = (page, record)
        language = str(index.locale)
        code = name.partition("/")[0]
        self.brought.append(ImportedPage(code, language, page.title, page.slug, record["slug"]))

    def _link(self) -> None:
        """Set the links among the pages, which have keys now, and save each as a first draft."""
        for name, (page, record) in self.made.items():
            if "module:" in str(record):
                code, _slash, _language = name.partition("/")
                self._texts(page, record, f"{code} ({page.locale})")
                page.save(clean=False, log_action=None)
            page.save_revision(user=self.by, clean=False)


def _languages(records: dict[str, Any]) -> list[str]:
    return sorted({name.partition("/")[2] for name in records})


def _are_tags(tags: Any) -> bool:
    return (
        isinstance(tags, list)
        and len(tags) <= MOST_TAGS
        and all(isinstance(tag, str) and 0 < len(tag.strip()) <= LONGEST_TAG for tag in tags)
    )


def _free_slug(index: ModuleIndexPage, slug: str, suffix: int) -> str:
    """Return the address from the file, or one like it that no page of the catalogue has."""
    taken = set(index.get_children().values_list("slug", flat=True))
    if slug not in taken:
        return slug
    number = suffix
    while f"{slug[:240]}-{number}" in taken:
        number += 1
    return f"{slug[:240]}-{number}"
