"""Hostile text in every field that reaches a certificate's PDF: printed as text, and nothing else."""

import builtins
import io
import socket
from pathlib import Path

import pypdf
import pytest

from certificates.exports import pdf
from certificates.models import CertificateDetails, CertificateTemplate, ConfirmedLevel
from courses.actions.competences import load_competences
from courses.models import CompetenceArea
from tests.factories import certificates
from tests.printing import print_here

pytestmark = pytest.mark.django_db
PAYLOADS = [
    '<img src="/etc/passwd">',
    '<img src="file:///etc/passwd">',
    '<img src="http://127.0.0.1:9/x.png">',
    '<img src="//127.0.0.1:9/x.png">',
    '<img src="ftp://127.0.0.1:9/x.png">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<img src="../../../../etc/passwd">',
    '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
    "<style>@import url(http://127.0.0.1:9/x.css);</style>",
    "<style>@font-face{font-family:x;src:url(/etc/passwd)}</style>",
    "<style>@page{background-image:url(/etc/passwd)}</style>",
    "<style>*{display:none}</style>",
    '<pdf:include src="/etc/passwd">',
    '<pdf:barcode value="x" type="qr">',
    "<pdf:nextpage><pdf:toc>",
    '<pdf:language name="en">',
    "<para><onDraw name=x label=y/></para>",
    '<font name="../../x">x</font>',
    "</p></td></tr></table></body></html>",
    '<iframe src="file:///etc/passwd"></iframe>',
    '<object data="/etc/passwd"></object>',
    "{{ settings.SECRET_KEY }}",
    "{% load i18n %}{% debug %}",
    "{name.__class__.__mro__} {0} {hours!r}",
    "%(name)s %s %n ${x} $(id) `id`",
    "</style><script>alert(1)</script>",
    "../../lms/settings/base.py",
    "<!-- ]]> &lt;b&gt; &amp; &#x3c;",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "\\u003cimg src=x\\u003e \\x00 (\\) endobj stream",
    "=HYPERLINK(1) @SUM(1)",
]
# What is no text of people's: it stays as it is.
FIXED = {"schema", "kind", "language_code", "issued_on", "code", "mode", "dates", "version"}
FIXED |= {"rule", "period", "hours", "completed_on", "revisions", "self", "confirmed", "template"}
FIXED |= {"shows", "academic_hours", "id"}


@pytest.fixture
def certificate(group, manager):
    """A certificate in both languages with something in every field."""
    programme = group.cohort.programme
    load_competences(programme)
    person = certificates.due_person(group, manager)
    for area in CompetenceArea.objects.filter(programme=programme):
        ConfirmedLevel.objects.create(person=person, area=area, level=1, confirmed_by=manager)
    CertificateDetails.objects.create(person=person, programme=programme, outcomes="Protu.")
    words = CertificateTemplate.objects.create(
        programme=programme,
        name="Vārdi",
        heading="APLIECĪBA",
        heading_en="CERTIFICATE",
        statement="Apliecība.",
        statement_en="Certificate.",
        note="Piezīme.",
        note_en="Note.",
        place="Rīga",
        place_en="Riga",
        signatory_name="Izdomāta Parakstītāja",
        signatory_post="direktore",
        signatory_post_en="director",
    )
    return certificates.issue_certificate(
        person=person,
        programme=programme,
        group=group,
        by=manager,
        language="both",
        template=words,
    )


def filled(value, payload):
    """Return the value with the payload in place of every text of people's."""
    if isinstance(value, dict):
        return {key: one if key in FIXED else filled(one, payload) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, payload) for one in value]
    return payload if isinstance(value, str) and value not in {"lv", "en", "both"} else value


def watched(real, opened):
    def opening(file, *args, **kwargs):
        if not isinstance(file, int):
            opened.append(Path(str(file)).resolve())
        return real(file, *args, **kwargs)

    return opening


def refuse(*args, **kwargs):
    raise AssertionError(f"a connection was tried: {args}")


def text_of(data):
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_is_printed_and_opens_nothing(certificate, payload, monkeypatch):
    print_here(monkeypatch)
    pdf.render_certificate(certificate)  # the library reads files of its own when first used
    certificate.snapshot = filled(certificate.snapshot, payload)
    certificate.snapshot["municipality"] = {"lv": payload, "en": payload}
    opened: list[Path] = []
    monkeypatch.setattr(builtins, "open", watched(builtins.open, opened))
    monkeypatch.setattr(io, "open", watched(io.open, opened))
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    data = pdf.render_certificate(certificate)
    monkeypatch.undo()

    own = (pdf.CONTENT, pdf.FONTS)
    outside = [path for path in opened if not any(path.is_relative_to(one) for one in own)]
    assert [path for path in outside if "site-packages" not in path.parts] == []
    printed = text_of(data)
    # Name twice, programme twice, heading, statement, place and so on, in each language.
    assert printed.count("".join(payload.split())) >= 30
    # The process that really prints does the same.
    assert text_of(pdf.render_certificate(certificate)) == printed


def test_the_list_is_as_long_as_was_promised():
    assert len(set(PAYLOADS)) >= 30
