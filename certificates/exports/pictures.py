"""The pages of an issued document as pictures, for files that show what the paper looks like."""

import io
import threading

_SCALE = 1.5  # 108 dots an inch: a page of A4 is read on a screen without effort
_QUALITY = 80
# The library that draws must not be entered by two threads at once.
_LIBRARY = threading.Lock()


def pictures_of(pdf: bytes) -> list[bytes]:
    """Return each page as JPEG; nothing where the document cannot be drawn."""
    import pypdfium2  # noqa: PLC0415  # a large library, for those who draw only

    pictures = []
    with _LIBRARY:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return []
        for page in document:
            out = io.BytesIO()
            page.render(scale=_SCALE).to_pil().convert("RGB").save(out, "JPEG", quality=_QUALITY)
            pictures.append(out.getvalue())
            page.close()
        document.close()
    return pictures
