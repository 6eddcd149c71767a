"""The printed replacement and the printed duplicate."""

import hashlib
import io

import pypdf
import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from certificates.actions.chain import replace_certificate
from certificates.actions.duplicates import issue_duplicate
from tests.factories import certificates

pytestmark = pytest.mark.django_db


def pages(data):
    reader = pypdf.PdfReader(io.BytesIO(bytes(data)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_a_replacement_and_its_duplicate_name_what_they_are(group, manager):
    old = certificates.certificate(group, manager, family_name="Ķirse-Brīvzemniece", language="en")
    new = replace_certificate(certificate=old, reason="Married", by=manager)
    copy = issue_duplicate(certificate=new, reason="Lost", by=manager)

    printed, again = pages(new.document.pdf), pages(copy.pdf)

    assert (len(pages(old.document.pdf)), len(printed), len(again)) == (2, 2, 2)
    assert f"No. {new.number}. Replaces certificate No. {old.number}" in printed[0]
    assert "Replaces" not in pages(old.document.pdf)[0]
    with override("en"):
        mark = f"DUPLICATE, {date_format(timezone.localdate(), 'SHORT_DATE_FORMAT')}"
    assert mark in again[0]
    assert again[0].replace(mark, "").split() == printed[0].split()
    assert again[1] == printed[1]
    assert copy.sha256 == hashlib.sha256(bytes(copy.pdf)).hexdigest()
