"""What a certificate would look like if it were issued now; nothing is numbered or stored."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from certificates.actions.issue import NotEligible, write_certificate
from certificates.exports.pdf import render_certificate
from certificates.models import Certificate
from certificates.queries.codes import CODE_LENGTH
from certificates.queries.words import template_in_use
from certificates.views.find import find_group
from people.access import PersonRequest, permission_required
from people.models import Person
from scheduling.models import Enrolment, TrainingGroup


def find_place(pk: int, person_pk: int) -> Enrolment:
    """Return a person's confirmed place in a group or raise Http404."""
    place = (
        Enrolment.objects.seated()
        .filter(group=find_group(pk), person=person_pk)
        .select_related("person", "group__cohort__programme", "group__region")
        .first()
    )
    if place is None:
        raise Http404
    return place


@permission_required("certificates.issue_certificates", find=find_place)
@require_GET
def sample(request: PersonRequest, place: Enrolment) -> HttpResponse:
    """Send the PDF somebody is about to get, marked as a sample, without number and code."""
    kind, language = _chosen(request)
    group = place.group
    try:
        certificate = _written(place.person, group, request, kind, language)
    except NotEligible:
        messages.error(request, _("The conditions are not met, so there is nothing to preview."))
        return redirect("certificates:batch_preview", pk=group.pk)
    certificate.number = gettext("SAMPLE, not valid")
    certificate.verification_code = "0" * CODE_LENGTH
    response = HttpResponse(render_certificate(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="sample-{place.person_id}.pdf"'
    patch_cache_control(response, private=True, no_store=True)
    return response


def _chosen(request: PersonRequest) -> tuple[str, str]:
    kind = request.GET.get("kind", "")
    language = request.GET.get("language", "")
    return (
        kind if kind in Certificate.Kind.values else Certificate.Kind.COMPETENCE.value,
        language if language in Certificate.Language.values else Certificate.Language.LATVIAN.value,
    )


def _written(
    person: Person, group: TrainingGroup, request: PersonRequest, kind: str, language: str
) -> Certificate:
    programme = group.cohort.programme
    return write_certificate(
        person=person,
        programme=programme,
        group=group,
        by=request.user,
        kind=kind,
        language=language,
        template=template_in_use(programme, kind),
    )
