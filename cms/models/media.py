"""Images and documents; each says who made it, under which licence, and where it comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index


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
