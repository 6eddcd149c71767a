"""The certificate for other places: as a badge, as a European credential, and what Europass takes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_GET

from certificates.actions.badge import signed_badge
from certificates.exports.badge import as_file
from certificates.exports.european import european_credential
from certificates.exports.pictures import pictures_of
from certificates.models import Certificate, CertificateDocument
from certificates.views.find import find_certificate
from people.access import PersonRequest, permission_required, public


@permission_required("certificates.download_certificate", find=find_certificate)
@require_GET
def download_badge(_request: PersonRequest, certificate: Certificate) -> HttpResponse:
    """Send the certificate as a signed Open Badges credential."""
    badge = signed_badge(certificate=certificate)
    return _download(badge, "application/vc", f"{certificate.number}-open-badge.json")


@permission_required("certificates.download_certificate", find=find_certificate)
@require_GET
def download_european(_request: PersonRequest, certificate: Certificate) -> HttpResponse:
    """Send the certificate in the European Learning Model, without the seal Europass asks for."""
    stored = CertificateDocument.objects.get(certificate=certificate)
    credential = european_credential(certificate, pictures_of(bytes(stored.pdf)))
    name = f"{certificate.number}-european-unsealed.jsonld"
    return _download(credential, "application/ld+json", name)


@public
@require_GET
def europass_help(request: HttpRequest) -> HttpResponse:
    """Tell what Europass takes of a certificate, and what it does not."""
    return render(request, "certificates/europass.html")


def _download(document: dict[str, Any], content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(as_file(document), content_type=content_type)
    name = get_valid_filename(name).encode("ascii", "ignore").decode()
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    patch_cache_control(response, private=True, no_store=True)
    return response
