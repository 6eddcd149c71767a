"""Serving stretches of video and audio files, so that one can seek in them."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_LONGEST = 1024 * 1024  # a player asks on; no answer holds more of the file in memory


@hooks.register("before_serve_document", order=100)
def serve_stretches(document: Any, request: HttpRequest) -> HttpResponse | None:
    """Answer a player that asks for a stretch of a video or recording, so that one can seek.

    Wagtail has asked before this who may have the file; it serves whole files itself.
    """
    kind = document.content_type
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    if not kind.startswith(("video/", "audio/")) or wanted is None or wanted[0] == "bytes=-":
        return None
    size = document.file.size
    if wanted[1]:
        first, last = int(wanted[1]), min(int(wanted[2] or size), size - 1)
    else:
        first, last = max(size - int(wanted[2]), 0), size - 1
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": document.content_disposition,
    }
    if first > last:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    last = min(last, first + _LONGEST - 1)
    with document.file.open("rb") as file:
        file.seek(first)
        stretch = file.read(last - first + 1)
    return HttpResponse(
        stretch,
        status=206,
        content_type=kind,
        headers=headers | {"Content-Range": f"bytes {first}-{last}/{size}"},
    )
