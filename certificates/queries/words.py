"""The words of a certificate: a template's as published, or those that come with the product."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import Certificate, CertificateTemplate
from certificates.models.words import fill
from courses.models import Programme

LANGUAGES = ("lv", "en")
Pair = dict[str, str]
SHOWN = ("municipality", "form", "outcomes", "competences")


def templates_in_use(programme: Programme, kind: str) -> list[CertificateTemplate]:
    """Return the published templates of the programme for this kind, by name."""
    return list(CertificateTemplate.objects.in_use().filter(programme=programme, kind=kind))


def template_in_use(programme: Programme, kind: str) -> CertificateTemplate | None:
    """Return the template offered first; None where the product's words are used."""
    return next(iter(templates_in_use(programme, kind)), None)


def template_after(certificate: Certificate) -> CertificateTemplate | None:
    """Return whose words stand in a certificate's replacement: its own template's of today.

    If that one is no longer in use, the first that is; None where the product's words are.
    """
    templates = templates_in_use(certificate.programme, certificate.kind)
    own = certificate.snapshot.get("template", {}).get("id")
    found = next((one for one in templates if one.pk == own), None)
    return found or next(iter(templates), None)


def words_as_given(kind: str) -> CertificateTemplate:
    """Return a template, not stored, with the words that come with the product."""
    heading, statement = both(_HEADINGS[kind]), both(_STATEMENTS[kind])
    note = both(lambda: _("This certificate is not a state-recognised education document."))
    place = both(lambda: _("Riga"))
    return CertificateTemplate(
        kind=kind,
        name="",
        heading=heading["lv"],
        heading_en=heading["en"],
        statement=statement["lv"],
        statement_en=statement["en"],
        note=note["lv"],
        note_en=note["en"],
        place=place["lv"],
        place_en=place["en"],
    )


_HEADINGS: dict[str, Callable[[], str]] = {
    Certificate.Kind.COMPETENCE: lambda: _("CERTIFICATE"),
    Certificate.Kind.ATTENDANCE: lambda: _("CONFIRMATION"),
}
_STATEMENTS: dict[str, Callable[[], str]] = {
    Certificate.Kind.COMPETENCE: lambda: _(
        "This certificate confirms completion of a non-formal education programme"
        " to the extent stated below."
    ),
    Certificate.Kind.ATTENDANCE: lambda: _(
        "This document confirms attendance of a non-formal education programme in the hours stated"
        " below. It does not confirm completion of the programme."
    ),
}


def both(say: Callable[[], str]) -> Pair:
    """Say something in both languages of a certificate."""
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = say()
    return texts


def words_of(template: CertificateTemplate, values: Mapping[str, Pair]) -> dict[str, Any]:
    """Return the template's words with the values filled in, as they go into the snapshot.

    ``values`` holds a pair of texts for each placeholder; an empty dative chooses the statement
    in which the name stands alone.
    """
    dative = values["name_dative"]["lv"]
    latvian = (dative and template.statement_dative) or template.statement
    given = {
        language: {name: pair[language] for name, pair in values.items()} for language in LANGUAGES
    }
    return {
        "heading": {"lv": template.heading, "en": template.heading_en},
        "statement": {
            "lv": fill(latvian, given["lv"]),
            "en": fill(template.statement_en, given["en"]),
        },
        "recognition": {"lv": template.note, "en": template.note_en},
        "place": {"lv": template.place, "en": template.place_en},
        "signatory": {
            "name": template.signatory_name,
            "post": {"lv": template.signatory_post, "en": template.signatory_post_en},
        },
        "shows": {name: getattr(template, f"shows_{name}") for name in SHOWN},
        "template": {
            "id": template.pk,
            "name": template.name,
            "revision": template.live_revision_id,
        },
    }
