"""What several blocks share: groups, rich text, and checks that name the field."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.samples import SAMPLES

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
LONGEST_TITLE = 160
TEXT, MEDIA, PRACTICE = _("Text"), _("Media"), _("Practice")

Problems = dict[str, str | Promise]


def rich_text(label: str | Promise, **options: Any) -> blocks.RichTextBlock:
    """Return a field for running text: bold, italic, lists and links, nothing else."""
    return blocks.RichTextBlock(label=label, features=RICH_TEXT_FEATURES, **options)


def titled(label: str | Promise, limit: int = LONGEST_TITLE, **options: Any) -> blocks.CharBlock:
    """Return a field for one line of plain text."""
    return blocks.CharBlock(label=label, max_length=limit, **options)


class Several(blocks.ListBlock):
    """A list that begins with as many empty entries as it needs, so that none is forgotten."""

    def get_default(self) -> Any:
        """Return the empty entries."""
        return self.normalize(
            [self.child_block.get_default() for _entry in range(self.meta.min_num or 1)]
        )


class Previewed(blocks.Block):
    """A block that editors see filled in before they add it."""

    @property
    def is_previewable(self) -> bool:
        """Whether there is a sample; files of our own have none."""
        return self.name in SAMPLES

    def get_preview_value(self) -> Any:
        """Return the sample in the reader's language."""
        return self.normalize(SAMPLES[self.name]()) if self.is_previewable else self.get_default()


class PageBlock(Previewed, blocks.StructBlock):
    """A block that stands on a page by itself."""


class CheckedBlock(PageBlock):
    """A block that says, at the field, what keeps it from being published; drafts may lack it."""

    def clean(self, value: Any) -> Any:
        """Check each field, then what the fields must have in common."""
        cleaned = super().clean(value)
        problems = {} if self.is_deferred_validation else self.problems(cleaned)
        if problems:
            raise blocks.StructBlockValidationError(
                block_errors={
                    field: ValidationError(str(sentence)) for field, sentence in problems.items()
                }
            )
        return cleaned

    def problems(self, value: Any) -> Problems:
        """Return a sentence for each field that is wrong."""
        raise NotImplementedError
