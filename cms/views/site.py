"""The search and the page that shows the components."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

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
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component with the line that says when to use it."""
    sample = SampleForm({"name": "Liepa Ābele", "email": "liepa@", "region": "latgale"})
    context = {
        "form": sample,
        "states": _SHOWN_STATES,
        "tokens": _TOKENS,
        "regions": _SAMPLE_REGIONS,
        "list_page": Paginator(range(120), 10).get_page(request.GET.get("page", "3")),
    }
    return render(request, "lms/styleguide.html", context)
