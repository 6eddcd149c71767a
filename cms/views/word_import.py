"""Import from Word in the admin: choose the file, look at what it becomes, save it as a draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from cms.actions.word_import import (
    PageChanged,
    PageLocked,
    PageTooLarge,
    TooManyBlocks,
    WordPreview,
    find_preview,
    forget_preview,
    import_word,
    is_locked,
    keep_preview,
)
from cms.forms import WordFileForm, WordImportForm
from cms.queries.word import read_word, report_of
from cms.queries.word.pages import content_block, takes_word
from people.access import PersonRequest, permission_required


def find_page(page_id: str, token: str = "") -> Page:
    """Find a page that takes an imported text; 404 if there is none."""
    page = get_object_or_404(Page.objects.select_related("locale", "content_type"), pk=page_id)
    if not takes_word(page):
        raise Http404
    return page


@permission_required("cms.import_word", find=find_page)
@require_http_methods(["GET", "POST"])
def choose_file(request: PersonRequest, page: Page) -> HttpResponse:
    """Ask for the document; what was read of it waits under an address of its own."""
    if is_locked(page, request.user):
        return _refuse_locked(request, page)
    is_sent = request.method == "POST"
    form = WordFileForm(request.POST, request.FILES) if is_sent else WordFileForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            text = read_word(file, language=page.locale.language_code)
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            token = keep_preview(page=page, by=request.user, name=file.name, text=text)
            return redirect("word_import_preview", page.pk, token)
    return render(request, "cms/admin/word_file.html", {"page": page, "form": form})


@permission_required("cms.import_word", find=find_page)
@require_http_methods(["GET", "POST"])
def preview(request: PersonRequest, page: Page) -> HttpResponse:
    """Show what the document becomes; a POST saves it as a draft and opens the page's editor."""
    waiting = _waiting(request, page)
    if waiting is None:
        messages.error(
            request,
            _("This import has been saved already, or an hour has passed. Choose the file again."),
        )
        return redirect("word_import", page.pk)
    form = WordImportForm(request.POST) if request.method == "POST" else WordImportForm()
    if form.is_valid():
        return _save(request, page, waiting, form)
    context = {
        "page": page,
        "name": waiting.name,
        "report": report_of(waiting.found),
        "form": form,
        "revision": page.latest_revision_id,
        "token": _token(request),
    }
    return render(request, "cms/admin/word_preview.html", context)


@permission_required("cms.import_word", find=find_page)
@require_safe
@xframe_options_sameorigin
def blocks(request: PersonRequest, page: Page) -> HttpResponse:
    """Draw the blocks alone as readers will see them, for the frame in the preview."""
    waiting = _waiting(request, page)
    block = content_block(page.specific_class)
    if waiting is None or block is None:
        raise Http404
    context = {"page": page, "body": block.to_python(waiting.blocks)}
    return render(request, "cms/admin/word_blocks.html", context)


def _token(request: PersonRequest) -> str:
    assert request.resolver_match is not None  # noqa: S101  # a view always has one
    return str(request.resolver_match.kwargs["token"])


def _waiting(request: PersonRequest, page: Page) -> WordPreview | None:
    return find_preview(token=_token(request), page=page, by=request.user)


def _save(
    request: PersonRequest, page: Page, waiting: WordPreview, form: WordImportForm
) -> HttpResponse:
    token = _token(request)
    try:
        import_word(
            page=page,
            preview=waiting,
            replace=form.cleaned_data["way"] == form.REPLACE,
            seen=form.cleaned_data["revision"],
            by=request.user,
        )
    except PageLocked:
        return _refuse_locked(request, page)
    except PageChanged:
        messages.error(
            request,
            _(
                "Nothing was saved: somebody has changed the page meanwhile. Look at it in the editor, then confirm again."
            ),
        )
    except TooManyBlocks as refusal:
        messages.error(
            request,
            _("Nothing was saved: a page may have at most %(most)d blocks. Divide the document.")
            % {"most": refusal.most},
        )
    except PageTooLarge:
        messages.error(
            request,
            _(
                "Nothing was saved: the page would be too large for the editor. Divide the document."
            ),
        )
    else:
        forget_preview(token)
        messages.success(
            request, _("The document is imported as a draft. Readers see nothing of it yet.")
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    return redirect("word_import_preview", page.pk, token)


def _refuse_locked(request: PersonRequest, page: Page) -> HttpResponse:
    messages.error(
        request, _("The page is locked, so nothing can be imported into it. Ask who locked it.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
