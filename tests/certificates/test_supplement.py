"""Page 2: a person's own words, and levels that trainers confirm."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.exports.document import document_of
from certificates.models import CertificateDetails, ConfirmedLevel
from courses.actions.competences import load_competences
from courses.models import Competence, CompetenceArea, SelfAssessment, SelfAssessmentRating
from people.latvian import propose_dative
from people.models import AuditEntry
from tests.factories import certificates, people, scheduling

pytestmark = pytest.mark.django_db
LEVELS_QUERIES = 10
OWN = "/lv/my/certificate/details/"


@pytest.fixture(autouse=True)
def no_printing(monkeypatch):
    monkeypatch.setattr(
        "certificates.actions.freeze.render_certificate", lambda _certificate: b"%PDF-1.7"
    )


@pytest.fixture
def areas(programme):
    load_competences(programme)
    return list(CompetenceArea.objects.filter(programme=programme))


@pytest.fixture
def trainer(group):
    account = people.user("trainer", person=people.person())
    group.trainers.add(account.person)
    return account


def rate(person, programme, area, *ratings):
    assessment, _new = SelfAssessment.objects.get_or_create(
        person=person,
        programme=programme,
        moment="after",
        defaults={"submitted_at": timezone.now()},
    )
    for statement, rating in zip(
        Competence.objects.filter(area=area).order_by("level"), ratings, strict=True
    ):
        SelfAssessmentRating.objects.create(
            assessment=assessment, competence=statement, rating=rating, text="x", text_en="x"
        )


def test_own_words_are_saved_and_printed_as_written(client, group, manager, programme):
    person = certificates.due_person(group, manager, given_name="Anna", family_name="Kalniņa")
    client.force_login(people.user(person=person))
    answer = client.post(
        OWN,
        {
            "outcomes": "Protu vadīt spēli.\n\n<b>Un</b> pārdomas.",
            "name_dative": " Annai  Kalniņai ",
            "prints_self_assessment": "on",
        },
    )

    assert answer.status_code == 302
    details = CertificateDetails.objects.get()
    assert (details.name_dative, details.dative_of) == ("Annai Kalniņai", "Anna Kalniņa")
    certificate = certificates.certificate(group, manager, person=person)
    assert document_of(certificate).own_outcomes == ["Protu vadīt spēli.", "<b>Un</b> pārdomas."]
    entry = AuditEntry.objects.get(action="certificates.save_details")
    assert "Protu" not in str(entry.after)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name_dative": "Annai 2"}, "Vārdā ir tikai burti. Pārbaudiet datīvu."),
        ({"outcomes": "x" * 901}, "900"),
    ],
)
def test_bad_details_stay_in_the_form(client, group, manager, fields, sentence):
    client.force_login(people.user(person=certificates.due_person(group, manager)))
    answer = client.post(OWN, {"outcomes": "Mani vārdi"} | fields)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert CertificateDetails.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "sex", "dative"),
    [
        ("Anna Kalniņa", "female", "Annai Kalniņai"),
        ("Ilze Egle", "female", "Ilzei Eglei"),
        ("Jānis Bērzs", "male", "Jānim Bērzam"),
        ("Ingus Kalniņš", "male", "Ingum Kalniņam"),
        ("Andris Liepa", "male", "Andrim Liepam"),
        ("Māris Lielais", "male", "Mārim Lielajam"),
        ("Zane Klints-Lielā", "female", "Zanei Klintij-Lielajai"),
        ("Hugo Ivanenko", "male", "Hugo Ivanenko"),
        ("Anna Kalniņa", "undisclosed", ""),
        ("Anna Kalniņa", "", ""),
    ],
)
def test_the_usual_dative_is_proposed(name, sex, dative):
    assert propose_dative(name, sex) == dative


def test_the_page_proposes_the_dative_until_one_is_confirmed(client, group, manager):
    person = certificates.due_person(
        group, manager, given_name="Anna", family_name="Kalniņa", sex="female"
    )
    client.force_login(people.user(person=person))
    assert "Annai Kalniņai" in client.get(OWN).content.decode()

    client.post(OWN, {"name_dative": "Annai Kalniņa"})
    page = client.get(OWN).content.decode()
    assert ("Annai Kalniņai" in page, 'value="Annai Kalniņa"' in page) == (False, True)


@pytest.mark.parametrize(
    ("ratings", "level"),
    [((4, 3, 3), 3), ((4, 3, 2), 2), ((3, 1, 4), 1), ((2, 4, 4), None)],
)
def test_the_self_assessed_level_is_the_highest_with_all_below(
    group, manager, areas, ratings, level
):
    programme, person = group.cohort.programme, certificates.due_person(group, manager)
    rate(person, programme, areas[0], *ratings)
    CertificateDetails.objects.create(
        person=person, programme=programme, prints_self_assessment=True
    )
    certificate = certificates.certificate(group, manager, person=person)

    printed = certificate.snapshot["competences"]
    assert [(one["letter"], one["self"], one["confirmed"]) for one in printed] == (
        [("A", level, None)] if level else []
    )


def test_levels_stand_apart_and_ones_own_only_with_leave(group, manager, programme, areas):
    person = certificates.due_person(group, manager)
    rate(person, programme, areas[0], 4, 4, 4)
    ConfirmedLevel.objects.create(person=person, area=areas[0], level=1, confirmed_by=manager)
    silent = certificates.certificate(group, manager, person=person)
    other = certificates.due_person(group, manager)
    rate(other, programme, areas[0], 4, 4, 4)
    ConfirmedLevel.objects.create(person=other, area=areas[0], level=1, confirmed_by=manager)
    CertificateDetails.objects.create(
        person=other, programme=programme, prints_self_assessment=True
    )
    open_one = certificates.certificate(group, manager, person=other)

    shown = [document_of(one).competences[0] for one in (silent, open_one)]
    assert [(one.self_assessed, one.confirmed) for one in shown] == [
        ("", "Pamati"),
        ("Vadība", "Pamati"),
    ]


def test_the_page_says_what_the_paper_says(client, group, manager, programme, areas):
    person = certificates.due_person(group, manager)
    rate(person, programme, areas[0], 4, 4, 4)
    ConfirmedLevel.objects.create(person=person, area=areas[0], level=1, confirmed_by=manager)
    CertificateDetails.objects.create(
        person=person, programme=programme, outcomes="Protu vadīt.", prints_self_assessment=True
    )
    certificate = certificates.certificate(group, manager, person=person)
    client.force_login(manager)

    page = client.get(f"/lv/certificates/{certificate.pk}/").content.decode()
    said = document_of(certificate)
    for part in (said.heading.capitalize(), said.statement, "Vadība", "Pamati", "Protu vadīt."):
        assert part in page
    assert f"{areas[0].letter} {areas[0].title}" in page


def confirm(client, group, **levels):
    return client.post(reverse("certificates:confirm_levels", args=[group.pk]), levels)


def test_a_trainer_confirms_changes_and_takes_back(client, group, trainer, manager, areas):
    person = certificates.due_person(group, manager)
    client.force_login(trainer)
    field = f"{person.pk}-{areas[0].pk}"

    confirm(client, group, **{field: "2"})
    assert ConfirmedLevel.objects.values_list("level", "confirmed_by").get() == (2, trainer.pk)
    confirm(client, group, **{field: "2"})
    assert AuditEntry.objects.filter(action="certificates.confirm_level").count() == 1
    confirm(client, group, **{field: "0"})
    assert ConfirmedLevel.objects.count() == 0
    assert AuditEntry.objects.filter(action="certificates.confirm_level").count() == 2


def test_what_is_not_on_the_list_is_refused_and_nothing_saved(
    client, group, trainer, manager, areas
):
    person = certificates.due_person(group, manager)
    client.force_login(trainer)
    fields = {f"{person.pk}-{areas[0].pk}": "2", f"{person.pk}-{areas[1].pk}": "9"}
    answer = confirm(client, group, **fields)

    assert (
        "Izvēlieties līmeņus tikai no sarakstiem. Nekas nav saglabāts." in answer.content.decode()
    )
    assert ConfirmedLevel.objects.count() == 0


def test_nobody_confirms_their_own_level(client, group, trainer, areas):
    scheduling.enrolment(group, person=trainer.person)
    client.force_login(trainer)
    confirm(client, group, **{f"{trainer.person_id}-{areas[0].pk}": "3"})

    assert ConfirmedLevel.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_of_levels_asks_the_same_of_the_database(client, group, trainer, areas, count):
    for _ in range(count):
        scheduling.enrolment(group)
    client.force_login(trainer)
    way = reverse("certificates:confirm_levels", args=[group.pk])
    client.get(way)

    with CaptureQueriesContext(connection) as counted:
        client.get(way)
    assert len(counted) == LEVELS_QUERIES
