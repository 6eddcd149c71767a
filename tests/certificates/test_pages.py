"""Pages about certificates: who may see what, and what they say."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.actions import freeze
from certificates.models import Certificate
from cms.exports.tables import harmless
from tests.factories import certificates, people, scheduling

pytestmark = pytest.mark.django_db


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(freeze, "render_certificate", lambda _certificate: b"%PDF-1.7 printed")


@pytest.fixture
def certificate(group, manager, quick):
    return certificates.certificate(group, manager, given_name="Žanete", family_name="Ķirse")


def login_as(client, kind, certificate):
    """Sign in as one of those who stand around the certificate."""
    group, person = certificate.group, certificate.person
    accounts = {
        "owner": lambda: people.user(person=person),
        "manager": lambda: people.user("programme_manager"),
        "auditor": lambda: people.user("auditor"),
        "participant": lambda: people.user(person=people.person()),
        "trainer": lambda: people.user("trainer", person=_trainer_of(group)),
        "other trainer": lambda: people.user("trainer", person=people.person()),
        "team lead": lambda: people.user(person=_lead_of(person)),
        "editor": lambda: people.user("content_editor"),
    }
    client.force_login(accounts[kind]())
    return client


def _trainer_of(group):
    trainer = people.person()
    group.trainers.add(trainer)
    return trainer


def _lead_of(person):
    team = people.team()
    people.member(team, person=person)
    return people.member(team, role="lead").person


KINDS = [
    "owner",
    "manager",
    "auditor",
    "participant",
    "trainer",
    "other trainer",
    "team lead",
    "editor",
]
MAY = {
    "certificate": {"owner", "manager", "auditor"},
    "download": {"owner", "manager", "auditor"},
    "person_eligibility": {"owner", "manager", "auditor", "trainer", "team lead"},
    "batch_preview": {"manager"},
}


@pytest.mark.parametrize("page", MAY)
@pytest.mark.parametrize("kind", KINDS)
def test_only_those_concerned_open_a_page(client, certificate, page, kind):
    subject = {
        "person_eligibility": certificate.person_id,
        "batch_preview": certificate.group_id,
    }.get(page, certificate.pk)
    url = reverse(f"certificates:{page}", args=[subject])
    answer = login_as(client, kind, certificate).get(url)
    assert answer.status_code == (200 if kind in MAY[page] else 404)


@pytest.mark.parametrize("page", [*MAY, "batch"])
def test_strangers_are_sent_to_the_login_page(client, certificate, page):
    url = reverse(f"certificates:{page}", args=[certificate.pk])
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", [*MAY, "batch"])
@pytest.mark.parametrize("pk", [0, 999_999, 10**17])
def test_ids_nobody_has_are_not_found(client, manager, page, pk):
    client.force_login(manager)
    assert client.get(reverse(f"certificates:{page}", args=[pk])).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_the_register_is_for_managers_and_auditors(client, certificate, kind):
    viewer = login_as(client, kind, certificate)
    for page in ("register", "register_export"):
        answer = viewer.get(reverse(f"certificates:{page}"))
        assert answer.status_code == (200 if kind in {"manager", "auditor"} else 403)


def test_download_sends_the_stored_bytes_and_keeps_them_private(client, certificate):
    answer = login_as(client, "owner", certificate).get(
        reverse("certificates:download", args=[certificate.pk])
    )
    assert answer.content == b"%PDF-1.7 printed"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{certificate.number}.pdf"'
    )
    assert set(answer.headers["Cache-Control"].split(", ")) >= {"private", "no-store"}


def test_download_name_is_ascii_whatever_the_series(client, group, manager, monkeypatch):
    monkeypatch.setattr(freeze, "printed_number", lambda **_parts: 'ĀB"/x-2026-1')
    certificate = certificates.certificate(group, manager)
    answer = login_as(client, "owner", certificate).get(
        reverse("certificates:download", args=[certificate.pk])
    )
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Bx-2026-1.pdf"'


def test_own_page_answers_and_offers_the_download(client, certificate):
    page = login_as(client, "owner", certificate).get("/en/my/certificate/").content.decode()
    assert "The certificate has been issued." in page
    assert reverse("certificates:download", args=[certificate.pk]).split("/", 2)[2] in page


def test_own_page_without_a_person_is_refused(client, manager):
    client.force_login(manager)
    assert client.get(reverse("certificates:eligibility")).status_code == 403


def test_own_page_before_any_programme_says_so(client):
    client.force_login(people.user(person=people.person()))
    page = client.get("/en/my/certificate/")
    assert page.status_code == 200
    assert "No training programme has been entered yet." in page.content.decode()


def test_own_page_names_what_is_missing(client, group, manager):
    person = certificates.due_person(group, manager, blocks=7)
    client.force_login(people.user(person=person))
    page = client.get("/en/my/certificate/").content.decode()
    assert "The condition can no longer be met in this cohort." in page
    assert "28 of 40; at least 32 needed. Missing hours: 4" in page
    assert len(page) <= 40_000


def test_certificate_page_says_what_the_paper_says(client, certificate):
    page = (
        login_as(client, "owner", certificate)
        .get(f"/en/certificates/{certificate.pk}/")
        .content.decode()
    )
    assert certificate.number in page
    assert "Žanete Ķirse" in page
    assert '<article class="stack" lang="lv"' in page
    assert certificate.sha256 not in page


def test_certificate_page_shows_evidence_to_the_auditor(client, certificate):
    page = (
        login_as(client, "auditor", certificate)
        .get(f"/en/certificates/{certificate.pk}/")
        .content.decode()
    )
    assert certificate.sha256 in page
    assert ", ".join(map(str, certificate.evidence)) in page


def test_markup_in_a_name_stays_text(client, group, manager, quick):
    certificate = certificates.certificate(
        group, manager, given_name="<script>alert(1)</script>", family_name='"onload="x'
    )
    viewer = login_as(client, "manager", certificate)
    for url in (
        reverse("certificates:certificate", args=[certificate.pk]),
        reverse("certificates:register"),
        reverse("certificates:batch_preview", args=[group.pk]),
        reverse("certificates:person_eligibility", args=[certificate.person_id]),
        reverse("verify", args=[certificate.verification_code]),
    ):
        page = viewer.get(url).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def numbers(answer):
    return [one.number for one in answer.context["certificates"]]


def test_register_finds_by_name_number_group_state_and_year(client, certificate, manager):
    other = certificates.certificate(
        certificate.group, manager, given_name="Uldis", family_name="Ozols"
    )
    Certificate.objects.filter(pk=other.pk).update(
        state="revoked", revoked_at=timezone.now(), revocation_reason="Mistake"
    )
    client.force_login(manager)
    url = reverse("certificates:register")
    assert numbers(client.get(url)) == [other.number, certificate.number]
    assert numbers(client.get(url, {"q": "kirse zan"})) == [certificate.number]
    assert numbers(client.get(url, {"q": other.number.lower()})) == [other.number]
    assert numbers(client.get(url, {"state": "revoked"})) == [other.number]
    assert len(numbers(client.get(url, {"group": certificate.group_id}))) == 2
    assert len(numbers(client.get(url, {"year": certificate.year}))) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"q": '"'},
        {"q": "a'b%_\\"},
        {"q": "x" * 5000},
        {"group": 10**30},
        {"group": "x"},
        {"year": "10" * 20},
        {"state": "lost"},
        {"page": 10**30},
        {"page": "-1"},
        {"page": "x"},
    ],
)
def test_register_bears_any_filter(client, certificate, manager, query):
    client.force_login(manager)
    for page in ("register", "register_export"):
        assert client.get(reverse(f"certificates:{page}"), query).status_code == 200


def test_register_queries_do_not_grow_with_rows(client, group, manager, quick):
    client.force_login(manager)
    counts = []
    for size in (1, 3, 30):
        while Certificate.objects.count() < size:
            certificates.certificate(group, manager)
        counts.append({})
        for page in ("register", "register_export"):
            client.get(reverse(f"certificates:{page}"))
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse(f"certificates:{page}"))
            counts[-1][page] = len(captured)
    assert counts[0] == counts[1] == counts[2]


def test_register_exports_what_was_issued_and_no_formula(client, group, manager, quick):
    certificate = certificates.certificate(
        group, manager, given_name="=HYPERLINK(1)", family_name="Ābele"
    )
    client.force_login(manager)
    answer = client.get("/en/certificates/export/")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    [head, row] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert head[:2] == ["Number", "Name, surname"]
    assert row[:2] == [certificate.number, "'=HYPERLINK(1) Ābele"]
    assert row[4] == "40"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", " @", "\n+"])
def test_cells_never_begin_a_formula(start):
    assert harmless(f"{start}1") == f"'{start}1"


def test_plain_cells_stay_as_they_are():
    assert [harmless(cell) for cell in ("Ābele", "DDJ-2026-1", "31,5", "")] == [
        "Ābele",
        "DDJ-2026-1",
        "31,5",
        "",
    ]


def test_card_and_list_show_on_pages_of_other_apps(client, certificate, rf, in_english):
    from django.template import Context, Template

    request = rf.get("/")
    request.user = people.user(person=certificate.person)
    template = Template(
        "{% load certificates_tags %}{% eligibility_card person programme %}"
        "{% person_certificates person %}"
    )
    context = {
        "request": request,
        "person": certificate.person,
        "programme": certificate.programme,
    }
    page = template.render(Context(context))
    assert "The certificate has been issued." in page
    assert page.count(certificate.number) == 1
    request.user = people.user(person=_trainer_of(certificate.group))
    page = template.render(Context(context))
    assert certificate.number not in page


def test_card_of_somebody_under_way_lists_the_conditions(group, manager, rf, in_english):
    from django.template import Context, Template

    person = scheduling.enrolment(group).person
    request = rf.get("/")
    request.user = people.user(person=person)
    template = Template("{% load certificates_tags %}{% eligibility_card person programme %}")
    page = template.render(
        Context({"request": request, "person": person, "programme": group.cohort.programme})
    )
    assert "Will I get the certificate?" in page
    assert "0 of 40; at least 32 needed. Missing hours: 32" in page
    assert 'class="ring"' in page
