"""Quizzes of the time before the question bank: pages, stored versions and tries are converted."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from courses.models import Module, ModulePage, QuizAttempt
from courses.queries import Question, quiz_of, review_of

BEFORE, AFTER = ("courses", "0005_search_and_page_care"), ("courses", "0008_drop_quiz_rows")


def migrate(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.fixture
def old(transactional_db):
    """The tables as they were; afterwards they are brought up to date again."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    QuizAttempt.objects.all().delete()
    apps = migrate(BEFORE, ("wagtailcore", _latest_of("wagtailcore", latest)), _people(latest))
    yield apps
    migrate(*latest)


def _latest_of(app, latest):
    return next(name for label, name in latest if label == app)


def _people(latest):
    return ("people", _latest_of("people", latest))


def make_page(apps, module, language, texts):
    """A page with questions of two answers, as rows."""
    Locale = apps.get_model("wagtailcore", "Locale")
    ContentType = apps.get_model("contenttypes", "ContentType")
    locale, _ = Locale.objects.get_or_create(language_code=language)
    kind, _ = ContentType.objects.get_or_create(app_label="courses", model="modulepage")
    page = apps.get_model("courses", "ModulePage").objects.create(
        title=language,
        slug=f"{module.code}-{language}".lower(),
        path=f"9999{locale.pk:04d}",
        depth=2,
        content_type=kind,
        locale=locale,
        translation_key=uuid4(),
        url_path="/x/",
        module=module,
        aim="Mērķis",
        outcomes="[]",
        body="[]",
        activity_title="A",
        activity_minutes=1,
        activity_text="",
        reflection_prompt="?",
        live=True,
    )
    for n, text in enumerate(texts):
        question = apps.get_model("courses", "QuizQuestion").objects.create(
            page=page, text=text, sort_order=n
        )
        for m in (0, 1):
            apps.get_model("courses", "QuizOption").objects.create(
                question=question, text=f"a{m}", is_correct=m == 0, feedback=f"f{m}", sort_order=m
            )
    return page


def content(page, questions):
    """What a version of the page holds: only what the conversion looks at."""
    return {"pk": page.pk, "title": page.title, "body": "[]", "questions": questions}


def rows(apps, page):
    found = apps.get_model("courses", "QuizQuestion").objects.filter(page=page.pk)
    return [
        {
            "pk": q.pk,
            "text": q.text,
            "options": [
                {"pk": o.pk, "text": o.text, "is_correct": o.is_correct, "feedback": o.feedback}
                for o in q.options.order_by("sort_order")
            ],
        }
        for q in found.order_by("sort_order")
    ]


def version(apps, page, questions):
    return apps.get_model("wagtailcore", "Revision").objects.create(
        content_type=page.content_type,
        base_content_type=page.content_type,
        object_id=str(page.pk),
        content=content(page, questions),
        created_at=timezone.now(),
    )


def asked(*texts):
    return [
        {
            "text": text,
            "options": [
                {"text": f"a{m}", "is_correct": m == 0, "feedback": f"f{m}"} for m in (0, 1)
            ],
        }
        for text in texts
    ]


@pytest.fixture
def converted(old):
    """Two languages, a version older than the live one, and two tries; then all migrations."""
    programme = old.get_model("courses", "Programme").objects.create(code="p", academic_hours=40)
    day = old.get_model("courses", "ProgrammeDay").objects.create(
        programme=programme, code="K1", position=1, mode="online"
    )
    modules = old.get_model("courses", "Module").objects
    five = modules.create(programme=programme, code="M01", day=day, position=1)
    seven = modules.create(programme=programme, code="M02", day=day, position=2, pass_mark=0)
    lv = make_page(old, five, "lv", [f"j{n}" for n in range(5)])
    make_page(old, five, "en", [f"q{n}" for n in range(5)])
    make_page(old, seven, "de", [f"s{n}" for n in range(7)])
    now_asked = rows(old, lv)
    gone = {"pk": 9999, "text": "sen", "options": asked("sen")[0]["options"]}
    draft = {"pk": None, "text": "jauns", "options": []}
    live = version(old, lv, now_asked)
    older = version(old, lv, [gone, *now_asked[1:]])
    version(old, lv, [*now_asked, draft])
    person = old.get_model("people", "Person").objects.create(
        given_name="Anna", family_name="Kalniņa"
    )
    common = {"person": person, "module": five, "out_of": 5}
    for revision, texts, answers, score, passed in (
        (older.pk, ["sen", "j1", "j2", "j3", "j4"], [0, 0, 0, 0, 1], 4, True),
        (live.pk, ["j0", "j1", "j2", "j3", "j4"], [1, 1, 0, 0, 0], 3, False),
        (777777, ["cits", "j1"], [0, 1], 1, False),
    ):
        old.get_model("courses", "QuizAttempt").objects.create(
            **common,
            nonce=uuid4(),
            questions={
                "language": "lv",
                "revision": revision,
                "needed": 4,
                "items": asked(*texts),
            },
            answers=answers,
            score=score,
            passed=passed,
        )
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())
    return {"live": live.pk, "older": older.pk}


@pytest.mark.django_db(transaction=True)
def test_quizzes_of_rows_become_banks_and_tries_stand(converted):
    lv, en = (
        quiz_of(ModulePage.objects.get(module__code="M01", locale__language_code=language))
        for language in ("lv", "en")
    )
    assert [question.text for question in lv] == [f"j{n}" for n in range(5)]
    assert [[o.is_correct for o in question.options] for question in lv] == [[True, False]] * 5
    assert [question.id for question in lv] == [question.id for question in en]
    assert [[o.key for o in q.options] for q in lv] == [[o.key for o in q.options] for q in en]

    rules = Module.objects.order_by("code").values_list("quiz_draw", "pass_mark")
    assert list(rules) == [(5, 4), (0, 1)]

    _versions_keep_their_quiz(converted, lv)
    _tries_stand(converted, lv)


def _versions_keep_their_quiz(converted, lv):
    page = ModulePage.objects.get(module__code="M01", locale__language_code="lv")
    banks = [json.loads(revision.content["quiz"]) for revision in page.revisions.order_by("pk")]
    texts = [[block["value"]["text"] for block in bank] for bank in banks]
    assert texts == [
        ["j0", "j1", "j2", "j3", "j4"],
        ["sen", "j1", "j2", "j3", "j4"],
        ["j0", "j1", "j2", "j3", "j4", "jauns"],
    ]
    assert [block["id"] for block in banks[0]] == [question.id for question in lv]
    assert [block["id"] for block in banks[1]][1:] == [question.id for question in lv][1:]
    assert banks[1][0]["id"] not in {question.id for question in lv}
    assert all("questions" not in revision.content for revision in page.revisions.all())


def _tries_stand(converted, lv):
    older, live, lost = QuizAttempt.objects.order_by("pk")
    assert [(one.score, one.passed) for one in (older, live, lost)] == [
        (4, True),
        (3, False),
        (1, False),
    ]
    assert all(one.started_at == one.submitted_at is not None for one in (older, live, lost))
    assert [[mark["right"] for mark in one.marks] for one in (older, live, lost)] == [
        [True, True, True, True, False],
        [False, False, True, True, True],
        [True, False],
    ]
    assert [item["id"] for item in live.questions["items"]] == [question.id for question in lv]
    assert live.answers[lv[0].id] == lv[0].options[1].key
    for one in (older, live, lost):
        for item in one.questions["items"]:
            assert json.loads(json.dumps(Question.thawed(item).frozen())) == item
        assert [line.is_right for line in review_of(one).lines] == [
            mark["right"] for mark in one.marks
        ]
