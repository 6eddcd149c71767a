"""Images and documents; each says who made it, under which licence, and where it comes from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index

_MEGABYTE = 1024 * 1024
# What a file of this kind begins with, from which byte on; others are only ever downloaded.
_SIGNATURES: dict[str, tuple[tuple[int, bytes], ...]] = {
    "mp4": ((4, b"ftyp"),),
    "m4a": ((4, b"ftyp"),),
    "webm": ((0, b"\x1aE\xdf\xa3"),),
    "ogg": ((0, b"OggS"),),
    "wav": ((0, b"RIFF"),),
    "mp3": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")),
    "vtt": ((0, b"WEBVTT"), (0, b"\xef\xbb\xbfWEBVTT")),
    "pdf": ((0, b"%PDF-"),),
}
_LARGE = {"mp4", "webm", "mp3", "m4a", "ogg", "wav"}
_SMALL_LIMIT = 10 * _MEGABYTE


class Licensed(models.Model):
    """Something that somebody made and that we may show."""

    author = models.CharField(_("author"), max_length=160)
    licence = models.CharField(
        _("licence"),
        max_length=80,
        help_text=_("For example CC BY 4.0, or the agreement by which we may use it."),
    )
    source = models.CharField(
        _("source"),
        max_length=300,
        help_text=_("The address it comes from, or words such as “photo of our own”."),
    )

    class Meta:
        abstract = True

    @property
    def is_licensed(self) -> bool:
        """Whether author, licence and source are all known."""
        return all(text.strip() for text in (self.author, self.licence, self.source))

    @property
    def source_url(self) -> str:
        """The source if it is an address that may be linked."""
        return self.source if self.source.startswith(("https://", "http://")) else ""


class LicensedImage(Licensed, AbstractImage):
    """One row is an image that editors may put on pages.

    Personal data: who uploaded it; people may be recognisable on it.
    """

    admin_form_fields = (*Image.admin_form_fields, "author", "licence", "source")
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("author"),
        index.SearchField("licence"),
        index.SearchField("source"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self) -> str:
        return str(self.title)


class LicensedRendition(AbstractRendition):
    """One row is an image in one of the sizes pages show.

    Personal data: none beyond the image's.
    """

    image = models.ForeignKey(LicensedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="one_rendition_per_image_and_filter",
            )
        ]


class LicensedDocument(Licensed, AbstractDocument):
    """One row is a file that editors may offer: a document, a video, a recording, captions.

    Personal data: who uploaded it; a file may hold people's voices and pictures.
    """

    admin_form_fields = (*Document.admin_form_fields, "author", "licence", "source")
    search_fields = [
        *AbstractDocument.search_fields,
        index.SearchField("author"),
        index.SearchField("licence"),
        index.SearchField("source"),
    ]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        """Refuse a file that is not what its name says, and a large one that is no recording."""
        super().clean()
        if self.file and not getattr(self.file, "_committed", True):
            problem = _file_problem(self.file, self.file_extension.lower())
            if problem:
                raise ValidationError({"file": problem})


def _file_problem(file: Any, ending: str) -> Any:
    if file.size == 0:
        return _("The file is empty.")
    if ending not in _LARGE and file.size > _SMALL_LIMIT:
        return _("The file is larger than 10 MB. Only video and audio may be larger.")
    signatures = _SIGNATURES.get(ending)
    if signatures:
        file.seek(0)
        start = file.read(16)
        file.seek(0)
        if not any(start[at:].startswith(sign) for at, sign in signatures):
            return _("The file is not what its name says. Check it and upload it again.")
    return ""
