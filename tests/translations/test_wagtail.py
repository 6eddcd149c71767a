"""Wagtail's admin speaks Latvian: our catalogue is whole, right and the one that is used."""

import datetime as dt
import gc
import json
import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

import polib
import pytest
import wagtail
from django.conf import settings
from django.core.management import call_command
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import ngettext, npgettext, override
from wagtail.admin.templatetags.wagtailadmin_tags import timesince_simple
from wagtail.images import get_image_model
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask
from wagtail.users.models import UserProfile

from lms.management.commands import wagtail_gaps
from people.models import User
from tests.factories import cms, courses, people
from tests.translations.wagtail_html import words

Image = get_image_model()
FOLDER = Path(settings.LOCALE_PATHS[1]) / "lv" / "LC_MESSAGES"
DOMAINS = ["django", "djangojs"]
PLACEHOLDER = re.compile(r"%\(\w+\)|\{\w+\}|%[sd]")
TAG = re.compile(r"<[^>]+>")
thumbnails_leave_a_file_open = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
FORM = {0: 2, 1: 0, 2: 1, 11: 1, 21: 0}


@cache
def catalogue(domain: str) -> polib.POFile:
    return polib.pofile(str(FOLDER / f"{domain}.po"))


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_entry_is_translated_and_has_all_its_forms(domain):
    wrong = [
        entry.msgid
        for entry in catalogue(domain)
        if entry.fuzzy
        or not all(texts(entry))
        or len(texts(entry)) != (3 if entry.msgid_plural else 1)
    ]

    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_and_tags_are_those_of_the_english(domain):
    wrong = []
    for entry in catalogue(domain):
        english = entry.msgid_plural or entry.msgid
        one, *many = texts(entry)
        allowed = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        main = many[0] if many else one
        if set(PLACEHOLDER.findall(main)) != set(PLACEHOLDER.findall(english)):
            wrong.append(main)
        wrong += [
            text
            for text in texts(entry)
            if not set(PLACEHOLDER.findall(text)) <= allowed
            or sorted(TAG.findall(text)) != sorted(TAG.findall(english))
            or text[-1:].isspace() != english[-1:].isspace()
        ]

    assert wrong == []


def test_twenty_one_is_never_written_as_one():
    """The first form serves 1, 21 and 31, so it has to show the number wherever the second does."""
    fixed = [
        entry.msgid
        for domain in DOMAINS
        for entry in catalogue(domain)
        if entry.msgid_plural
        and set(PLACEHOLDER.findall(texts(entry)[0])) != set(PLACEHOLDER.findall(texts(entry)[1]))
    ]

    assert fixed == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_house_style_is_kept(domain):
    """No straight quotes, no English dots, no "Lūdzu"; the words of the list at the top."""
    banned = re.compile(
        r"lūdz|\.\.\.|darbplūsm|moder[āaē]|['\"](?![^<]*>)|aizstājējlap", re.IGNORECASE
    )
    sinners = [
        text
        for entry in catalogue(domain)
        for text in texts(entry)
        if banned.search(text) and '(")' not in text
    ]

    assert sinners == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_compiled_catalogue_is_in_step(domain, tmp_path):
    catalogue(domain).save_as_mofile(str(tmp_path / "fresh.mo"))

    compiled, fresh = (
        {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in polib.mofile(str(path))}
        for path in (FOLDER / f"{domain}.mo", tmp_path / "fresh.mo")
    )

    assert compiled == fresh


def test_no_string_of_the_installed_apps_lacks_latvian():
    """All 1618 at Wagtail 7.4.4; Wagtail alone has 31 per cent."""
    assert wagtail_gaps.gaps() == []


def test_no_entry_is_left_over_from_an_older_wagtail():
    assert wagtail_gaps.unused() == []


def test_the_command_lists_a_string_without_latvian(monkeypatch):
    needed = wagtail_gaps.needed()
    monkeypatch.setattr(
        wagtail_gaps, "needed", lambda: needed | {("django", "", "A brand new button")}
    )
    out = StringIO()

    call_command("wagtail_gaps", stdout=out)

    assert out.getvalue().splitlines() == [
        "+ django  'A brand new button'",
        f"Wagtail {wagtail.__version__}: {len(needed) + 1} strings, 1 without Latvian, 0 of ours unused.",
    ]


@pytest.mark.parametrize(("number", "form"), FORM.items())
def test_every_plural_is_looked_up_here_and_takes_the_form_of_its_number(number, form):
    wrong = []
    with override("lv"):
        for entry in catalogue("django"):
            if entry.msgid_plural:
                arguments = (entry.msgid, entry.msgid_plural, number)
                found = (
                    npgettext(entry.msgctxt, *arguments) if entry.msgctxt else ngettext(*arguments)
                )
                if found != entry.msgstr_plural[form]:
                    wrong.append((found, entry.msgstr_plural[form]))

    assert wrong == []


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "tikko"),
        (1, "pirms 1 minūtes"),
        (2, "pirms 2 minūtēm"),
        (11, "pirms 11 minūtēm"),
        (21, "pirms 21 minūtes"),
    ],
)
def test_time_gone_by_is_said_in_the_right_case(minutes, text):
    with override("lv"):
        said = timesince_simple(timezone.now() - dt.timedelta(minutes=minutes, seconds=5))

    assert said.replace("\xa0", " ") == text


@pytest.mark.parametrize(
    ("size", "text"), [(1, "1 baits"), (2, "2 baiti"), (11, "11 baiti"), (21, "21 baits")]
)
def test_a_small_file_is_measured_in_the_right_form(size, text):
    with override("lv"):
        assert filesizeformat(size).replace("\xa0", " ") == text


# --- the screens ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    """The longest fixed stretch of each English string of two words or more, and its msgid."""
    stretches = {}
    for _, _, msgid in wagtail_gaps.needed():
        stretch = max(
            re.split(r"%\(\w+\)s|%\(\w+\)d|\{\w+\}|<[^>]+>", msgid), key=len, default=""
        ).strip(" .,:;\"'")
        if len(stretch.split()) >= 2 and not stretch.startswith("Wagtail "):
            stretches[stretch] = msgid
    return stretches


def left_in(page: str, english: dict[str, str]) -> list[str]:
    """The English strings of Wagtail that a reader of this page meets."""
    seen = words(page)
    return sorted(msgid for stretch, msgid in english.items() if stretch in seen)


@pytest.fixture
def chief(client, django_user_model):
    client.force_login(
        django_user_model.objects.create_superuser("saknes", email="s@example.lv", password="x"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


@pytest.fixture
def page(db) -> Page:
    """A published module page, and a workflow of one step on the whole tree."""
    workflow = Workflow.objects.create(name="Satura kārtība")
    task = GroupApprovalTask.objects.create(name="Redakcija")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(
        page=Page.objects.get(depth=1), defaults={"workflow": workflow}
    )
    return courses.module_page(courses.programme(modules=1).modules.get())


WALK = [
    "/admin/",
    "/admin/account/",
    "/admin/pages/{parent}/",
    "/admin/pages/{parent}/?q=nekas",
    "/admin/pages/{parent}/?ordering=ord",
    "/admin/pages/{home}/add_subpage/",
    "/admin/pages/add/courses/modulepage/{parent}/",
    "/admin/pages/search/?q=modulis",
    "/admin/pages/{page}/edit/",
    "/admin/pages/{page}/history/",
    "/admin/pages/{page}/workflow_history/",
    "/admin/pages/{page}/revisions/compare/earliest...latest/",
    "/admin/pages/{page}/revisions/{revision}/view/",
    "/admin/pages/{page}/revisions/{revision}/revert/",
    "/admin/pages/{page}/copy/",
    "/admin/pages/{page}/move/",
    "/admin/pages/{page}/unpublish/",
    "/admin/pages/{page}/delete/",
    "/admin/pages/{page}/usage/",
    "/admin/pages/{page}/privacy/",
    "/admin/bulk/wagtailcore/page/delete/?id={page}",
    "/admin/bulk/wagtailcore/page/move/?id={page}",
    "/admin/bulk/wagtailcore/page/publish/?id={page}",
    "/admin/bulk/wagtailcore/page/unpublish/?id={page}",
    "/admin/translation/submit/page/{page}/",
    "/admin/choose-page/",
    "/admin/choose-external-link/",
    "/admin/choose-email-link/",
    "/admin/images/",
    "/admin/images/add/",
    "/admin/images/multiple/add/",
    "/admin/images/chooser/",
    "/admin/images/{image}/",
    "/admin/images/{image}/delete/",
    "/admin/images/usage/{image}/",
    "/admin/bulk/cms/licensedimage/add_tags/?id={image}",
    "/admin/bulk/cms/licensedimage/add_to_collection/?id={image}",
    "/admin/bulk/cms/licensedimage/delete/?id={image}",
    "/admin/documents/",
    "/admin/documents/add/",
    "/admin/documents/multiple/add/",
    "/admin/documents/chooser/",
    "/admin/collections/",
    "/admin/collections/add/",
    "/admin/snippets/",
    "/admin/snippets/cms/glossaryterm/",
    "/admin/snippets/cms/glossaryterm/add/",
    "/admin/snippets/cms/glossaryterm/edit/{term}/",
    "/admin/snippets/cms/glossaryterm/history/{term}/",
    "/admin/snippets/cms/glossaryterm/usage/{term}/",
    "/admin/snippets/cms/glossaryterm/delete/{term}/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/page-types-usage/",
    "/admin/workflows/list/",
    "/admin/workflows/add/",
    "/admin/workflows/edit/{workflow}/",
    "/admin/workflows/tasks/index/",
    "/admin/users/",
    "/admin/groups/",
    "/admin/locales/",
]


@pytest.fixture
def addresses(page) -> Iterator[dict[str, int]]:
    """What the addresses of the walk are about, one of each."""
    term = cms.term("zeme", "earth")
    image = Image.objects.create(title="Attēls", file="nav.png", width=1, height=1, file_size=1)
    yield {
        "page": page.pk,
        "parent": page.get_parent().pk,
        "home": page.get_parent().get_parent().pk,
        "revision": page.latest_revision_id,
        "image": image.pk,
        "term": term.pk,
        "workflow": Workflow.objects.get(name="Satura kārtība").pk,
    }
    gc.collect()  # here, where the warning about Wagtail's thumbnails is expected


@thumbnails_leave_a_file_open
def test_no_english_of_wagtail_stands_on_any_screen(chief, addresses, english):
    left = {}
    for pattern in WALK:
        response = chief.get(pattern.format(**addresses), headers={"accept-language": "lv"})
        body = response.content.decode()
        if response["Content-Type"] == "application/json":  # a window that opens in the page
            body = json.loads(body)["html"]
        left[pattern] = (response.status_code, left_in(body, english))

    assert left == dict.fromkeys(WALK, (200, []))


@thumbnails_leave_a_file_open
def test_the_walk_would_notice_english(chief, addresses, english):
    UserProfile.objects.create(user=User.objects.get(), preferred_language="en")

    left = {
        pattern: bool(left_in(chief.get(pattern.format(**addresses)).content.decode(), english))
        # No form with a chooser: Wagtail keeps its words in the language of the first reader.
        for pattern in ("/admin/", "/admin/pages/{parent}/", "/admin/images/")
    }

    assert left == dict.fromkeys(left, True)


def test_a_page_goes_through_review_in_latvian(chief, page, english):
    editor = people.user("content_editor", email="redaktors@example.lv")
    page.owner = editor
    page.save()
    page.save_revision(user=editor)
    state = Workflow.objects.get(name="Satura kārtība").start(page, editor)
    waiting = words(chief.get(f"/admin/pages/{page.pk}/edit/").content.decode())
    with override("lv"):
        state.current_task_state.reject(
            user=User.objects.get(username="saknes"), comment="Precizēt"
        )
    returned = [
        chief.get(address).content.decode()
        for address in (
            "/admin/",
            f"/admin/pages/{page.pk}/edit/",
            f"/admin/pages/{page.pk}/history/",
            f"/admin/pages/{page.pk}/workflow_history/",
            f"/admin/pages/{page.pk}/workflow_history/detail/{state.pk}/",
            "/admin/reports/workflow/",
            "/admin/reports/workflow_tasks/",
        )
    ]

    assert [left_in(body, english) for body in returned] == [[]] * len(returned)
    assert [word in waiting for word in ("Atdot precizēšanai", "Apstiprināt ar komentāru")] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 attēlu"), (1, "1 attēls"), (2, "2 attēli"), (11, "11 attēli"), (21, "21 attēls")],
)
def test_the_front_page_counts_in_latvian(chief, page, count, text):
    Image.objects.bulk_create(
        Image(title=f"Attēls {n}", file="x.png", width=1, height=1) for n in range(count)
    )

    summary = words(chief.get("/admin/").content.decode())

    assert re.findall(r"^\d+ attēl\w+$", summary, re.MULTILINE) == [text]


def test_the_scripts_get_the_same_catalogue(chief):
    script = chief.get("/admin/jsi18n/").content.decode()

    sent = json.loads(re.search(r"const newcatalog = ({.*?});\n", script, re.DOTALL)[1])
    ours = {
        entry.msgid: texts(entry) if entry.msgid_plural else entry.msgstr
        for entry in catalogue("djangojs")
    }
    assert {msgid: sent.get(msgid) for msgid in ours} == ours
