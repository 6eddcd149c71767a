"""One certificate: as a page, which is its accessible form, and as the PDF that was issued."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_GET

from certificates.exports.document import document_of
from certificates.models import Certificate, CertificateDocument
from certificates.queries.chain import chain_of, history_of
from certificates.views.find import find_certificate
from people.access import PersonRequest, permission_required


@permission_required("certificates.download_certificate", find=find_certificate)
@require_GET
def certificate(request: PersonRequest, certificate: Certificate) -> HttpResponse:
    """Show what the PDF says, in the language it was issued in."""
    may_manage = request.user.has_perm("certificates.replace_certificate", certificate)
    context = {
        "certificate": certificate,
        "document": document_of(certificate),
        "chain": chain_of(certificate),
        "history": history_of(certificate),
        "may_see_register": request.user.has_perm("certificates.see_register"),
        "may_manage": may_manage and certificate.state == Certificate.State.VALID,
    }
    return render(request, "certificates/certificate.html", context)


@permission_required("certificates.download_certificate", find=find_certificate)
@require_GET
def download(request: PersonRequest, certificate: Certificate) -> HttpResponse:
    """Send the stored bytes, for ever the same; while they wait for their seal, say so."""
    stored = CertificateDocument.objects.get(certificate=certificate)
    if stored.awaits_seal:
        context = {"certificate": certificate}
        return render(request, "certificates/awaits_seal.html", context, status=409)
    return send_pdf(bytes(stored.pdf), f"{certificate.number}.pdf")


def send_pdf(pdf: bytes, name: str) -> HttpResponse:
    """Send a document under a plain name; it names a person, so that nothing keeps it."""
    response = HttpResponse(pdf, content_type="application/pdf")
    ascii_name = get_valid_filename(name).encode("ascii", "ignore").decode()
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=ascii_name
    )
    patch_cache_control(response, private=True, no_store=True)
    return response
