"""Draws the pages of a scan and reads the QR codes on them; runs as a process of its own.

It knows nothing of the product and is started with limits on time, memory and files, because it
hands foreign bytes to decoders. The file comes on standard input; what was found leaves as JSON.
"""

import base64
import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

MEMORY = 1536 * 1024 * 1024
SECONDS = 30
MOST_PAGES = 40
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1800  # of the picture shown beside the list
DPI = 200
_LARGE = 1400
_DRAWN_SIDE = 3000  # of a PDF page before it is read
_KINDS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


class TooManyPages(Exception):
    """The PDF has more pages than a sheet could."""


def limit() -> None:
    """Take away what a decoder gone wrong could use."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pages_of(content: bytes, kind: str) -> Iterator[Any]:
    """Yield each page as a grey picture, upright as the camera meant it."""
    from PIL import Image, ImageOps  # noqa: PLC0415  # after the limits

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if kind == "pdf":
        yield from _pdf_pages(content)
        return
    picture = Image.open(io.BytesIO(content), formats=[_KINDS[kind]])
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError(picture.size)
    picture.draft("RGB", (_DRAWN_SIDE, _DRAWN_SIDE))
    yield ImageOps.exif_transpose(picture).convert("RGB")


def _pdf_pages(content: bytes) -> Iterator[Any]:
    import pypdfium2  # noqa: PLC0415  # after the limits

    document = pypdfium2.PdfDocument(content)
    if len(document) > MOST_PAGES:
        raise TooManyPages(len(document))
    for page in document:
        longest = max(*page.get_size(), 1)
        scale = min(DPI / 72, _DRAWN_SIDE / longest)
        yield page.render(scale=scale).to_pil().convert("RGB")
        page.close()


def codes_on(picture: Any) -> list[str]:
    """Return the texts of the QR codes, looking again at other sizes when there is none."""
    import zxingcpp  # noqa: PLC0415  # after the limits
    from PIL import ImageFilter, ImageOps  # noqa: PLC0415  # after the limits

    def another_size(image: Any) -> Any:
        if min(image.size) > _LARGE:
            return image.reduce(2)
        return image.resize((image.width * 2, image.height * 2))

    grey = picture.convert("L")
    for change in (
        lambda image: image,
        another_size,
        lambda image: ImageOps.autocontrast(image, cutoff=2),
        lambda image: image.filter(ImageFilter.UnsharpMask(radius=4, percent=250)),
    ):
        found = zxingcpp.read_barcodes(change(grey), formats=zxingcpp.BarcodeFormat.QRCode)
        texts = sorted({code.text for code in found if code.valid})
        if texts:
            return texts
    return []


def shown(picture: Any) -> str:
    """Return the page as a plain JPEG of our own, without anything the camera noted beside it."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return base64.b64encode(out.getvalue()).decode()


def main() -> None:
    """Read standard input as the kind named by the argument; print what was found."""
    kind = sys.argv[1]
    content = sys.stdin.buffer.read()
    import PIL.Image  # noqa: F401, PLC0415  # loaded before files are out of reach

    limit()
    try:
        found = [
            {"codes": codes_on(page), "picture": shown(page)} for page in pages_of(content, kind)
        ]
        answer: dict[str, Any] = {"pages": found} if found else {"fault": "damaged"}
    except TooManyPages:
        answer = {"fault": "pages"}
    except Exception:  # noqa: BLE001  # whatever a decoder raises about foreign bytes
        answer = {"fault": "damaged"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
