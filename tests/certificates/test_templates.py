"""Templates of certificates: a closed list of placeholders, versions, and what is printed."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from certificates.actions.requests import accept_request, request_issue
from certificates.exports.document import document_of
from certificates.exports.sample import sample_pictures
from certificates.models import CertificateDetails, CertificateTemplate
from certificates.models.words import PLACEHOLDERS, check_placeholders, fill
from people.actions.reference import STAFF_GROUPS, load_reference
from people.models import Role
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_printing(monkeypatch):
    monkeypatch.setattr(
        "certificates.actions.freeze.render_certificate", lambda _certificate: b"%PDF-1.7"
    )


@pytest.fixture
def as_manager(client):
    return _as(Role.PROGRAMME_MANAGER, client)


def _as(role, client):
    load_reference()
    account = people.user(role)
    account.groups.add(Group.objects.get(name=STAFF_GROUPS[role]))
    client.force_login(account)
    return client


def template(programme, **fields):
    return CertificateTemplate.objects.create(
        **{
            "programme": programme,
            "kind": "competence",
            "name": "Parastā",
            "heading": "APLIECĪBA",
            "heading_en": "CERTIFICATE",
            "statement": "{name} apguva {hours} stundas, {first_day} – {last_day}.",
            "statement_en": "{name} completed {hours} of {planned_hours} hours in {region}.",
            "place": "Valmiera",
            "place_en": "Valmiera",
            "signatory_name": "Izdomāta Parakstītāja",
            "signatory_post": "direktores vietniece",
            "signatory_post_en": "deputy director",
        }
        | fields
    )


def issue(group, manager, words, **fields):
    person = certificates.due_person(
        group, manager, **{"given_name": "Žanete", "family_name": "Ķirse"} | fields
    )
    return person, certificates.issue_certificate(
        person=person, programme=group.cohort.programme, group=group, by=manager, template=words
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{nam}", "Šādas aizvietojamās vietas nav: {nam}."),
        ("{}", "Šādas aizvietojamās vietas nav: {}."),
        ("{name.__class__}", "Šādas aizvietojamās vietas nav: {name.__class__}."),
        ("{0}", "Šādas aizvietojamās vietas nav: {0}."),
        ("{name!r:>9}", "Šādas aizvietojamās vietas nav: {name!r:>9}."),
        ("{name", "Iekavai nav otras puses."),
        ("name}", "Iekavai nav otras puses."),
        ("{{name}}", "Iekavai nav otras puses."),
    ],
)
def test_other_placeholders_are_refused_in_a_sentence(text, sentence):
    with pytest.raises(ValidationError) as refused:
        check_placeholders(text)

    assert refused.value.messages[0].startswith(sentence)


@given(st.text(alphabet="{}abnme ", max_size=40))
def test_what_passes_the_check_can_always_be_filled(text):
    try:
        check_placeholders(text)
    except ValidationError:
        return
    filled = fill(text, dict.fromkeys(PLACEHOLDERS, "X"))

    assert not set("{}") & set(filled)


def test_values_are_put_in_once_and_never_read_again():
    assert fill("{name}", {"name": "{hours}"}) == "{hours}"


def test_the_published_words_are_printed_in_both_languages(group, manager, programme):
    _person, certificate = issue(group, manager, template(programme))

    latvian, english = document_of(certificate, "lv"), document_of(certificate, "en")
    assert latvian.statement == (
        "Žanete Ķirse apguva 40 stundas, 2024. gada 6. maijs – 2024. gada 10. maijs."
    )
    assert english.statement == "Žanete Ķirse completed 40 of 40 hours in Latgale."
    assert (latvian.heading, english.heading) == ("APLIECĪBA", "CERTIFICATE")
    assert (latvian.place, latvian.signatory_name) == ("Valmiera", "Izdomāta Parakstītāja")
    assert (latvian.signatory_post, english.signatory_post) == (
        "direktores vietniece",
        "deputy director",
    )


def test_editing_a_template_changes_no_certificate(group, manager, programme):
    words = template(programme)
    words.save_revision().publish()
    words.refresh_from_db()
    _person, certificate = issue(group, manager, words)
    before = certificate.snapshot
    words.statement = "Cits teksts."
    words.save_revision().publish()
    certificate.refresh_from_db()

    assert certificate.snapshot == before
    assert before["template"] == {
        "id": words.pk,
        "name": "Parastā",
        "revision": words.revisions.order_by("pk").first().pk,
    }


@pytest.mark.parametrize(
    ("confirmed_for", "statement"),
    [
        ("Žanete Ķirse", "Apliecība izsniegta Žanetei Ķirsei."),
        ("Žanete Kalniņa", "Vārds atsevišķi."),
        ("", "Vārds atsevišķi."),
    ],
)
def test_the_dative_is_printed_only_as_confirmed_for_this_name(
    group, manager, programme, confirmed_for, statement
):
    words = template(
        programme,
        statement="Vārds atsevišķi.",
        statement_dative="Apliecība izsniegta {name_dative}.",
    )
    person = certificates.due_person(group, manager, given_name="Žanete", family_name="Ķirse")
    if confirmed_for:
        CertificateDetails.objects.create(
            person=person,
            programme=programme,
            name_dative="Žanetei Ķirsei",
            dative_of=confirmed_for,
        )
    certificate = certificates.issue_certificate(
        person=person, programme=programme, group=group, by=manager, template=words
    )

    assert document_of(certificate).statement == statement


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"statement": "{name_dative}"}, "statement"),
        ({"statement_dative": "{name}"}, "statement_dative"),
        ({"signatory_post_en": ""}, "signatory_post"),
        ({"statement_en": "{wrong}"}, "statement_en"),
    ],
)
def test_a_template_that_contradicts_itself_is_refused(programme, fields, field):
    words = template(programme)
    for name, value in fields.items():
        setattr(words, name, value)

    with pytest.raises(ValidationError) as refused:
        words.full_clean()

    assert list(refused.value.message_dict) == [field]


def test_what_is_switched_off_is_not_printed(group, manager, programme):
    words = template(programme, shows_form=False, shows_municipality=False, shows_outcomes=False)
    _person, certificate = issue(group, manager, words)

    printed = document_of(certificate)
    assert (printed.form, printed.instruction, printed.municipality, printed.outcomes) == (
        "",
        "",
        "",
        [],
    )


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_preview_is_the_print_as_pictures(programme, language):
    pages = sample_pictures(template(programme), language)

    assert len(pages) == 2
    assert all(page.startswith("data:image/jpeg;base64,/9j/") for page in pages)


def edit_address(words):
    return reverse("wagtailsnippets_certificates_certificatetemplate:edit", args=[words.pk])


def test_editors_of_pages_do_not_edit_templates(client, programme):
    editor = _as(Role.CONTENT_EDITOR, client)

    assert editor.get(edit_address(template(programme))).status_code == 302


def test_managers_edit_templates_in_the_admin(as_manager, programme):
    page = as_manager.get(edit_address(template(programme))).content.decode()

    assert "{name_dative} – vārds un uzvārds datīvā, kā to apstiprinājis pats cilvēks" in page


def test_an_unknown_placeholder_stays_in_the_form_with_its_sentence(as_manager, programme):
    words = template(programme)
    fields = {
        field: getattr(words, field)
        for field in ("kind", "name", "heading", "heading_en", "statement_en", "place", "place_en")
    }
    answer = as_manager.post(
        edit_address(words), fields | {"programme": programme.pk, "statement": "{vards}"}
    )

    assert answer.status_code == 200
    assert "Šādas aizvietojamās vietas nav: {vards}." in answer.content.decode()
    words.refresh_from_db()
    assert words.statement.startswith("{name} apguva")


def test_a_certificate_issued_outside_a_batch_has_the_published_words(group, manager, programme):
    template(programme, name="Melnraksts", live=False, heading="NAV")
    template(programme, heading="MŪSU APLIECĪBA")
    asked = request_issue(
        person=certificates.due_person(group, manager), group=group, reason="Late", by=manager
    )

    certificate = accept_request(request=asked, by=people.user("programme_manager"))

    assert document_of(certificate).heading == "MŪSU APLIECĪBA"
