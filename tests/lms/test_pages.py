"""Role home and the staff page about background work."""

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lms import background
from lms.models import OutgoingMail
from tests.factories import courses, people, scheduling

pytestmark = pytest.mark.django_db


def someone(kind):
    if kind == "participant":
        return people.user(person=scheduling.enrolment(scheduling.group()).person)
    if kind == "lead":
        return people.user(person=people.member(people.team(), "lead").person)
    if kind == "nobody":
        return people.user()
    return people.user(kind, person=people.person())


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("participant", "/en/my/"),
        ("lead", "/en/team/"),
        ("trainer", "/en/sessions/"),
        ("mentor", "/en/municipalities/"),
        ("programme_manager", "/en/progress/"),
        ("evaluator", "/en/progress/"),
        ("auditor", "/en/progress/"),
        ("nobody", "/en/profile/"),
    ],
)
def test_everybody_starts_at_their_main_job(client, kind, address):
    client.force_login(someone(kind))

    response = client.get("/en/start/")

    assert (response.status_code, response["Location"]) == (302, address)


def test_stranger_is_asked_to_sign_in_first(client):
    assert client.get("/en/start/")["Location"] == "/en/login/?next=/en/start/"


@pytest.fixture
def manager(client):
    courses.home()
    account = people.user("programme_manager")
    client.force_login(account)
    return client


def dead_task():
    return DBTaskResult.objects.create(
        status=TaskResultStatus.FAILED,
        worker_ids=["w"] * background.MAX_ATTEMPTS,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="gone.task",
        backend_name="default",
        run_after=timezone.now(),
        finished_at=timezone.now(),
        exception_class_path="builtins.ValueError",
        traceback="",
    )


def dead_mail():
    return OutgoingMail.objects.create(
        to=["a@example.invalid"], subject="Vieta", message=b"", state="dead", attempts=6
    )


def test_staff_see_what_was_given_up_and_send_it_back(manager):
    task, message = dead_task(), dead_mail()
    shown = manager.get("/en/background/").content.decode()
    assert "builtins.ValueError" in shown
    assert "Vieta" in shown

    for what in (f"task:{task.pk}", f"mail:{message.pk}"):
        assert (
            manager.post("/en/background/try-again/", {"what": what})["Location"]
            == "/en/background/"
        )

    task.refresh_from_db()
    message.refresh_from_db()
    assert (task.status, task.worker_ids) == (TaskResultStatus.READY, [])
    assert (message.state, message.attempts) == ("waiting", 0)


@pytest.mark.parametrize(
    "what", ["", "mail:", "mail:1", "mail:" + "9" * 30, "mail:x", "task:1", "other:1"]
)
def test_what_is_not_dead_cannot_be_sent_back(manager, what):
    assert manager.post("/en/background/try-again/", {"what": what}).status_code == 404


def test_only_managers_see_background_work(client):
    client.force_login(people.user("trainer"))

    assert client.get("/en/background/").status_code == 403
