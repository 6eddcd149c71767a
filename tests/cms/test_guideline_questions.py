"""Questions at paragraphs: who sees what, answers, hiding, limits."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.actions.questions import (
    MOST_IN_AN_HOUR,
    ParagraphGone,
    QuestionHidden,
    TooManyQuestions,
    answer_question,
    ask_question,
    hide_question,
)
from cms.models import GuidelineParagraph, ParagraphQuestion
from tests.factories import cms, people

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TEXT = "Vai drīkst glabāt vārdus?"


@pytest.fixture
def chapter():
    chapter = cms.rewrite(
        cms.chapter(cms.guidelines(), title="Rīki", slug="riki"), "Pirmais.", "Otrais gan."
    )
    cms.edition()
    return chapter


@pytest.fixture
def paragraph(chapter):
    return GuidelineParagraph.objects.get(serial=1)


@pytest.fixture
def asker():
    return people.user(person=people.person(), email="asker@example.invalid")


@pytest.fixture
def editor():
    return people.user("content_editor")


@pytest.fixture
def question(paragraph, asker):
    return ask_question(paragraph=paragraph, text=TEXT, by=asker)


def seen_by(client, user):
    """Return the paragraph's page as the user, or nobody, sees it."""
    client.logout()
    if user is not None:
        client.force_login(user, BACKEND)
    return client.get("/lv/guideline/paragraph/1/").content.decode()


def test_an_open_question_is_seen_by_its_asker_and_the_editors_alone(
    client, question, asker, editor
):
    shown = [TEXT in seen_by(client, user) for user in (None, people.user(), asker)]
    client.force_login(editor, BACKEND)

    assert shown == [False, False, True]
    assert TEXT in client.get(reverse("cms:question_list")).content.decode()


@pytest.mark.parametrize("is_public", [True, False])
def test_the_editor_decides_whether_everybody_reads_the_answer(
    client, question, asker, editor, is_public
):
    answer_question(question=question, answer="Nē.", is_public=is_public, by=editor)

    html = seen_by(client, None)

    assert (TEXT in html, "Nē." in html) == (is_public, is_public)
    assert asker.get_full_name() not in html
    assert "Nē." in seen_by(client, asker)


def test_the_asker_is_told_by_mail_once_for_the_same_words(question, editor):
    for is_public in (False, True):
        answer_question(question=question, answer="Nē.", is_public=is_public, by=editor)

    (message,) = mail.outbox
    assert message.to == ["asker@example.invalid"]
    assert "Uz jūsu jautājumu par vadlīniju punktu 1.1 ir atbildēts." in message.body
    assert "/lv/guideline/paragraph/1/" in message.body


def test_a_question_stays_with_its_paragraph_and_edition(client, chapter, question, asker):
    cms.rewrite(chapter, "Ievads pirms visa.", "Pirmais.", "Otrais gan.")
    cms.edition("major")

    html = seen_by(client, asker)

    assert "Punkts 1.2" in html
    assert "Versija 1.0" in html
    assert TEXT in html


def test_the_chapter_counts_the_questions_a_reader_may_read(client, question, asker):
    page = "/lv/vadlinijas/riki/"
    anonymous = client.get(page).content.decode()
    client.force_login(asker, BACKEND)

    assert ("1 jautājums" in anonymous, "1 jautājums" in client.get(page).content.decode()) == (
        False,
        True,
    )


def test_a_hidden_question_shows_only_its_reason_and_only_to_the_asker(
    client, question, asker, editor
):
    answer_question(question=question, answer="Nē.", is_public=True, by=editor)
    hide_question(question=question, reason="Minēts cilvēka vārds.", by=editor)

    assert TEXT not in seen_by(client, None)
    assert "Minēts cilvēka vārds." in seen_by(client, asker)
    with pytest.raises(QuestionHidden):
        answer_question(question=question, answer="Jā.", is_public=True, by=editor)


def test_asking_is_limited_by_the_hour_with_a_sentence_and_keeps_the_text(
    client, paragraph, asker, time_machine
):
    time_machine.move_to(dt.datetime(2027, 1, 10, 8, 0, tzinfo=dt.UTC), tick=False)
    for _ in range(MOST_IN_AN_HOUR):
        ask_question(paragraph=paragraph, text=TEXT, by=asker)
    client.force_login(asker, BACKEND)

    with pytest.raises(TooManyQuestions):
        ask_question(paragraph=paragraph, text=TEXT, by=asker)
    html = client.post(
        reverse("cms:ask", args=[1]), {"text": "Vēl viens jautājums"}
    ).content.decode()
    assert "pēc plkst. 11.00" in html
    assert "Vēl viens jautājums</textarea>" in html
    ask_question(paragraph=paragraph, text=TEXT, by=people.user())
    time_machine.move_to(dt.datetime(2027, 1, 10, 9, 1, tzinfo=dt.UTC))
    ask_question(paragraph=paragraph, text=TEXT, by=asker)


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_an_empty_or_endless_question_is_refused_in_the_form(client, paragraph, asker, text):
    client.force_login(asker, BACKEND)

    answer = client.post(reverse("cms:ask", args=[1]), {"text": text})

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert ParagraphQuestion.objects.count() == 0


def test_script_in_a_question_is_plain_text(client, paragraph, asker):
    ask_question(paragraph=paragraph, text="<script>alert(1)</script>", by=asker)

    html = seen_by(client, asker)

    assert ("<script>alert" in html, "&lt;script&gt;alert(1)" in html) == (False, True)


def test_nothing_is_asked_at_a_removed_paragraph(client, chapter, paragraph, asker):
    cms.rewrite(chapter, "Otrais gan.")
    cms.edition()
    paragraph.refresh_from_db()

    with pytest.raises(ParagraphGone):
        ask_question(paragraph=paragraph, text=TEXT, by=asker)
    assert "Nosūtīt jautājumu" not in seen_by(client, asker)


def test_an_editor_answers_and_hides_by_the_forms(client, question, editor):
    client.force_login(editor, BACKEND)
    answer = client.post(
        reverse("cms:answer", args=[question.pk]), {"answer": "Nē.", "is_public": "on"}
    )
    question.refresh_from_db()
    answered = (question.answer, question.is_public, question.answered_by, question.state)
    client.post(reverse("cms:hide_question", args=[question.pk]), {"reason": "Sūdzība."})
    question.refresh_from_db()

    assert answer.headers["Location"] == reverse("cms:question_list")
    assert answered == ("Nē.", True, editor, "answered")
    assert (question.state, question.hidden_by, question.hidden_reason) == (
        "hidden",
        editor,
        "Sūdzība.",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_public": True},
        {"answer": "Jā."},
        {"answered_at": timezone.now()},
        {"hidden_at": timezone.now()},
        {"hidden_reason": "x"},
    ],
)
def test_the_database_refuses_half_answered_and_half_hidden_questions(question, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ParagraphQuestion.objects.filter(pk=question.pk).update(**wrong)


@pytest.mark.parametrize("url", ["/lv/guideline/paragraph/1/", "/lv/vadlinijas/riki/"])
def test_queries_do_not_grow_with_questions(client, paragraph, editor, url):
    client.get(url)
    counts, made = [], 0
    for number in (1, 3, 30):
        for _ in range(made, number):
            question = ask_question(paragraph=paragraph, text=TEXT, by=people.user())
            answer_question(question=question, answer="Nē.", is_public=True, by=editor)
        made = number
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_queries_of_the_editors_list_do_not_grow(client, paragraph, editor):
    client.force_login(editor, BACKEND)
    url = reverse("cms:question_list")
    counts, made = [], 0
    for number in (1, 3, 20):
        for _ in range(made, number):
            ask_question(paragraph=paragraph, text=TEXT, by=people.user(person=people.person()))
        made = number
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).content.decode().count(TEXT) >= number
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_the_other_language_shows_the_same_paragraph_and_says_whose_it_is(client, paragraph):
    html = client.get("/en/guideline/paragraph/1/").content.decode()

    assert "This paragraph is of the Latvian text." in html
    assert '<div class="prose" lang="lv">' in html
    assert 'href="/lv/vadlinijas/riki/#p1"' in html
