"""Each kind of question through the pages: answered, shown again, scored, explained."""

import pytest

from courses.actions.progress import start_module
from courses.models import Module, ModulePage, QuizAttempt
from tests.courses import quizzes
from tests.courses.kinds import KINDS, filled


def stored(attempt: QuizAttempt) -> QuizAttempt:
    return QuizAttempt.objects.get(pk=attempt.pk)


def send(client, attempt, number, **fields):
    return client.post(quizzes.url(attempt, "answer/"), {"q": number} | fields)


@pytest.fixture
def all_kinds(learning, module, learner) -> QuizAttempt:
    """A running attempt that asks one question of each kind, in this order."""
    page = ModulePage.objects.get(module=module)
    page.quiz = list(KINDS.items())
    page.save_revision().publish()
    Module.objects.filter(pk=module.pk).update(quiz_draw=0, pass_mark=len(KINDS))
    start_module(person=learner.person, module=module)
    return quizzes.start(learning)


def answer_all(client, attempt, *, right: bool) -> None:
    for number, item in enumerate(attempt.questions["items"], 1):
        for fields in filled(item, right=right):
            send(client, attempt, number, **fields)


@pytest.mark.parametrize("right", [True, False])
def test_every_kind_is_answered_and_scored_through_the_pages(learning, all_kinds, right):
    answer_all(learning, all_kinds, right=right)
    response = learning.post(quizzes.url(all_kinds, "submit/"))
    assert response.url == quizzes.url(all_kinds)
    done = stored(all_kinds)
    assert (done.score, done.passed) == ((8, True) if right else (0, False))
    assert [mark["right"] for mark in done.marks] == [right] * 8
    assert learning.get(response.url).status_code == 200


@pytest.mark.parametrize("number", range(1, 9))
def test_every_kind_shows_what_was_answered(learning, all_kinds, number):
    url = f"{quizzes.url(all_kinds, 'answer/')}?q={number}"
    before = learning.get(url).content.decode()
    answer_all(learning, all_kinds, right=True)
    after = learning.get(url).content.decode()
    chosen = [" checked", " selected", 'value="1 000,5 EUR"', 'value="Zalktis"']
    assert sum(before.count(mark) for mark in chosen) == 0
    assert sum(after.count(mark) for mark in chosen) >= 1


def test_every_kind_of_wrong_answer_is_explained(learning, all_kinds):
    answer_all(learning, all_kinds, right=False)
    learning.post(quizzes.url(all_kinds, "submit/"))
    review = learning.get(quizzes.url(all_kinds)).context["review"]
    for line in review.lines:
        assert not line.is_right
        assert all(group.said and group.right for group in line.groups)
    assert review.read_again == ((1, "prot kaut ko"),)


def test_follow_up_comes_after_the_first_answer_is_confirmed(learning, all_kinds):
    number, item = 8, all_kinds.questions["items"][7]
    url = f"{quizzes.url(all_kinds, 'answer/')}?q={number}"
    assert "Un tālāk?" not in learning.get(url).content.decode()
    send(learning, all_kinds, number, a="0")
    assert "Un tālāk?" not in learning.get(url).content.decode()
    response = send(learning, all_kinds, number, a="1", go="lock")
    assert response.url == url
    assert "Un tālāk?" in learning.get(url).content.decode()
    send(learning, all_kinds, number, a="0", b="0")
    kept = stored(all_kinds).answers[item["id"]]
    assert kept == {
        "first": item["options"][1]["key"],
        "locked": True,
        "follow": item["follow_up_options"][0]["key"],
    }


def test_confirming_nothing_gets_a_sentence(learning, all_kinds):
    response = send(learning, all_kinds, 8, go="lock")
    followed = learning.get(response.url)
    assert [message.level_tag for message in followed.context["messages"]] == ["warning"]
    assert stored(all_kinds).answers == {}


@pytest.mark.parametrize(
    ("number", "fields"), [(5, {"a0": "1", "a1": "1", "a2": "1"}), (6, {"a": "daudz"})]
)
def test_what_cannot_be_right_is_kept_and_gets_a_sentence(learning, all_kinds, number, fields):
    response = send(learning, all_kinds, number, go="check", **fields)
    followed = learning.get(response.url)
    assert response.url.endswith(f"answer/?q={number}")
    assert [message.level_tag for message in followed.context["messages"]] == ["warning"]
    assert len(stored(all_kinds).answers) == 1


def test_text_that_is_too_long_gets_a_sentence_and_is_not_lost(learning, all_kinds):
    text = "ā" * 201
    response = send(learning, all_kinds, 7, a=text)
    assert text in response.content.decode()
    assert 'class="error"' in response.content.decode()
    assert stored(all_kinds).answers == {}


def test_typed_markup_is_harmless_in_the_review(learning, all_kinds):
    send(learning, all_kinds, 7, a="<b>x</b>")
    learning.post(quizzes.url(all_kinds, "submit/"), {"unanswered": list(range(1, 9))})
    text = learning.get(quizzes.url(all_kinds)).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in text
    assert "<b>x</b>" not in text


def test_order_and_pairs_do_not_tell_the_answer_in_the_page(learning, all_kinds):
    for number in (4, 5):
        item = all_kinds.questions["items"][number - 1]
        keys = [one["key"] for one in item["pairs"] or item["items"]]
        text = learning.get(f"{quizzes.url(all_kinds, 'answer/')}?q={number}").content.decode()
        assert [key for key in keys if key in text] == []
    assert item["shown"] != keys
