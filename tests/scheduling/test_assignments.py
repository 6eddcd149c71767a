"""Assignments from the trainers' side: who reads what, the list of work, the answer, the digest."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from courses.actions import assignments as actions
from courses.actions.assignments import (
    AlreadyAnswered,
    accept_assignment,
    return_assignment,
    save_draft,
)
from courses.actions.progress import start_module
from courses.models import Assignment, AssignmentDecision, AssignmentVersion, Module
from lms.background import SCHEDULE
from people.models import User
from scheduling.actions.letters import write_assignment_digests
from scheduling.models import Enrolment
from tests.factories import courses, people, scheduling
from tests.factories.assignments import handed_in, new_file
from tests.scheduling.test_page_growth import statements

pytestmark = pytest.mark.django_db
LIST = "/en/assignments/"


@pytest.fixture
def page(db):
    return courses.module_page(courses.programme().modules.get(code="M01"))


@pytest.fixture
def group(as_trainer, page):
    """A group of the trainer who is signed in."""
    _client, trainer = as_trainer
    made = scheduling.group()
    made.trainers.add(trainer)
    return made


@pytest.fixture
def writer(group):
    """Somebody with a place in the trainer's group."""
    return scheduling.enrolment(group).person


@pytest.fixture
def version(writer, page):
    return handed_in(writer, page.module, "Mans darbs", files=["plāns.pdf"])


@pytest.fixture
def review(version):
    return f"/en/assignments/{version.assignment_id}/"


def file_url(version):
    return f"/en/assignments/{version.assignment_id}/file/{version.files.get().pk}/"


def signed_in(*roles, person=None):
    client = Client()
    client.force_login(people.user(*roles, person=person))
    return client


def listed(client, query=""):
    return [row.assignment.pk for row in client.get(f"{LIST}{query}").context["rows"]]


def test_the_trainer_of_the_group_reads_and_downloads(as_trainer, version, review):
    client, _trainer = as_trainer

    assert listed(client) == [version.assignment_id]
    assert "Mans darbs" in client.get(review).content.decode()
    response = client.get(file_url(version))
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "role",
    ["mentor", "content_editor", "programme_manager", "evaluator", "auditor", "trainer", ""],
)
def test_nobody_else_sees_that_it_exists(version, review, role):
    client = signed_in(*([role] if role else []), person=people.person())

    for url in (review, file_url(version)):
        assert client.get(url).status_code == 404
    assert client.post(review, {"do": "accept", "version": 1}).status_code == 404
    assert Assignment.objects.get().state == "submitted"


@pytest.mark.parametrize("state", ["applied", "waiting", "withdrawn"])
def test_without_a_place_in_the_group_there_is_no_trainer(as_trainer, version, review, state):
    client, _trainer = as_trainer
    Enrolment.objects.update(state=state)

    assert client.get(review).status_code == 404
    assert client.get(file_url(version)).status_code == 404
    assert listed(client) == []


def test_a_trainer_whose_role_has_ended_sees_nothing(as_trainer, version, review):
    client, trainer = as_trainer
    trainer.account.role_assignments.update(valid_until=timezone.localdate().replace(year=2020))

    assert client.get(review).status_code == 404
    assert client.get(file_url(version)).status_code == 404
    assert client.get(LIST).status_code == 403


def test_work_in_another_programme_is_for_its_own_trainers(as_trainer, writer):
    client, _trainer = as_trainer
    other = courses.programme(modules=1, code="cita").modules.get()
    version = handed_in(writer, other)

    assert client.get(f"/en/assignments/{version.assignment_id}/").status_code == 404
    assert listed(client) == []


def test_nobody_answers_their_own_work(as_trainer, group, page):
    client, trainer = as_trainer
    scheduling.enrolment(group, person=trainer)
    version = handed_in(trainer, page.module)

    assert client.get(f"/en/assignments/{version.assignment_id}/").status_code == 404
    assert listed(client) == []


def test_a_draft_is_its_writers_alone(as_trainer, writer, page):
    client, _trainer = as_trainer
    start_module(person=writer, module=page.module)
    draft = save_draft(person=writer, module=page.module, text="Vēl ne", add=[new_file()])

    assert client.get(f"/en/assignments/{draft.pk}/").status_code == 404
    assert listed(client) == []


def test_a_later_draft_and_its_file_stay_hidden(as_trainer, version, review):
    client, _trainer = as_trainer
    draft = save_draft(
        person=version.assignment.person,
        module=version.assignment.module,
        text="Vēl neiesniegts",
        add=[new_file("jauns.pdf")],
    )
    hidden = draft.files.get(name="jauns.pdf")

    assert "Vēl neiesniegts" not in client.get(review).content.decode()
    assert client.get(f"{review}file/{hidden.pk}/").status_code == 404


def test_a_file_is_found_only_below_its_own_assignment(as_trainer, group, page, version):
    client, _trainer = as_trainer
    other = handed_in(scheduling.enrolment(group).person, page.module, files=["b.pdf"])
    file = version.files.get()

    assert client.get(f"/en/assignments/{other.assignment_id}/file/{file.pk}/").status_code == 404


def test_newest_wait_comes_first_and_filters_narrow(as_trainer, group, page):
    client, trainer = as_trainer
    second = Module.objects.get(code="M02")
    other_group = scheduling.group()
    other_group.trainers.add(trainer)
    first = handed_in(scheduling.enrolment(group).person, page.module).assignment_id
    later = handed_in(scheduling.enrolment(other_group).person, second).assignment_id

    assert listed(client) == [later, first]
    assert listed(client, f"?group={group.pk}") == [first]
    assert listed(client, f"?module={second.pk}") == [later]
    assert listed(client, f"?group={group.pk}&module={second.pk}") == []
    assert listed(client, "?group=x&module=999999999999999999999") == [later, first]


def test_answered_work_moves_to_its_own_list(as_trainer, version):
    client, trainer = as_trainer
    accept_assignment(version=version, by=trainer.account)

    assert listed(client) == []
    assert listed(client, "?show=answered") == [version.assignment_id]


def test_returning_needs_feedback_and_keeps_what_was_typed(as_trainer, version, review):
    client, _trainer = as_trainer

    refused = client.post(review, {"do": "return", "version": 1, "feedback": "  "})
    done = client.post(review, {"do": "return", "version": 1, "feedback": "Pierakstiet piemēru"})

    assert refused.context["form"].errors["feedback"] == [
        "Write what to improve before you return the assignment."
    ]
    assert done.url == LIST
    decision = AssignmentDecision.objects.get()
    assert (decision.outcome, decision.feedback) == ("returned", "Pierakstiet piemēru")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "accept"},
        {"do": "accept", "version": "x"},
        {"do": "eat", "version": 1},
        {"do": "accept", "version": 99},
        {"do": "accept", "version": "9" * 30},
    ],
)
def test_a_senseless_answer_changes_nothing(as_trainer, version, review, data):
    client, _trainer = as_trainer

    assert client.post(review, data | {"feedback": "Teksts"}).status_code == 200
    assert Assignment.objects.get().state == "submitted"


def test_an_answer_to_an_older_version_asks_to_read_the_newer(as_trainer, version, review):
    client, _trainer = as_trainer
    handed_in(version.assignment.person, version.assignment.module, "Labāks")

    response = client.post(review, {"do": "accept", "version": 1, "feedback": "Labi"})

    assert response.context["form"].non_field_errors() == [
        "A newer version has been handed in meanwhile. Read it before you answer."
    ]
    html = response.content.decode()
    assert 'name="version" value="2"' in html
    assert "Labi</textarea>" in html
    assert Assignment.objects.get().state == "submitted"


def test_the_second_trainer_is_told_who_was_first(as_trainer, group, version, review):
    client, _trainer = as_trainer
    colleague = people.user("trainer", person=people.person(given_name="Astra"))
    group.trainers.add(colleague.person)
    return_assignment(version=version, feedback="Precizējiet", by=colleague)

    response = client.post(review, {"do": "accept", "version": 1, "feedback": "Ļoti labi"})

    name = colleague.person.full_name
    assert response.context["form"].non_field_errors() == [
        f"Another trainer was first: {name} has returned it. Nothing was changed."
    ]
    assert "Ļoti labi" in response.content.decode()
    assert AssignmentDecision.objects.get().outcome == "returned"


def test_the_writer_is_told_who_reads(as_trainer, writer, page):
    _client, trainer = as_trainer
    start_module(person=writer, module=page.module)

    html = signed_in(person=writer).get("/en/module/M01/assignment/").content.decode()

    assert f"{trainer.full_name}." in html


@pytest.mark.parametrize("query", ["", "?show=answered"])
def test_the_list_takes_the_same_statements_for_any_number(as_trainer, group, page, query):
    client, _trainer = as_trainer
    start = {"M01": page.module, "M02": Module.objects.get(code="M02")}
    courses.module_page(start["M02"])
    counts = []
    for number in (1, 3, 300):
        now = timezone.now()
        for n in range(number):
            person = scheduling.enrolment(group).person
            answered = bool(query)
            row = Assignment.objects.create(
                person=person,
                module=start[f"M0{n % 2 + 1}"],
                state="accepted" if answered else "submitted",
                submitted_at=now,
                decided_at=now if answered else None,
            )
            AssignmentVersion.objects.create(assignment=row, number=1, text="a")
        counts.append(statements(client, f"{LIST}{query}"))

    assert counts == [counts[0]] * 3


def test_one_digest_a_day_tells_each_trainer_how_much_waits(as_trainer, group, page, version):
    _client, trainer = as_trainer
    handed_in(scheduling.enrolment(group).person, page.module)
    idle = people.user("trainer", person=people.person())
    scheduling.group().trainers.add(idle.person)
    mail.outbox.clear()

    assert write_assignment_digests() == 1

    [letter] = mail.outbox
    assert letter.to == [trainer.email]
    assert "Jūsu atbildi gaida 2 uzdevumi." in letter.body
    assert "Mans darbs" not in letter.body
    assert version.assignment.person.full_name not in letter.body
    assert write_assignment_digests in [recurring.run for recurring in SCHEDULE]


def test_letters_are_in_the_language_their_reader_chose(as_trainer, version):
    _client, trainer = as_trainer
    writer = people.user(person=version.assignment.person)
    for account in (trainer.account, writer):
        profile = UserProfile.get_for_user(account)
        profile.preferred_language = "en"
        profile.save()
    mail.outbox.clear()

    write_assignment_digests()
    accept_assignment(version=version, by=trainer.account)

    assert [letter.subject for letter in mail.outbox] == [
        "Assignments are waiting for your answer",
        "Assignment accepted: M01",
    ]
    assert "/en/module/" in mail.outbox[1].body


def test_no_digest_without_something_waiting(as_trainer, version):
    _client, trainer = as_trainer
    accept_assignment(version=version, by=trainer.account)
    mail.outbox.clear()

    assert write_assignment_digests() == 0
    assert mail.outbox == []


@pytest.fixture
def contested(transactional_db):
    """Work that two trainers have open, each with the row as it was when they opened it."""
    if not Page.objects.exists():  # a test before this one has emptied the tables
        Locale.objects.get_or_create(language_code="lv")
        Page.add_root(instance=Page(title="Root", slug="root"))
    module = courses.programme(modules=1).modules.get()
    version = handed_in(people.person(), module)
    trainers = [people.user("trainer", person=people.person()) for _ in range(2)]
    return version, trainers


def answer_at_once(version, trainers):
    """Let one accept and the other return, released together; return what each met."""
    gate = threading.Barrier(2)

    def act(who: int) -> object:
        seen = AssignmentVersion.objects.select_related("assignment__module").get(pk=version.pk)
        by = User.objects.get(pk=trainers[who].pk)
        gate.wait(10)
        try:
            if who:
                return accept_assignment(version=seen, by=by).outcome
            return return_assignment(version=seen, feedback="Precizējiet", by=by).outcome
        except Exception as fault:  # noqa: BLE001  # what the other one met is the finding
            return type(fault)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(act, range(2)))


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_the_first_holds_and_the_second_gets_a_sentence(contested):
    version, trainers = contested

    met = answer_at_once(version, trainers)

    decision = AssignmentDecision.objects.get()
    assert set(met) == {decision.outcome, AlreadyAnswered}
    assert Assignment.objects.get().state == decision.outcome


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_meets_a_fault(contested, monkeypatch):
    """Proof that the test above can fail: same actions, the row neither locked nor read anew."""
    version, trainers = contested
    monkeypatch.setattr(actions, "_locked", lambda assignment: assignment)

    met = answer_at_once(version, trainers)

    assert {one for one in met if isinstance(one, type)} == {IntegrityError}
    assert AssignmentDecision.objects.count() == 1
