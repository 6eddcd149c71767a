"""The way of a module page from draft to publication, by the addresses editors use."""

import datetime as dt
import email
from email import policy

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Workflow, WorkflowPage
from wagtail.users.models import UserProfile

from courses.actions.review import TASKS, WORKFLOW, load_module_review
from courses.models import ModulePage
from lms.background import run_due
from lms.models import OutgoingMail
from people.actions.reference import load_reference
from people.actions.roles import assign_role
from people.models import Role, User
from tests.courses.test_admin import form, question
from tests.factories import courses, people


@pytest.fixture
def staff(db, settings):
    """An editor, a trainer who reads English, and a language editor, each at an own browser."""
    settings.EMAIL_BACKEND = "lms.outbox.OutboxBackend"
    load_reference()
    browsers = {}
    for role in (Role.CONTENT_EDITOR, Role.TRAINER, Role.LANGUAGE_EDITOR):
        account = people.user(username=role.value, email=f"{role.value}@example.invalid")
        assign_role(user=account, role=role, by=None)
        browsers[role.value] = Client()
        browsers[role.value].force_login(account)
    for role, language in (("trainer", "en"), ("content_editor", "lv"), ("language_editor", "lv")):
        profile = UserProfile.get_for_user(User.objects.get(username=role))
        profile.preferred_language = language
        profile.save()
    return browsers


@pytest.fixture
def page(staff, module) -> ModulePage:
    made = courses.module_page(module)
    load_module_review()
    return made


def new_page(module) -> dict:
    """What an editor fills in for a page that does not exist yet."""
    questions = [question(True, False) for _ in range(5)]
    draft = ModulePage(title="Jauns modulis", slug="jauns-modulis", module=module)
    return form(draft, questions, action="action-submit")


def submit(staff, page, **fields):
    data = form(page, [question(True, False) for _ in range(5)], action="action-submit") | fields
    assert staff["content_editor"].post(f"/admin/pages/{page.pk}/edit/", data).status_code == 302


def act(browser, page, name: str, **fields) -> int:
    task = Page.objects.get(pk=page.pk).current_workflow_task_state
    url = f"/admin/pages/workflow/action/{page.pk}/{name}/{task.pk}/"
    return browser.post(url, fields).status_code


def letters() -> list[tuple[list[str], str, str]]:
    """Return whom the outbox holds letters for, with subject and text; and empty it."""
    found = []
    for row in OutgoingMail.objects.order_by("pk"):
        message = email.message_from_bytes(bytes(row.message), policy=policy.default)
        found.append((row.to, row.subject, message.get_body().get_content()))
    OutgoingMail.objects.all().delete()
    return found


def test_draft_is_reviewed_twice_scheduled_and_published_by_the_background(
    staff, page, module, time_machine
):
    other = module.programme.modules.last()
    index = page.get_parent()
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    data = new_page(other) | {"go_live_at": tomorrow.strftime("%Y-%m-%d %H:%M")}

    made = staff["content_editor"].post(f"/admin/pages/add/courses/modulepage/{index.pk}/", data)

    draft = ModulePage.objects.get(module=other)
    assert (made.status_code, draft.live, draft.current_workflow_task.name) == (
        302,
        False,
        TASKS[0][0],
    )
    [(to, subject, text)] = letters()
    assert (to, subject) == (["trainer@example.invalid"], "For your review: Jauns modulis")
    assert f"/admin/pages/{draft.pk}/edit/" in text

    act(staff["language_editor"], draft, "approve")
    assert ModulePage.objects.get(pk=draft.pk).current_workflow_task.name == TASKS[0][0]
    assert act(staff["trainer"], draft, "approve") == 302
    draft = ModulePage.objects.get(pk=draft.pk)
    assert draft.current_workflow_task.name == TASKS[1][0]
    [(to, subject, _text)] = letters()
    assert (to, subject) == (["language_editor@example.invalid"], "Jūsu recenzijai: Jauns modulis")

    assert act(staff["language_editor"], draft, "approve") == 302
    draft = ModulePage.objects.get(pk=draft.pk)
    assert (draft.live, draft.current_workflow_state) == (False, None)
    assert draft.approved_schedule is True
    [(to, subject, text)] = letters()
    assert (to, subject) == (["content_editor@example.invalid"], "Lapa apstiprināta: Jauns modulis")
    assert "Tā tiks publicēta norādītajā laikā." in text

    run_due()
    assert ModulePage.objects.get(pk=draft.pk).live is False
    time_machine.move_to(tomorrow + dt.timedelta(minutes=2))
    run_due()
    published = ModulePage.objects.get(pk=draft.pk)
    assert published.live is True
    assert Client().get(published.url).status_code == 200


def test_returned_page_goes_back_to_its_editor_with_the_reason(staff, page):
    submit(staff, page)
    letters()

    assert act(staff["trainer"], page, "reject", comment="Trūkst piemēra.") == 302

    [(to, subject, text)] = letters()
    assert to == ["content_editor@example.invalid"]
    assert subject.startswith("Atdota labošanai: ")
    assert "Trūkst piemēra." in text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("approve", "Approved. The editor is told by e-mail."),
        ("reject", "Returned. The editor is told by e-mail."),
    ],
)
def test_reviewer_is_led_back_to_what_waits(staff, page, name, sentence):
    submit(staff, page)
    data = form(page, [question(True, False) for _ in range(5)]) | {"workflow-action-name": name}

    done = staff["trainer"].post(f"/admin/pages/{page.pk}/edit/", data, follow=True)

    assert done.redirect_chain == [("/admin/", 302)]
    said = [str(message) for message in done.context["messages"]]
    assert [sentence in text for text in said] == [False, True]


@pytest.mark.parametrize("role", ["trainer", "language_editor"])
def test_reviewer_opens_only_the_page_in_review(staff, page, role):
    other = courses.module_page(page.module.programme.modules.last())
    submit(staff, page)
    if role == "language_editor":
        act(staff["trainer"], page, "approve")
    browser = staff[role]
    before = Page.objects.count()

    assert browser.get("/admin/").status_code == 200
    assert browser.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert browser.get(f"/admin/pages/{other.pk}/edit/").status_code == 302
    questions = [question(True, False) for _ in range(5)]
    publish = form(page, questions)
    live = page.live_revision_id
    browser.post(f"/admin/pages/{page.pk}/edit/", publish)
    page.refresh_from_db()
    assert page.live_revision_id == live
    assert browser.post(f"/admin/pages/{other.pk}/edit/", publish).status_code == 302
    assert browser.post(f"/admin/pages/{page.pk}/delete/").status_code == 302
    assert browser.post(f"/admin/pages/{page.pk}/unpublish/").status_code == 302
    index = page.get_parent()
    browser.post(f"/admin/pages/add/courses/modulepage/{index.pk}/", publish)
    assert Page.objects.count() == before
    assert ModulePage.objects.get(pk=page.pk).live is True
    assert browser.get("/admin/people/person/").status_code in (302, 404)


def test_trainer_comments_on_the_page_in_review(staff, page):
    submit(staff, page)
    letters()
    comment = {
        "text": "Vai šis piemērs ir patiess?",
        "contentpath": "aim",
        "position": "",
        "id": "",
        "replies-TOTAL_FORMS": "0",
        "replies-INITIAL_FORMS": "0",
        "DELETE": "",
        "resolved": "",
    }
    questions = [question(True, False) for _ in range(5)]
    data = form(page, questions, action="action-save")
    data |= {f"comments-0-{k}": v for k, v in comment.items()}
    data |= {"comments-TOTAL_FORMS": "1", "comment_notifications": "on"}

    staff["trainer"].post(f"/admin/pages/{page.pk}/edit/", data)

    kept = page.wagtail_admin_comments.get()
    assert (kept.text, kept.user.username) == ("Vai šis piemērs ir patiess?", "trainer")


def test_review_is_loaded_once_and_stands_on_every_catalogue(db, module):
    load_reference()
    courses.module_page(module)
    courses.module_page(module, "en")

    first, second = load_module_review(), load_module_review()

    assert first == second
    assert [task.name for task in first.tasks] == [name for name, _role in TASKS]
    assert WorkflowPage.objects.filter(workflow=first).count() == 2
    assert WorkflowPage.objects.exclude(workflow=first).count() == 0
    assert Workflow.objects.filter(name=WORKFLOW).count() == 1
