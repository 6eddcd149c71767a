"""Self-assessment before and after: area by area, resumed, submitted once, compared."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.actions.competences import load_competences
from courses.actions.self_assessment import (
    AlreadySubmitted,
    BeforeClosed,
    BeforeNotSubmitted,
    StatementsUnanswered,
    begin_assessment,
    save_area,
    submit_assessment,
)
from courses.models import Competence, CompetenceArea, Rating, SelfAssessment, SelfAssessmentRating
from courses.queries.competences import own_assessment
from people.models import AuditEntry
from tests.factories import answers, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    return answers.programme()


@pytest.fixture
def address(programme):
    return f"/lv/my/self-assessment/{programme.pk}/"


@pytest.fixture
def person(learner, client):
    client.force_login(learner)
    return learner.person


def needs(programme):
    return list(Competence.objects.filter(area__programme=programme, area__code="needs"))


def test_the_framework_has_six_areas_of_three_levels_in_both_languages(programme):
    statements = list(Competence.objects.select_related("area"))

    assert [one.code for one in statements] == [f"{a}{n}" for a in "ABCDEF" for n in (1, 2, 3)]
    assert [area.code for area in CompetenceArea.objects.all()] == [
        "needs",
        "learning",
        "participation",
        "safety",
        "inclusion",
        "planning",
    ]
    assert len({text for one in statements for text in (one.text, one.text_en)}) == 36


def test_loading_again_adds_nothing_and_keeps_what_was_reworded(programme):
    Competence.objects.filter(area__code="needs", level=1).update(text="Cits")

    load_competences(programme)

    assert (CompetenceArea.objects.count(), Competence.objects.count()) == (6, 18)
    assert Competence.objects.get(area__code="needs", level=1).text == "Cits"


def test_a_person_begins_saves_an_area_and_goes_to_the_next(client, person, programme, address):
    begun = client.post(f"{address}before/begin/")
    data = answers.area_data(client, f"{address}before/needs/", dict.fromkeys(needs(programme), 3))
    saved = client.post(f"{address}before/needs/", data)

    assert begun["Location"] == f"{address}before/needs/"
    assert saved["Location"] == f"{address}before/learning/"
    assert [row.rating for row in SelfAssessmentRating.objects.all()] == [3, 3, 3]


def test_opening_pages_changes_nothing(client, person, address):
    client.get(address)
    response = client.get(f"{address}before/needs/")

    assert response["Location"] == address
    assert SelfAssessment.objects.count() == 0


def test_another_device_goes_on_where_the_first_stopped(
    client, person, learner, programme, address
):
    client.post(f"{address}before/begin/")
    data = answers.area_data(client, f"{address}before/needs/", dict.fromkeys(needs(programme), 4))
    client.post(f"{address}before/needs/", data | {"then": "stop"})
    phone = Client()
    phone.force_login(learner)

    page = phone.get(address)
    resumed = phone.post(f"{address}before/begin/")
    shown = phone.get(f"{address}before/needs/").context["fieldsets"]

    assert [area.answered for area in page.context["own"].before.areas] == [3, 0, 0, 0, 0, 0]
    assert resumed["Location"] == f"{address}before/learning/"
    assert [[chosen for _step, chosen in one["options"]] for one in shown] == [
        [False, False, False, True]
    ] * 3


def test_a_half_filled_area_keeps_what_was_chosen_and_names_the_rest(
    client, person, programme, address
):
    first, *rest = needs(programme)
    client.post(f"{address}before/begin/")
    data = answers.area_data(client, f"{address}before/needs/", {first: 2})

    response = client.post(f"{address}before/needs/", data)

    assert response.status_code == 200
    assert sorted(response.context["form"].errors) == sorted(f"r{one.pk}" for one in rest)
    assert list(SelfAssessmentRating.objects.values_list("competence", "rating")) == [(first.pk, 2)]


@pytest.mark.parametrize("value", ["0", "5", "x", "", "9" * 30, "2\x00"])
def test_a_step_that_is_not_on_the_scale_is_refused_with_a_sentence(
    client, person, programme, address, value
):
    client.post(f"{address}before/begin/")
    data = answers.area_data(
        client, f"{address}before/needs/", dict.fromkeys(needs(programme), value)
    )

    response = client.post(f"{address}before/needs/", data)

    assert (response.status_code, len(response.context["form"].errors)) == (200, 3)
    assert SelfAssessmentRating.objects.count() == 0


def test_answers_to_statements_reworded_meanwhile_are_not_taken(client, person, programme, address):
    client.post(f"{address}before/begin/")
    data = answers.area_data(client, f"{address}before/needs/", dict.fromkeys(needs(programme), 3))
    Competence.objects.filter(area__code="needs", level=2).update(text="Pavisam cits")

    response = client.post(f"{address}before/needs/", data)

    assert list(response.context["form"].errors) == ["__all__"]
    assert SelfAssessmentRating.objects.count() == 0


def test_an_answer_stands_against_the_statement_that_was_answered(person, programme):
    answers.assessment(person, programme, "before", 2)
    original = Competence.objects.get(area__code="needs", level=1).text
    Competence.objects.filter(area__code="needs", level=1).update(text="Vidū")
    answers.assessment(person, programme, "after", 3)
    Competence.objects.filter(area__code="needs", level=1).update(text="Beigās")

    row = own_assessment(person, programme).rows[0]

    assert (row.text, row.earlier_text) == ("Vidū", original)
    assert (row.before.rating, row.after.rating) == (2, 3)


def test_submitting_with_statements_unanswered_leads_to_the_first_of_them(
    client, person, programme, address
):
    client.post(f"{address}before/begin/")
    data = answers.area_data(client, f"{address}before/needs/", dict.fromkeys(needs(programme), 3))
    client.post(f"{address}before/needs/", data)

    response = client.post(f"{address}before/submit/")

    assert response["Location"] == f"{address}before/learning/"
    assert SelfAssessment.objects.get().submitted_at is None


def test_submitting_twice_locks_once_and_writes_one_audit_line(client, person, programme, address):
    row = answers.assessment(person, programme, submitted=False)

    client.post(f"{address}before/submit/")
    first = SelfAssessment.objects.get().submitted_at
    again = client.post(f"{address}before/submit/")

    assert again["Location"] == address
    assert first is not None
    assert SelfAssessment.objects.get().submitted_at == first
    assert AuditEntry.objects.filter(action="courses.self_assessment_submitted").count() == 1
    assert AuditEntry.objects.get(object_id=str(row.pk)).after == {
        "person": person.pk,
        "moment": "before",
    }


def test_what_was_submitted_takes_no_more_answers(client, person, programme, address):
    row = answers.assessment(person, programme, "before", 2)
    area = CompetenceArea.objects.get(code="needs")

    response = client.post(f"{address}before/needs/", {f"r{needs(programme)[0].pk}": 4})
    with pytest.raises(AlreadySubmitted):
        save_area(assessment=row, area=area, ratings={needs(programme)[0].pk: Rating.FULLY})

    assert response["Location"] == address
    assert set(SelfAssessmentRating.objects.values_list("rating", flat=True)) == {2}


def test_after_opens_when_before_is_submitted(person, programme):
    with pytest.raises(BeforeNotSubmitted):
        begin_assessment(person=person, programme=programme, moment="after")
    answers.assessment(person, programme, submitted=False)
    with pytest.raises(BeforeNotSubmitted):
        begin_assessment(person=person, programme=programme, moment="after")
    submit_assessment(assessment=SelfAssessment.objects.get(), by=None)

    after = begin_assessment(person=person, programme=programme, moment="after")

    assert (after.moment, after.submitted_at) == ("after", None)


def test_who_goes_without_the_first_one_closes_it(client, person, programme, address):
    draft = answers.assessment(person, programme, submitted=False)

    refused = client.post(f"{address}after/begin/")
    begun = client.post(f"{address}after/begin/", {"without_before": "yes"})
    with pytest.raises(BeforeClosed):
        submit_assessment(assessment=draft, by=None)

    assert refused["Location"] == address
    assert begun["Location"] == f"{address}after/needs/"
    assert client.get(f"{address}before/needs/")["Location"] == address
    assert own_assessment(person, programme).before.is_closed is True


def test_before_cannot_begin_once_after_has(client, person, programme, address):
    begin_assessment(person=person, programme=programme, moment="after", gives_up_before=True)

    with pytest.raises(BeforeClosed):
        begin_assessment(person=person, programme=programme, moment="before")
    client.post(f"{address}before/begin/")

    assert SelfAssessment.objects.filter(moment="before").count() == 0


def test_the_database_keeps_one_row_for_a_person_programme_and_moment(person, programme):
    begin_assessment(person=person, programme=programme, moment="before")

    with pytest.raises(IntegrityError), transaction.atomic():
        SelfAssessment.objects.create(person=person, programme=programme, moment="before")
    assert begin_assessment(person=person, programme=programme, moment="before").pk == (
        SelfAssessment.objects.get().pk
    )


def test_unanswered_areas_are_named_in_order(person, programme):
    row = begin_assessment(person=person, programme=programme, moment="before")
    save_area(
        assessment=row,
        area=CompetenceArea.objects.get(code="learning"),
        ratings=dict.fromkeys(Competence.objects.values_list("pk", flat=True), Rating.PARTLY),
    )

    with pytest.raises(StatementsUnanswered) as refusal:
        submit_assessment(assessment=row, by=None)

    # Statements of other areas were left out of the save.
    assert refusal.value.areas == ["needs", "participation", "safety", "inclusion", "planning"]


def test_the_change_is_said_in_words_and_drawn_with_its_numbers(client, person, programme, address):
    steady = {one.code: (2, 2, 2) for one in CompetenceArea.objects.all()}
    answers.assessment(person, programme, "before", steady)
    answers.assessment(
        person,
        programme,
        "after",
        steady | {"needs": (3, 3, 3), "learning": (3, 2, 2), "safety": (1, 2, 2)},
    )

    response = client.get(address)

    assert [(one.change_shown, one.words) for one in response.context["own"].changes][:4] == [
        ("+1,0", "no „Daļēji” uz „Lielākoties”"),
        ("+0,3", "„Daļēji”, nedaudz augstāk nekā iepriekš"),
        ("0,0", "„Daļēji”, bez izmaiņām"),
        ("−0,3", "„Daļēji”, nedaudz zemāk nekā iepriekš"),
    ]
    page = response.content.decode()
    assert page.count('<circle class="ring"') == 7
    assert "2,0 → 3,0</text>" in page
    assert '<desc id="own-desc">Jauniešu digitālā pasaule un vajadzības: no „Daļēji”' in page


def test_nobody_meets_another_persons_answers(client, person, programme, address):
    other = people.person()
    answers.assessment(other, programme, "before", 4)

    own = client.get(address).context["own"]

    assert (own.has_result, own.before.answered) == (False, 0)


@pytest.mark.parametrize(
    "path", ["999/", "{pk}/sometime/needs/", "{pk}/before/nothing/", "9" * 18 + "/"]
)
def test_what_does_not_exist_is_missing(client, person, programme, path):
    begin_assessment(person=person, programme=programme, moment="before")

    response = client.get(f"/lv/my/self-assessment/{path.format(pk=programme.pk)}")

    assert response.status_code == 404


@pytest.mark.parametrize("page", ["", "before/needs/"])
def test_pages_take_the_same_number_of_statements_for_any_number_of_people(
    client, person, programme, address, page
):
    begin_assessment(person=person, programme=programme, moment="before")
    counts = []
    for more in (1, 2, 297):
        answers.many(answers.crowd(more), programme)
        client.get(address + page)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address + page).status_code == 200
        counts.append(len(captured))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 9
