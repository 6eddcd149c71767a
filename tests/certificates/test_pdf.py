"""The printed certificate: what it says, for every name, and that it reads nothing it should not."""

import io
import shutil

import pypdf
import pytest
from django.core.management import call_command
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from certificates.exports import pdf
from certificates.exports.document import document_of
from certificates.models import Certificate, CertificateDetails, ConfirmedLevel
from cms.exports.press import CannotPrint
from courses.actions.competences import load_competences
from courses.models import CompetenceArea, ModuleEdition, ModuleProgress
from tests.factories import certificates

pytestmark = pytest.mark.django_db
LETTERS = "ĀČĒĢĪĶĻŅŠŪŽ āčēģīķļņšūž"


@pytest.fixture
def certificate(group, manager):
    return certificates.certificate(group, manager, given_name="Žanete", family_name="Ķirse-Šņūča")


def pages(data: bytes) -> list[str]:
    """The text of each page, spaces collapsed."""
    return [
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages
    ]


def renamed(certificate: Certificate, name: str) -> Certificate:
    certificate.snapshot["person"]["name"] = name
    return certificate


@pytest.mark.parametrize("language", ["lv", "en"])
def test_pdf_says_what_the_snapshot_says(group, manager, language):
    certificate = certificates.certificate(
        group, manager, given_name="Žanete", family_name="Ķirse-Šņūča", language=language
    )
    first, second = pages(bytes(certificate.document.pdf))
    said = document_of(certificate)
    with override(language):
        words = [_("CERTIFICATE"), _("Training programme"), _("Place and date of issue")]
        day = _("Supplement to certificate No. %(number)s") % {"number": certificate.number}
    for part in [
        *words,
        said.number,
        said.name,
        said.programme,
        said.issuer,
        said.place,
        said.statement,
        said.recognition,
        said.funding,
        said.project,
        said.code,
        said.check_url,
        said.form,
        said.instruction,
        said.groups,
        said.region,
    ]:
        assert " ".join(part.split()) in first
    assert day in second
    for module in said.modules:
        assert f"{module.code} {module.title}" in second
    for training_day in said.days:
        assert f"{training_day.code} {training_day.title}" in second
    for outcome in said.outcomes:
        assert outcome in second


def test_page_two_says_levels_apart_and_ones_own_words(group, manager):
    person = certificates.due_person(group, manager)
    programme = group.cohort.programme
    load_competences(programme)
    for area in CompetenceArea.objects.filter(programme=programme):
        ConfirmedLevel.objects.create(person=person, area=area, level=2, confirmed_by=manager)
    CertificateDetails.objects.create(
        person=person, programme=programme, outcomes="Protu vadīt spēli.\n<i>Un</i> pārdomas."
    )
    certificate = certificates.certificate(group, manager, person=person)

    _first, second = pages(bytes(certificate.document.pdf))
    for area in CompetenceArea.objects.filter(programme=programme):
        assert f"{area.letter} {area.title} – Prakse" in second
    assert "Dalībnieka vārdiem Protu vadīt spēli. <i>Un</i> pārdomas." in second


def test_pdf_names_the_version_of_each_module(group, manager):
    person = certificates.due_person(group, manager)
    first, second = group.cohort.programme.modules.all()
    edition = ModuleEdition.objects.create(module=first, major=2, minor=1)
    ModuleProgress.objects.filter(person=person, module=first).update(edition=edition)

    issued = certificates.certificate(group, manager, person=person)

    said = document_of(issued)
    assert [module.version for module in said.modules] == ["2.1", ""]
    page = pages(bytes(issued.document.pdf))[1]
    assert f"{first.code} {said.modules[0].title} 2.1 4" in page
    assert f"{second.code} {said.modules[1].title} – 4" in page


def test_certificate_from_before_versions_still_prints(certificate):
    for module in certificate.snapshot["modules"]:
        del module["version"]

    assert len(pages(pdf.render_certificate(certificate))) == 2
    assert {module.version for module in document_of(certificate).modules} == {""}


def test_pdf_names_its_language_title_author_and_subject(certificate):
    reader = pypdf.PdfReader(io.BytesIO(bytes(certificate.document.pdf)))
    said = document_of(certificate)
    assert reader.trailer["/Root"]["/Lang"] == "lv"
    assert said.number in reader.metadata.title
    assert reader.metadata.author == said.issuer
    assert reader.metadata.subject == said.programme


@pytest.mark.parametrize(
    "name",
    [
        LETTERS,
        "A & B <b",
        "</para>",
        "O'Neil",
        "Жанна Щукина",
        "Anna Katrīna Zvaigznīte-Lazdukalne-Pīlādze",
        "Ž" * 60 + " " + "ķ" * 60,
    ],
)
def test_odd_names_print_whole_and_stay_on_two_pages(certificate, name):
    text = pages(pdf.render_certificate(renamed(certificate, name)))
    assert len(text) == 2
    assert name in text[0]
    assert name in text[1]


def test_a_letter_no_font_has_leaves_the_rest_printed(certificate):
    text = pages(pdf.render_certificate(renamed(certificate, "Liepa 😀 Ābele")))
    assert "Liepa" in text[0]
    assert "Ābele" in text[0]


def images_on(data: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(data)).pages[0].images)


def test_official_logos_are_printed_where_the_operator_put_them(certificate, monkeypatch, tmp_path):
    without = images_on(pdf.render_certificate(certificate))
    shutil.copytree(pdf.CONTENT, tmp_path / "content")
    (tmp_path / "content" / "logos").mkdir(exist_ok=True)
    for n, name in enumerate(pdf.LOGOS):
        logo = tmp_path / "content" / "logos" / f"{name}.png"
        Image.new("RGB", (200 + n, 50), "navy").save(logo)
    monkeypatch.setattr(pdf, "CONTENT", tmp_path / "content")
    data = pdf.render_certificate(certificate)
    assert images_on(data) == without + 3
    text = pages(data)
    assert len(text) == 2
    assert document_of(certificate).recognition in text[0]


def test_a_font_that_is_missing_stops_the_print(certificate, monkeypatch, tmp_path):
    shutil.copytree(pdf.FONTS, tmp_path / "fonts")
    (tmp_path / "fonts" / "NotoSans-Bold.ttf").unlink()
    monkeypatch.setattr(pdf, "FONTS", tmp_path / "fonts")
    with pytest.raises(CannotPrint):
        pdf.render_certificate(certificate)


def test_the_longest_texts_keep_to_two_pages(certificate):
    programme = certificate.snapshot["programme"]
    programme["title"]["lv"] = ("Digitālais darbs ar jaunatni " * 7)[:200]
    programme["form"]["lv"] = ("Neformālā izglītība klātienē un tiešsaistē, " * 5)[:200]
    certificate.snapshot["groups"][0]["name"] = "Grupa ar ļoti garu nosaukumu " * 2
    assert len(pages(pdf.render_certificate(renamed(certificate, "Ž" * 80 + " " + "W" * 80)))) == 2


def test_a_long_name_steps_down():
    sizes = [
        pdf.type_size(name, "NotoSerifDisplay-Bold", pdf.NAME_SIZES)
        for name in ("Liepa Ābele", "Anna Katrīna Zvaigznīte", "W" * 80)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 36
    assert sizes[2] < 10


def test_the_paper_on_file_is_what_the_command_draws(tmp_path):
    call_command("draw_certificate_paper", into=tmp_path)
    for name in ("certificate-1.pdf", "certificate-2.pdf"):
        assert (tmp_path / name).read_bytes() == (pdf.CONTENT / "images" / name).read_bytes()


def test_fonts_are_small_and_carry_their_licence():
    fonts = pdf.FONTS
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text().upper()
    assert all(font.stat().st_size < 60_000 for font in fonts.glob("*.ttf"))
