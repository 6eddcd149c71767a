"""Starting, reading part by part, resuming, the reflection, and completion."""

import pytest

from courses.actions.progress import REFLECTION_LIMIT, start_module
from courses.models import Module, ModulePage, ModuleProgress
from courses.queries import parts_of
from courses.signals import module_completed
from people.models import AuditEntry
from tests.courses import quizzes
from tests.factories import courses, people

PAGE = "/lv/moduli/m01/"
QUIZ = "/lv/module/M01/quiz/"
START = "/lv/module/M01/start/"
READ = "/lv/module/M01/read/"
REFLECTION = "/lv/module/M01/reflection/"


@pytest.fixture
def heard():
    """The progress rows that the signal told of."""
    told = []

    def listen(sender, progress, **kwargs):
        told.append(progress.pk)

    module_completed.connect(listen)
    yield told
    module_completed.disconnect(listen)


def read_all(client, page):
    for part in parts_of(page):
        client.post(READ, {"part": part.id})


def the_progress() -> ModuleProgress:
    return ModuleProgress.objects.get()


def test_opening_the_page_starts_nothing(learning):
    for _ in range(2):
        assert learning.get(PAGE).status_code == 200
        assert learning.get(f"{PAGE}?part=aim").status_code == 200
    for url in (START, READ, REFLECTION, QUIZ, "/lv/module/M01/"):
        learning.get(url)
    assert ModuleProgress.objects.count() == 0


def test_start_opens_the_first_step(learning):
    response = learning.post(START)
    assert response.url == f"{PAGE}?part=aim"
    assert the_progress().parts_read == []


def test_starting_twice_keeps_the_first_start(learning):
    learning.post(START)
    learning.post(READ, {"part": "aim"})
    first = ModuleProgress.objects.values().get()
    learning.post(START)
    assert ModuleProgress.objects.values().get() == first


def test_reading_a_part_leads_to_the_next(learning, page):
    learning.post(START)
    steps = [part.id for part in parts_of(page)]
    for part, following in zip(steps, [*steps[1:], None], strict=True):
        response = learning.post(READ, {"part": part})
        assert response.url == (f"{PAGE}?part={following}" if following else QUIZ)
    progress = the_progress()
    assert progress.parts_read == steps
    assert progress.read_at is not None
    assert progress.completed_at is None


def test_reading_on_the_whole_page_stays_there(learning, page):
    learning.post(START)
    following = parts_of(page)[1].id
    response = learning.post(READ, {"part": "aim", "view": "whole"})
    assert response.url == f"{PAGE}#{following}"


def test_resume_leads_to_the_step_after_the_last_read(learning, page):
    learning.post(START)
    learning.post(READ, {"part": "aim"})
    following = parts_of(page)[1].id
    assert learning.get("/lv/module/M01/").url == f"{PAGE}?part={following}"
    assert f'href="?part={following}"' in learning.get(PAGE).content.decode()


def test_reading_a_part_twice_counts_once(learning):
    learning.post(START)
    for _ in range(2):
        learning.post(READ, {"part": "aim"})
    assert the_progress().parts_read == ["aim"]


@pytest.mark.parametrize("part", ["", "nothing", '"', "x" * 5000, "9" * 30, "quiz"])
def test_unknown_part_gets_a_sentence_and_changes_nothing(learning, part):
    learning.post(START)
    before = ModuleProgress.objects.values().get()
    response = learning.post(READ, {"part": part}, follow=True)
    assert [str(message.level_tag) for message in response.context["messages"]] == ["error"]
    assert ModuleProgress.objects.values().get() == before


def test_acts_before_the_start_get_a_sentence(learning):
    for url, data in ((READ, {"part": "aim"}), (REFLECTION, {"reflection": "Jā"})):
        response = learning.post(url, data, follow=True)
        assert response.redirect_chain == [(PAGE, 302)]
        assert len(response.context["messages"]) == 1
    assert ModuleProgress.objects.count() == 0


def test_step_shows_one_part_and_whole_page_all(learning, page):
    learning.post(START)
    step = learning.get(f"{PAGE}?part=aim").content.decode()
    whole = learning.get(PAGE).content.decode()
    assert step.count('<section class="stack" id=') == 1
    assert "Dariet" not in step
    assert "Dariet" in whole
    unknown = learning.get(f"{PAGE}?part=nothing").content.decode()
    assert "Dariet" in unknown


def test_reflection_is_kept_and_shown_to_its_writer_only(learning, page, client):
    learning.post(START)
    response = learning.post(REFLECTION, {"reflection": "  Sākšu ar <b>jautājumu</b>  "})
    assert response.url == QUIZ
    assert the_progress().reflection == "Sākšu ar <b>jautājumu</b>"
    text = learning.get(f"{PAGE}?part=reflection").content.decode()
    assert "Sākšu ar &lt;b&gt;jautājumu&lt;/b&gt;" in text
    client.force_login(people.user(person=people.person()))
    assert "Sākšu ar" not in client.get(PAGE).content.decode()


def test_written_reflection_is_shown_on_the_whole_page_with_the_way_to_edit_it(learning):
    learning.post(START)
    assert 'name="reflection"' in learning.get(PAGE).content.decode()
    learning.post(REFLECTION, {"reflection": "Sākšu <i>pirmdien</i>"})
    text = learning.get(PAGE).content.decode()
    assert 'name="reflection"' not in text
    assert "Sākšu &lt;i&gt;pirmdien&lt;/i&gt;" in text
    assert 'href="?part=reflection"' in text


def test_too_long_reflection_gets_a_sentence_and_keeps_the_text(learning):
    learning.post(START)
    text = "ā" * (REFLECTION_LIMIT + 1)
    response = learning.post(REFLECTION, {"reflection": text})
    assert response.status_code == 200
    assert text in response.content.decode()
    assert "reflection_error" in response.content.decode()
    assert the_progress().reflection == ""


def test_module_is_completed_by_reading_all_and_passing(learning, page, heard):
    learning.post(START)
    read_all(learning, page)
    assert the_progress().completed_at is None
    quizzes.take(learning, 4)
    progress = the_progress()
    assert progress.completed_at is not None
    assert heard == [progress.pk]
    line = AuditEntry.objects.get()
    assert (line.action, line.object_id) == ("courses.module_completed", str(progress.pk))
    assert line.after["module"] == "M01"


def test_module_is_completed_by_the_last_part_when_the_quiz_came_first(learning, page, heard):
    learning.post(START)
    quizzes.take(learning, 5)
    assert the_progress().completed_at is None
    read_all(learning, page)
    assert the_progress().completed_at is not None
    assert len(heard) == 1


def test_completed_module_is_completed_once(learning, page, heard):
    learning.post(START)
    read_all(learning, page)
    quizzes.take(learning)
    first = the_progress().completed_at
    read_all(learning, page)
    quizzes.take(learning, 0)
    learning.post(REFLECTION, {"reflection": ""})
    assert the_progress().completed_at == first
    assert len(heard) == AuditEntry.objects.count() == 1


def test_reflection_is_needed_where_the_rule_asks_for_it(learning, page):
    Module.objects.filter(code="M01").update(requires_reflection=True)
    learning.post(START)
    read_all(learning, page)
    quizzes.take(learning)
    learning.post(REFLECTION, {"reflection": "   "})
    assert the_progress().completed_at is None
    learning.post(REFLECTION, {"reflection": "Sākšu ar jautājumu"})
    assert the_progress().completed_at is not None


def test_reading_is_not_needed_where_the_rule_does_not_ask_for_it(learning, page):
    Module.objects.filter(code="M01").update(requires_all_parts=False)
    learning.post(START)
    quizzes.take(learning)
    assert the_progress().completed_at is not None


@pytest.fixture
def republished(learning, page) -> ModulePage:
    """The page after somebody published another version, with the person in the middle."""
    learning.post(START)
    learning.post(READ, {"part": "aim"})
    page.body = [("section", {"heading": "Jaunā sadaļa", "text": "<p>Jaunais teksts</p>"})]
    page.quiz = []
    page.save_revision().publish()
    return ModulePage.objects.get(pk=page.pk)


def test_person_keeps_the_version_they_started(learning, republished):
    text = learning.get(PAGE).content.decode()
    assert "Sadaļa" in text
    assert "Jaunā sadaļa" not in text
    assert "A newer version exists" in text or "jaunāka versija" in text


def test_quiz_is_that_of_the_version_started(learning, republished, page):
    attempt = quizzes.start(learning)
    assert attempt.questions["revision"] == the_progress().revisions["lv"]
    assert [item["text"] for item in attempt.questions["items"]] == [
        f"Jautājums {n}?" for n in range(1, 6)
    ]
    quizzes.take(learning, 5)
    assert the_progress().quiz_passed_at is not None


def test_parts_of_the_version_started_complete_it(learning, republished, page):
    started = the_progress().revisions["lv"]
    read_all(learning, page.revisions.get(pk=started).as_object())
    quizzes.take(learning, 5)
    assert the_progress().completed_at is not None


def test_newcomers_get_the_new_version(republished, client):
    client.force_login(people.user(person=people.person()))
    client.post(START)
    text = client.get(PAGE).content.decode()
    assert "Jaunā sadaļa" in text
    assert "newer version" not in text


def test_purged_version_falls_back_to_the_live_one(learning, republished):
    republished.revisions.exclude(pk=republished.live_revision_id).delete()
    assert "Jaunā sadaļa" in learning.get(PAGE).content.decode()


def test_parts_read_in_one_language_are_read_in_the_other(learning, page, learner):
    module = page.module
    english = courses.module_page(module, "en")
    english.body = page.body
    english.save_revision().publish()
    start_module(person=learner.person, module=module)
    read_all(learning, page)
    text = learning.get("/en/moduli/m01/").content.decode()
    assert text.count("I have read this") == 0


def test_page_in_another_language_published_later_is_kept_from_the_first_act_on(learning, page):
    learning.post(START)
    english = courses.module_page(page.module, "en")
    learning.post("/en/module/M01/read/", {"part": "aim"})
    assert the_progress().revisions == {
        "lv": page.live_revision_id,
        "en": english.live_revision_id,
    }


def test_person_without_record_can_read_but_not_take(client, page):
    client.force_login(people.user("content_editor"))
    text = client.get(PAGE).content.decode()
    assert START not in text
    for url in (START, READ, REFLECTION, QUIZ):
        assert client.post(url, {"part": "aim"}).status_code == 404
    assert ModuleProgress.objects.count() == 0


def test_reader_without_account_sees_everything_and_is_asked_to_sign_in(client, page):
    text = client.get(PAGE).content.decode()
    assert "Dariet" in text
    assert "Ko darīsiet?" in text
    assert f"?next={PAGE}" in text
    assert "csrfmiddlewaretoken" not in text
    for url in (START, READ, REFLECTION, QUIZ):
        assert client.post(url).status_code == 302
        assert "login" in client.post(url).url


@pytest.mark.parametrize("act", ["", "start/", "read/", "reflection/", "quiz/"])
def test_unknown_or_unpublished_module_is_not_found(learning, act):
    assert learning.get(f"/lv/module/M99/{act}").status_code == 404
    assert learning.post(f"/lv/module/M02/{act}").status_code in {404, 405}
    assert learning.get(f"/lv/module/M02/{act}").status_code == 404


def test_unpublished_page_is_not_found(learning, page):
    page.unpublish()
    assert learning.get(PAGE).status_code == 404
