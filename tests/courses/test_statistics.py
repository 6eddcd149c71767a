"""What editors learn about their questions, and what they may not."""

import csv
import io
import statistics

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.actions.progress import start_module
from courses.models import ModulePage, QuizAttempt
from courses.queries import item_statistics, quiz_of
from courses.queries.statistics import point_biserial
from people.actions.reference import load_reference
from people.actions.roles import assign_role
from tests.courses.kinds import KINDS
from tests.factories import courses, people

URL = "/admin/reports/quiz/"


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=2, max_size=40))
def test_discrimination_is_the_correlation_with_the_rest(rows):
    right = [one for one, _rest in rows]
    rest = [other / 4 for _one, other in rows]
    if len(set(right)) == 1 or len(set(rest)) == 1:
        assert point_biserial(right, rest) is None
    else:
        expected = statistics.correlation([float(one) for one in right], rest)
        assert point_biserial(right, rest) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("right", "rest"),
    [([True, True], [0.1, 0.9]), ([True, False], [0.5, 0.5]), ([True, False], [None, None])],
)
def test_discrimination_is_not_told_where_it_cannot_be(right, rest):
    assert point_biserial(right, rest) is None


def submitted(module, marks, person=None, score=0):
    return QuizAttempt.objects.create(
        person=person or people.person(),
        module=module,
        questions={"items": []},
        marks=marks,
        score=score,
        out_of=5,
        submitted_at=timezone.now(),
    )


def figures(module):
    return item_statistics(QuizAttempt.objects.filter(submitted_at__isnull=False), module)


def test_figures_of_five_people(page):
    for right in (5, 4, 2, 1, 0):
        progress = start_module(person=people.person(), module=page.module)
        courses.attempt(progress, page, right)
    found = figures(page.module)
    assert [(one.module, one.number, one.asked) for one in found] == [
        ("M01", n, 5) for n in range(1, 6)
    ]
    assert [one.share_right for one in found] == [0.8, 0.6, 0.4, 0.4, 0.2]
    assert [one.attracts for one in found] == ["Nepareizā"] * 5
    assert [one.attracted_share for one in found] == pytest.approx([0.2, 0.4, 0.6, 0.6, 0.8])
    expected = statistics.correlation([1, 1, 1, 1, 0], [1, 0.75, 0.25, 0, 0])
    assert found[0].discrimination == pytest.approx(expected)


@pytest.mark.django_db
def test_figures_are_hidden_until_five_different_people_were_asked(page):
    question = quiz_of(page)[0]
    marks = [{"id": question.id, "right": False, "wrong": [question.options[1].key]}]
    somebody = people.person()
    for _ in range(6):
        submitted(page.module, marks, somebody)
    for _ in range(3):
        submitted(page.module, marks)
    hidden = figures(page.module)[0]
    assert (hidden.asked, hidden.share_right, hidden.attracts) == (None, None, "")
    submitted(page.module, marks)
    assert figures(page.module)[0].asked == 10


@pytest.fixture
def every_kind(page):
    page.quiz = list(KINDS.items())
    page.save_revision().publish()
    return ModulePage.objects.select_related("locale").get(pk=page.pk)


def test_wrong_answers_are_named_for_every_kind(every_kind):
    asked = {question.kind: question for question in quiz_of(every_kind)}
    pairs, items = asked["matching"].pairs, asked["ordering"].items
    wrong = {
        "single": asked["single"].options[2].key,
        "multiple": asked["multiple"].options[1].key,
        "true_false": "true",
        "matching": f"{pairs[0].key}>{pairs[1].key}",
        "ordering": ">".join(item.key for item in reversed(items)),
        "numeric": "7",
        "short_text": "varde",
        "scenario": asked["scenario"].follow_up_options[1].key,
    }
    marks = [
        {"id": question.id, "right": False, "wrong": [wrong[kind]]}
        for kind, question in asked.items()
    ]
    for _ in range(5):
        submitted(every_kind.module, marks)
    assert {one.question.kind: one.attracts for one in figures(every_kind.module)} == {
        "single": "Trešā",
        "multiple": "Slikta",
        "true_false": "Patiess",
        "matching": "ā – Ē",
        "ordering": "trešais → otrais → pirmais",
        "numeric": "7",
        "short_text": "varde",
        "scenario": "Slikta",
    }


def test_what_one_person_alone_typed_is_not_shown(every_kind):
    question = next(q for q in quiz_of(every_kind) if q.kind == "short_text")
    for n in range(5):
        submitted(every_kind.module, [{"id": question.id, "right": False, "wrong": [f"w{n}"]}])
    found = next(one for one in figures(every_kind.module) if one.question.kind == "short_text")
    assert (found.asked, found.attracts, found.attracted_share) == (5, "", None)


def test_running_attempts_do_not_count(page):
    for _ in range(5):
        progress = start_module(person=people.person(), module=page.module)
        courses.attempt(progress, page, right=None)
    assert {one.asked for one in figures(page.module)} == {None}


@pytest.fixture
def editor(client, page):
    load_reference()
    user = people.user()
    assign_role(user=user, role="content_editor", by=None)
    client.force_login(user)
    return client


def test_editor_reads_filters_and_exports_the_report(editor, page, module):
    for right in (5, 4, 2, 1, 0):
        progress = start_module(person=people.person(), module=module)
        courses.attempt(progress, page, right)
    text = editor.get(URL, {"module": module.pk}).content.decode()
    assert text.count("Jautājums ") == 5
    assert "80 %" in text
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    later = editor.get(URL, {"module": module.pk, "submitted_at": tomorrow.isoformat()})
    assert "80 %" not in later.content.decode()
    assert editor.get(f"{URL}results/").status_code == 200
    exported = editor.get(URL, {"export": "csv"})
    lines = list(csv.reader(io.StringIO(exported.getvalue().decode())))
    assert len(lines) == 6
    assert lines[1][:3] == ["M01", "1", "Jautājums 1?"]
    assert float(lines[1][6]) == 0.8
    assert editor.get(URL, {"export": "xlsx"}).status_code == 200


@pytest.mark.parametrize("bad", [{"module": "x"}, {"submitted_at": "x"}, {"p": "99"}])
def test_forged_filters_do_no_harm(editor, bad):
    assert editor.get(URL, bad).status_code == 200


@pytest.mark.parametrize(
    ("role", "may"), [("content_editor", True), ("programme_manager", True), ("trainer", False)]
)
def test_report_is_for_editors_and_managers(client, page, role, may):
    load_reference()
    user = people.user()
    assign_role(user=user, role=role, by=None)
    client.force_login(user)
    assert user.has_perm("courses.see_quiz_statistics") == may
    assert (client.get(URL).status_code == 200) == may
    assert client.get(URL).status_code in {200, 302, 403}


def test_report_takes_the_same_queries_for_any_number_of_attempts_and_questions(editor, page):
    counted = []
    for number, questions in ((1, 5), (3, 50), (300, 50)):
        page.quiz = [courses.question(n) for n in range(questions)]
        page.save_revision().publish()
        marks = [{"id": one.id, "right": True, "wrong": []} for one in quiz_of(page)]
        person = people.person()
        for _ in range(number):
            submitted(page.module, marks, person)
        editor.get(URL)
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(URL).status_code == 200
        counted.append(len(captured))
    assert len(set(counted)) == 1
