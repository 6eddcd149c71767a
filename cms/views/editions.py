"""The published versions of the guidelines at lasting addresses, and publishing the next one."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cms.actions.editions import (
    NothingChanged,
    NothingToPublish,
    PublishedMeanwhile,
    drafted_content,
    publish_edition,
)
from cms.exports.guidelines import guidelines_pdf
from cms.forms import PublishEditionForm
from cms.models import GuidelineEdition
from cms.queries.changes import changes_between
from cms.queries.editions import LANGUAGES, Document, document_of, find_edition, read_document
from cms.queries.reading import edition_links, read_edition
from people.access import PersonRequest, permission_required, public

_PDF_KEPT_SECONDS = 24 * 60 * 60


def _language() -> str:
    return "en" if get_language() == "en" else "lv"


def _find(number: str) -> tuple[GuidelineEdition, Document]:
    found = find_edition(number)
    document = document_of(found, _language())
    if found is None or not document.chapters:
        raise Http404
    return found, document


def _context(found: GuidelineEdition) -> dict[str, Any]:
    """Return what every page of an edition says: whether a newer one is in force."""
    newest = GuidelineEdition.objects.light().newest()
    return {
        "edition": found,
        "newest": newest if newest and newest.pk != found.pk else None,
        "earlier": GuidelineEdition.objects.light().before(found).newest(),
    }


@public
@require_GET
def edition_list(request: HttpRequest) -> HttpResponse:
    """List every published version with its note."""
    editions = list(GuidelineEdition.objects.light())
    rows = [
        {"edition": one, "earlier": earlier}
        for one, earlier in zip(editions, [*editions[1:], None], strict=True)
    ]
    return render(request, "cms/edition_list.html", {"rows": rows})


@public
@require_GET
def edition(request: HttpRequest, number: str) -> HttpResponse:
    """Show the chapters of one version."""
    found, document = _find(number)
    context = {"document": document, "links": edition_links(found, document)}
    return render(request, "cms/edition.html", context | _context(found))


@public
@require_GET
def chapter(request: HttpRequest, number: str, chapter: int) -> HttpResponse:
    """Show a chapter as it stood in one version."""
    found, _document = _find(number)
    reading = read_edition(found, _language(), chapter, is_easy="easy" in request.GET)
    if reading is None:
        raise Http404
    return render(request, "cms/edition_chapter.html", {"reading": reading} | _context(found))


@public
@require_GET
def whole(request: HttpRequest, number: str) -> HttpResponse:
    """Show all chapters of one version on a page, for printing and for screen readers."""
    found, document = _find(number)
    return render(request, "cms/edition_whole.html", {"document": document} | _context(found))


@public
@require_GET
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out one version as PDF; drawn once a day at most, since an edition never changes."""
    found, document = _find(number)
    language = _language()
    key = f"guidelines-pdf-{language}-{found.sha256}"
    content = cache.get(key)
    if content is None:
        content = guidelines_pdf(edition=found, document=document, language=language)
        cache.set(key, content, _PDF_KEPT_SECONDS)
    name = f"{'guidelines' if language == 'en' else 'vadlinijas'}-{found.number}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@public
@require_GET
def changes(request: HttpRequest, number: str) -> HttpResponse:
    """Show what has changed in a version since another one; by itself, since the one before."""
    found, document = _find(number)
    earlier = list(GuidelineEdition.objects.light().before(found))
    chosen = request.GET.get("since") or (earlier[0].number if earlier else "")
    since = next((one for one in earlier if one.number == chosen), None)
    if since is None:
        raise Http404
    old = document_of(GuidelineEdition.objects.get(pk=since.pk), _language())
    context = {
        "since": since,
        "earlier_editions": earlier,
        "chapters": changes_between(old, document),
    }
    return render(request, "cms/edition_changes.html", _context(found) | context)


@permission_required("cms.publish_edition")
@require_http_methods(["GET", "HEAD", "POST"])
def edition_new(request: PersonRequest) -> HttpResponse:
    """Show what readers would get, then publish it."""
    newest = GuidelineEdition.objects.newest()
    form = PublishEditionForm(
        request.POST if request.method == "POST" else None,
        initial={"after": newest.number if newest else ""},
    )
    if form.is_valid():
        try:
            made = publish_edition(by=request.user, **form.cleaned_data)
        except NothingToPublish:
            form.add_error(None, _("There is nothing to publish: no chapter is published yet."))
        except NothingChanged:
            form.add_error(None, _("Nothing has changed since the newest version."))
        except PublishedMeanwhile:
            form.add_error(
                None, _("A version was published meanwhile. Open this page anew and look again.")
            )
        else:
            messages.success(
                request, _("Version %(number)s is published.") % {"number": made.number}
            )
            return redirect("cms:edition_list")
    content, _new = drafted_content()
    drafts = [
        (
            language,
            changes_between(document_of(newest, language), read_document(content[language])),
        )
        for language in LANGUAGES
    ]
    context = {"form": form, "newest": newest, "drafts": drafts}
    return render(request, "cms/edition_new.html", context)
