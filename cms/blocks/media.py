"""Blocks with files: image, video, audio, file. Nothing is ever loaded from another site."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.base import MEDIA, CheckedBlock, Problems, rich_text, titled
from cms.validators import check_video_address, host_of

# The sizes an image is offered in: a phone's width and twice the measure of our text.
IMAGE_SIZES = ("width-480|format-webp", "width-960|format-webp", "width-1440|format-webp")

NOT_LICENSED = _("Author, licence or source of this file is missing. Fill them in at the file.")


def _file_problem(file: Any, endings: Iterable[str], wrong: Any) -> Any:
    if file.file_extension.lower() not in endings:
        return wrong
    return "" if file.is_licensed else NOT_LICENSED


class LicensedImageChooserBlock(ImageChooserBlock):
    """An image; those of a whole page come with their sizes in two queries."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        """Return the images in the order of their keys, each an object of its own."""
        wanted = list(values)
        found = self.model_class.objects.prefetch_renditions(*IMAGE_SIZES).in_bulk(wanted)
        return [found.get(key) for key in wanted]


class ImageBlock(CheckedBlock):
    """An image with what it shows in words, and who made it."""

    image = LicensedImageChooserBlock(label=_("Image"))
    alt_text = titled(
        _("What the image shows"),
        250,
        required=False,
        help_text=_("For people who do not see it: say what matters here."),
    )
    is_decorative = blocks.BooleanBlock(
        label=_("The image is only decoration"),
        required=False,
        help_text=_("Screen readers pass over it."),
    )
    caption = titled(_("Caption"), 300, required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        group = MEDIA
        template = "cms/blocks/image.html"
        description = _("An image with its description, author, licence and source.")

    def problems(self, value: Any) -> Problems:
        """Ask for the description, or for the word that it is decoration, and for the licence."""
        problems: Problems = {}
        if not value["alt_text"].strip() and not value["is_decorative"]:
            problems["alt_text"] = _("Describe the image, or mark it as decoration.")
        if not value["image"].is_licensed:
            problems["image"] = NOT_LICENSED
        return problems


class VideoValue(blocks.StructValue):
    """A video as it is drawn."""

    @property
    def host(self) -> str:
        """The site an external video opens on; nothing if it may not be linked."""
        return host_of(self.get("address") or "")


class VideoBlock(CheckedBlock):
    """A video of our own with captions, or a link to one elsewhere; always with a transcript."""

    title = titled(_("Title"))
    file = DocumentChooserBlock(
        label=_("Video file"), required=False, help_text=_("An .mp4 or .webm file.")
    )
    captions = DocumentChooserBlock(
        label=_("Captions"), required=False, help_text=_("A .vtt file in the page's language.")
    )
    address = blocks.URLBlock(
        label=_("Or the address of a video on another site"),
        required=False,
        max_length=400,
        validators=[check_video_address],
        help_text=_("The page shows a link; nothing is loaded from the other site."),
    )
    has_captions = blocks.BooleanBlock(
        label=_("The video on the other site has captions"), required=False
    )
    transcript = rich_text(_("Transcript"))

    class Meta:
        label = _("Video")
        icon = "media"
        group = MEDIA
        template = "cms/blocks/video.html"
        value_class = VideoValue
        description = _("A video with captions and a transcript.")

    def problems(self, value: Any) -> Problems:
        """Ask for one video, for its captions and for its licence."""
        if bool(value["file"]) == bool(value["address"]):
            return {"file": _("Choose a video file or write an address, one of the two.")}
        if value["address"]:
            if not value["has_captions"]:
                return {"has_captions": _("Link only videos that have captions.")}
            return {}
        problems: Problems = {}
        if wrong := _file_problem(
            value["file"], ("mp4", "webm"), _("A video is an .mp4 or .webm file.")
        ):
            problems["file"] = wrong
        if not value["captions"]:
            problems["captions"] = _("A video of our own needs captions.")
        elif value["captions"].file_extension.lower() != "vtt":
            problems["captions"] = _("Captions are a .vtt file.")
        return problems


class AudioBlock(CheckedBlock):
    """A recording with its transcript."""

    title = titled(_("Title"))
    file = DocumentChooserBlock(
        label=_("Audio file"), help_text=_("An .mp3, .m4a, .ogg or .wav file.")
    )
    transcript = rich_text(_("Transcript"))

    class Meta:
        label = _("Audio")
        icon = "media"
        group = MEDIA
        template = "cms/blocks/audio.html"
        description = _("A recording with its transcript.")

    def problems(self, value: Any) -> Problems:
        """Ask for a file that can be played and for its licence."""
        wrong = _file_problem(
            value["file"],
            ("mp3", "m4a", "ogg", "wav"),
            _("A recording is an .mp3, .m4a, .ogg or .wav file."),
        )
        return {"file": wrong} if wrong else {}


class FileBlock(CheckedBlock):
    """A file to download."""

    file = DocumentChooserBlock(label=_("File"))
    description = blocks.TextBlock(
        label=_("Description"), help_text=_("What it is and what it is for."), max_length=400
    )

    class Meta:
        label = _("File")
        icon = "doc-full"
        group = MEDIA
        template = "cms/blocks/file.html"
        description = _("A file to download with its source and licence.")

    def problems(self, value: Any) -> Problems:
        """Ask for the licence."""
        return {} if value["file"].is_licensed else {"file": NOT_LICENSED}
