"""Images, files and one of every block, as an editor would have filled them in."""

import io
import uuid
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from cms.blocks.samples import SAMPLES
from cms.models import LicensedDocument, LicensedImage

_serial = count(1)
LICENCE = {"author": "Liepa Ābele", "licence": "CC BY 4.0", "source": "https://example.org/attels"}
CONTENTS = {
    "mp4": b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 4000,
    "mp3": b"ID3" + b"\x00" * 500,
    "vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nSveiki\n",
    "pdf": b"%PDF-1.7\n%%EOF\n",
}


def picture(width: int = 64, height: int = 40, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "seagreen").save(out, kind)
    return out.getvalue()


def image(**fields: Any) -> LicensedImage:
    """An image with its licence."""
    n = next(_serial)
    values = LICENCE | {"title": f"Attēls {n}", "width": 64, "height": 40} | fields
    file = ContentFile(picture(), name=f"attels-{n}.png")
    return LicensedImage.objects.create(file=file, **values)


def document(ending: str = "pdf", **fields: Any) -> LicensedDocument:
    """A file of this kind with its licence."""
    n = next(_serial)
    values = LICENCE | {"title": f"Fails {n}"} | fields
    file = ContentFile(CONTENTS[ending], name=f"fails-{n}.{ending}")
    made = LicensedDocument(file=file, **values)
    made.file_size = len(CONTENTS[ending])
    made.save()
    return made


def values() -> dict[str, Any]:
    """One of every block by name, as it is stored."""
    transcript = "<p>Sveiki visi.</p>"
    own_video = {
        "title": "Mūsu video",
        "file": document("mp4").pk,
        "captions": document("vtt").pk,
        "transcript": transcript,
    }
    samples = {name: make() for name, make in SAMPLES.items()}
    samples["tool_card"]["checked_on"] = samples["tool_card"]["checked_on"].isoformat()
    return samples | {
        "image": {"image": image().pk, "alt_text": "Zaļš laukums", "caption": "Laukums"},
        "video": own_video,
        "audio": {"title": "Ieraksts", "file": document("mp3").pk, "transcript": transcript},
        "file": {"file": document().pk, "description": "Veidlapa sanāksmei."},
    }


def body(kinds: int = 1) -> list[dict[str, Any]]:
    """Every block, as many times as wanted, as raw data of a page's body."""
    return [
        {"type": name, "value": value, "id": str(uuid.uuid4())}
        for _ in range(kinds)
        for name, value in values().items()
    ]
