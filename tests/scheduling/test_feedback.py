"""Course feedback: once, without the giver, open at the end, told from five answers up."""

import csv
import datetime as dt
import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from people.models import AuditEntry
from scheduling.actions.feedback import (
    AboutTrainer,
    FeedbackAlreadyGiven,
    FeedbackNotOpen,
    NotATrainerOfTheGroup,
    give_feedback,
)
from scheduling.models import (
    CourseFeedback,
    FeedbackGiven,
    Session,
    TrainerFeedback,
)
from scheduling.queries.feedback import feedback_summaries
from tests.factories import answers, people, scheduling
from tests.factories.answers import feedback_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(db):
    made = scheduling.group()
    scheduling.week(made)
    return made


@pytest.fixture
def seated(as_participant, group):
    client, person = as_participant
    scheduling.enrolment(group, person=person)
    return client, person


def said(step=3):
    return {
        "ratings": dict.fromkeys(CourseFeedback.RATED, step),
        "most_useful": "",
        "to_change": "",
        "trainers": {},
    }


def test_feedback_is_stored_without_its_giver(seated, group):
    client, person = seated
    trainer = people.person()
    group.trainers.add(trainer)
    data = feedback_data(
        4,
        most_useful=" Spēles ",
        to_change="",
        **{f"trainer{trainer.pk}": 2, f"comment{trainer.pk}": "Lēnāk"},
    )

    response = client.post(f"/lv/groups/{group.pk}/feedback/", data)

    assert response["Location"] == f"/lv/groups/{group.pk}/feedback/"
    stored = CourseFeedback.objects.get()
    assert [getattr(stored, name) for name in CourseFeedback.RATED] == [4] * 6
    assert (stored.most_useful, stored.to_change) == ("Spēles", "")
    about = TrainerFeedback.objects.get()
    assert (about.trainer, about.rating, about.comment) == (trainer, 2, "Lēnāk")
    assert FeedbackGiven.objects.get().person == person
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("model", [CourseFeedback, TrainerFeedback])
def test_an_answer_has_no_field_that_leads_to_its_giver(model):
    fields = {field.name: type(field).__name__ for field in model._meta.fields}

    assert fields["id"] == "UUIDField"
    assert not {"person", "given", "created_at", "given_at"} & set(fields)
    assert [name for name, kind in fields.items() if "Date" in kind or "Auto" in kind] == []


def test_the_same_form_sent_twice_counts_once(seated, group):
    client, _person = seated
    url = f"/lv/groups/{group.pk}/feedback/"

    client.post(url, feedback_data())
    again = client.post(url, feedback_data(1))

    assert again["Location"] == url
    assert list(CourseFeedback.objects.values_list("pace", flat=True)) == [3]
    assert "form" not in client.get(url).content.decode().split("<main")[1].split("</main")[0]


def test_giving_twice_is_refused_by_the_database(seated, group):
    _client, person = seated
    give_feedback(person=person, group=group, **said())

    with pytest.raises(FeedbackAlreadyGiven):
        give_feedback(person=person, group=group, **said())
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackGiven.objects.create(person=person, group=group)
    assert CourseFeedback.objects.count() == 1


@pytest.mark.parametrize(("days", "is_open"), [(-1, True), (0, True), (1, False)])
def test_feedback_opens_on_the_last_training_day(as_participant, days, is_open):
    client, person = as_participant
    group = scheduling.group()
    scheduling.enrolment(group, person=person)
    last = timezone.localdate() + dt.timedelta(days=days)
    scheduling.session(group, "K1", last - dt.timedelta(days=3))
    scheduling.session(group, "T2", last)
    cancelled = scheduling.session(group, "T1", last + dt.timedelta(days=9))
    Session.objects.filter(pk=cancelled.pk).update(state=Session.State.CANCELLED)

    shown = client.get(f"/lv/groups/{group.pk}/feedback/").context
    client.post(f"/lv/groups/{group.pk}/feedback/", feedback_data())

    assert (shown["opens_on"], shown["is_open"]) == (last, is_open)
    assert CourseFeedback.objects.count() == int(is_open)


def test_a_group_without_dates_takes_no_feedback(as_participant):
    client, person = as_participant
    group = scheduling.group()
    scheduling.enrolment(group, person=person)

    with pytest.raises(FeedbackNotOpen):
        give_feedback(person=person, group=group, **said())
    assert client.get(f"/lv/groups/{group.pk}/feedback/").status_code == 200


@pytest.mark.parametrize("state", ["waiting", "withdrawn", "applied"])
def test_only_who_has_a_place_gives_feedback(as_participant, group, state):
    client, person = as_participant
    scheduling.enrolment(group, state, person=person)

    assert client.get(f"/lv/groups/{group.pk}/feedback/").status_code == 404


def test_what_is_missing_is_named_and_the_rest_is_kept(seated, group):
    client, _person = seated
    trainer = people.person()
    group.trainers.add(trainer)
    data = feedback_data(2, most_useful="Spēles", **{f"comment{trainer.pk}": "Lēnāk"})
    del data["pace"]
    data["content"] = "7"

    form = client.post(f"/lv/groups/{group.pk}/feedback/", data).context["form"]

    assert sorted(form.errors) == sorted(["pace", "content", f"trainer{trainer.pk}"])
    assert (form["most_useful"].value(), form["methods"].value()) == ("Spēles", "2")
    assert CourseFeedback.objects.count() == 0


def test_an_answer_about_somebody_elses_trainer_is_refused(seated, group):
    _client, person = seated

    with pytest.raises(NotATrainerOfTheGroup):
        give_feedback(
            person=person,
            group=group,
            **said() | {"trainers": {people.person().pk: AboutTrainer(4)}},
        )
    assert (FeedbackGiven.objects.count(), CourseFeedback.objects.count()) == (0, 0)


@pytest.mark.parametrize(("count", "missing"), [(0, 5), (4, 1), (5, 0), (6, 0)])
def test_nothing_but_the_number_is_told_below_five(as_manager, group, count, missing):
    answers.feedback(group, count, most_useful="Spēles")

    response = as_manager.get(f"/lv/groups/{group.pk}/feedback/summary/")
    summary = response.context["summary"]

    assert (summary.answered, summary.missing) == (count, missing)
    assert [question.level.shown for question in summary.questions] == (
        [] if missing else ["3,0"] * 6
    )
    assert response.content.decode().count("Spēles") == (0 if missing else count)
    assert (summary.overall is None) == bool(missing)


@pytest.mark.parametrize(("count", "missing"), [(4, 1), (5, 0)])
def test_a_trainer_needs_five_answers_of_their_own(group, count, missing):
    trainer = people.person()
    answers.feedback(group, 9)
    TrainerFeedback.objects.bulk_create(
        TrainerFeedback(group=group, trainer=trainer, rating=2, comment=f"Piezīme {n}")
        for n in range(count)
    )

    about = feedback_summaries([group])[0].trainers[0]

    assert (about.answered, about.missing) == (count, missing)
    assert (about.rated is None) == bool(missing)
    assert sorted(about.comments) == ([] if missing else [f"Piezīme {n}" for n in range(5)])


def test_averages_are_those_of_a_plain_sum(group):
    for step in (1, 2, 2, 4, 4, 4):
        answers.feedback(group, 1, step)

    summary = feedback_summaries([group])[0]

    # 17 / 6 = 2.83…
    assert {question.level.shown for question in summary.questions} == {"2,8"}
    assert {question.word.name for question in summary.questions} == {"RATHER_AGREE"}


def test_comments_are_shuffled(group):
    for n in range(40):
        answers.feedback(group, 1, most_useful=f"{n:02d}", to_change=f"{n:02d}")

    first, second = (question.comments for question in feedback_summaries([group])[0].comments)

    assert sorted(first) == sorted(second) == [f"{n:02d}" for n in range(40)]
    # Once in 40! looks they agree.
    assert first != second


def test_a_trainer_sees_the_own_group_and_of_trainers_only_themselves(as_trainer, group):
    client, trainer = as_trainer
    colleague = people.person()
    group.trainers.add(trainer, colleague)
    other = scheduling.group()
    for one in (group, other):
        answers.feedback(one, 5)
    TrainerFeedback.objects.bulk_create(
        TrainerFeedback(group=group, trainer=about, rating=3)
        for about in (trainer, colleague)
        for _ in range(5)
    )

    summary = client.get(f"/lv/groups/{group.pk}/feedback/summary/").context["summary"]
    listed = client.get("/lv/feedback/").context["summaries"]

    assert [about.trainer for about in summary.trainers] == [trainer]
    assert [one.group for one in listed] == [group]
    assert client.get(f"/lv/groups/{other.pk}/feedback/summary/").status_code == 404
    assert client.get("/lv/feedback/export/csv/").status_code == 403


def test_the_manager_sees_all_groups_and_trainers(as_manager, group):
    answers.feedback(group, 5)
    answers.feedback(scheduling.group(), 1)
    for _ in range(2):
        TrainerFeedback.objects.create(group=group, trainer=people.person(), rating=3)

    listed = as_manager.get("/lv/feedback/").context["summaries"]
    summary = as_manager.get(f"/lv/groups/{group.pk}/feedback/summary/").context["summary"]

    assert sorted((one.answered, one.overall is None) for one in listed) == [(1, True), (5, False)]
    assert len(summary.trainers) == 2


@pytest.mark.parametrize("evil", ["=1+1", "+x", "-x", "@x", "\tx", " =1+1", "\uff1dx"])
def test_no_comment_becomes_a_formula_in_the_export(as_manager, group, evil):
    answers.feedback(group, 5, most_useful=evil)

    table = as_manager.get("/lv/feedback/export/csv/").content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(as_manager.get("/lv/feedback/export/xlsx/").content)).active

    rows = list(csv.reader(io.StringIO(table, newline=""), delimiter=";"))
    assert [row[-1] for row in rows if row[-1].endswith(evil)] == [f"'{evil}"] * 5
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert len([cell for cell in cells if cell.value == f"'{evil}"]) == 5


def test_the_export_tells_nothing_below_five_and_no_row_of_one_person(as_manager, group):
    answers.feedback(group, 4, 2, most_useful="Spēles")

    table = as_manager.get("/lv/feedback/export/csv/").content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert [row[3:] for row in rows[1:]] == [["", "mazāk par piecām atbildēm", "", "", ""]]


def test_a_control_character_does_not_break_the_workbook(as_manager, group):
    answers.feedback(group, 5, most_useful="a\x0bb")

    assert as_manager.get("/lv/feedback/export/xlsx/").status_code == 200


def test_an_unknown_table_format_is_missing(as_manager):
    assert as_manager.get("/lv/feedback/export/pdf/").status_code == 404


@pytest.mark.parametrize("page", ["feedback/", "groups/{pk}/feedback/summary/"])
def test_pages_take_the_same_number_of_statements_for_any_number(as_manager, group, page):
    counts = []
    trainer = people.person()
    for more in (1, 2, 297):
        answers.feedback(group, 5 * more, most_useful="Spēles")
        TrainerFeedback.objects.bulk_create(
            TrainerFeedback(group=group, trainer=trainer, rating=3) for _ in range(5 * more)
        )
        url = f"/lv/{page.format(pk=group.pk)}"
        as_manager.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert as_manager.get(url).status_code == 200
        counts.append(len(captured))

    assert counts == [counts[0]] * 3
