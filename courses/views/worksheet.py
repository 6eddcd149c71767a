"""The worksheets of a module as PDF."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from cms.exports.worksheet import render_worksheet
from courses.queries import find_progress, version_for
from courses.views.module import edition_before_start, module_or_404, page_or_404
from people.access import public


@public
@require_safe
def worksheet(request: HttpRequest, address: str, block: UUID) -> HttpResponse:
    """Download the worksheet of the version the reader has; only where its page is public."""
    page = page_or_404(module_or_404(address))
    if page.get_view_restrictions().exists():
        raise Http404
    person_id = request.user.person_id if request.user.is_authenticated else None
    progress = find_progress(person_id, page.module_id)
    version = version_for(page, progress or edition_before_start(request, page))
    found = next(
        (b for b in version.body if b.id == str(block) and b.block_type == "worksheet"), None
    )
    if found is None:
        raise Http404
    title = f"{page.module.code} {version.title}"
    data = render_worksheet(found.value, language=page.locale.language_code, about=title)
    name = slugify(f"{page.module.code} {found.value['title']}") or page.module.code
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )
