"""What the cms app serves beside Wagtail pages: search, components, and images in their sizes."""

import re

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_safe

from cms.blocks import sample_blocks
from cms.forms import SampleForm
from cms.queries import search_pages, search_terms, sections
from people.access import public

_SAMPLE_REGIONS = [
    {"label": "Kurzeme", "value": 27, "target": 56},
    {"label": "Latgale", "value": 30, "target": 62},
    {"label": "Rīga-Pierīga", "value": 30, "target": 62},
]
_TOKENS = [
    *("ground", "surface", "sunk", "line", "edge", "muted", "ink"),
    *("spruce", "spruce-soft", "amber", "amber-soft", "amber-ink", "deep", "madder"),
    *("ok", "warn", "bad", "info", "q0", "q1", "q2", "q3", "q4"),
]
_SHOWN_STATES = [
    *("present", "late", "left_early", "absent", "excused", "made_up", "unmarked"),
    *("applied", "confirmed", "waiting", "withdrawn", "not_started", "in_progress", "completed"),
    *(
        "met",
        "not_met",
        "impossible",
        "valid",
        "superseded",
        "revoked",
        "in_person",
        "online",
        "new",
    ),
]

_IMAGE_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
}


@public
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show published pages and glossary terms that hold the reader's words."""
    typed = request.GET.get("q", "")
    language = get_language() or "lv"
    pages, terms = search_pages(typed, language), search_terms(typed)
    glossary = sections(language).get("glossarypage")
    context = {
        "query": typed.strip()[:100],
        "pages": pages,
        "terms": terms,
        "number": len(pages) + len(terms),
        "glossary_url": glossary.url if glossary else "",
    }
    return render(request, "cms/search.html", context)


@public
@require_safe
def image_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve an image in one of its sizes; originals and anything but pictures are not served."""
    kind = _IMAGE_TYPES.get(name.rpartition(".")[2].lower())
    if kind is None or not re.fullmatch(r"[\w.=-]+", name):
        raise Http404
    try:
        file = default_storage.open(f"images/{name}")
    except (FileNotFoundError, IsADirectoryError):
        raise Http404 from None
    # The name changes with the image and the size, so that it can be kept for ever.
    return FileResponse(
        file,
        content_type=kind,
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "Content-Security-Policy": "default-src 'none'",
        },
    )


@public
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component with the line that says when to use it."""
    sample = SampleForm({"name": "Liepa Ābele", "email": "liepa@", "region": "latgale"})
    context = {
        "form": sample,
        "blocks": sample_blocks(),
        "states": _SHOWN_STATES,
        "tokens": _TOKENS,
        "regions": _SAMPLE_REGIONS,
        "list_page": Paginator(range(120), 10).get_page(request.GET.get("page", "3")),
    }
    return render(request, "lms/styleguide.html", context)
