"""Accepting the guidelines for a municipality, reminders, and the manager's list."""

import csv
import datetime as dt
import io

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cms.actions.acceptance import EditionOutdated, accept_edition, remind_municipalities
from cms.exports.tables import csv_table, harmless, xlsx_table
from cms.models import GuidelineAcceptance, GuidelineReminder
from cms.queries.acceptance import PLANNING, acceptance_overview, editions_to_accept
from people.models import AuditEntry, PlanningRegion
from tests.factories import cms, people

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = "/lv/guideline/acceptance/"


@pytest.fixture
def chapter():
    return cms.chapter(cms.guidelines(), title="Rīki", slug="riki")


@pytest.fixture
def edition(chapter):
    return cms.edition()


def lead_of(team):
    return people.user(person=people.member(team, "lead").person)


def accept(team, edition):
    return accept_edition(team=team, edition=edition, by=lead_of(team))


def sign_in(client, *roles):
    client.force_login(people.user(*roles), BACKEND)
    return client


def test_a_lead_accepts_once_and_it_is_audited(edition):
    team = people.team()
    lead = lead_of(team)

    first = accept_edition(team=team, edition=edition, by=lead)
    again = accept_edition(team=team, edition=edition, by=lead)

    assert (first.pk, first.accepted_by, first.municipality) == (again.pk, lead, team.municipality)
    assert AuditEntry.objects.filter(action="guidelines_accepted").count() == 1


def test_the_database_refuses_a_second_acceptance_of_one_edition(edition):
    row = accept(people.team(), edition)

    with pytest.raises(IntegrityError), transaction.atomic():
        GuidelineAcceptance.objects.create(
            municipality=row.municipality, edition=edition, accepted_by=row.accepted_by
        )


def test_a_minor_edition_leaves_the_acceptance_in_force_and_a_major_one_asks_anew(chapter, edition):
    team = people.team()
    acceptance = accept(team, edition)
    states = []

    for n, kind in enumerate(("minor", "major")):
        cms.rewrite(chapter, f"Teksts {n}")
        newest = cms.edition(kind)
        (one,) = editions_to_accept(acceptance.accepted_by)
        states.append((one.edition.number, one.acceptance))
        overview = acceptance_overview(newest)
        assert len(overview.accepted) == (kind == "minor")

    assert states == [("1.1", acceptance), ("2.0", None)]


def test_an_outdated_edition_cannot_be_accepted(client, chapter, edition):
    team = people.team()
    client.force_login(lead_of(team), BACKEND)
    cms.rewrite(chapter, "Jauns")
    cms.edition("major")

    with pytest.raises(EditionOutdated):
        accept(team, edition)
    answer = client.post(
        reverse("cms:accept_edition", args=[team.pk]), {"edition": "1.0", "read": "1"}, follow=True
    )
    assert "Pa šo laiku publicēta jaunāka versija." in answer.content.decode()
    assert GuidelineAcceptance.objects.count() == 0


def test_a_lead_sees_what_is_to_be_accepted_on_both_pages_and_accepts(client, edition):
    team = people.team()
    client.force_login(lead_of(team), BACKEND)
    pages = ["/lv/vadlinijas/", reverse("people:team_detail", args=[team.pk])]

    before = ["Jāpieņem vadlīnijas" in client.get(page).content.decode() for page in pages]
    client.post(reverse("cms:accept_edition", args=[team.pk]), {"edition": "1.0", "read": "1"})
    after = [client.get(page).content.decode() for page in pages]

    assert before == [True, True]
    assert ["Jāpieņem vadlīnijas" in html for html in after] == [False, False]
    assert ["Vadlīnijas pieņemtas." in html for html in after] == [True, True]


@pytest.mark.parametrize("form", [{}, {"edition": "1.0"}, {"edition": "x", "read": "1"}])
def test_accepting_needs_the_mark_that_it_was_read(client, edition, form):
    team = people.team()
    client.force_login(lead_of(team), BACKEND)

    answer = client.post(reverse("cms:accept_edition", args=[team.pk]), form, follow=True)

    assert "Atzīmējiet, ka vadlīnijas ir izlasītas" in answer.content.decode()
    assert GuidelineAcceptance.objects.count() == 0


def test_nobody_else_is_asked_to_accept(client, edition):
    client.force_login(people.user(person=people.member(people.team()).person), BACKEND)

    assert "Jāpieņem vadlīnijas" not in client.get("/lv/vadlinijas/").content.decode()


def test_shares_are_counted_by_training_or_planning_region(edition):
    vidzeme = people.region("vidzeme", "Vidzeme")
    west = PlanningRegion.objects.create(code="kurzeme", name="Kurzemes plānošanas reģions")
    teams = [
        people.team(municipality=people.municipality()),
        people.team(municipality=people.municipality(training_region=vidzeme)),
        people.team(
            municipality=people.municipality(training_region=vidzeme, planning_region=west)
        ),
    ]
    people.municipality(valid_to=dt.date(2022, 1, 1))  # merged long ago: not asked
    accept(teams[1], edition)

    def shares(by):
        regions = acceptance_overview(edition, by).regions
        return {region.label: (region.value, region.target, region.percent) for region in regions}

    assert shares("training") == {"Latgale": (0, 1, 0), "Vidzeme": (1, 2, 50)}
    assert shares(PLANNING) == {
        "Kurzemes plānošanas reģions": (0, 1, 0),
        "Latgales plānošanas reģions": (1, 2, 50),
    }


def test_the_list_names_who_has_not_accepted(client, edition):
    done, waiting = people.team(), people.team()
    accept(done, edition)
    overview = acceptance_overview(edition)

    html = sign_in(client, "programme_manager").get(LIST).content.decode()

    assert [row.municipality for row in overview.missing] == [waiting.municipality]
    assert "Pieņēmušas pašvaldības: 1 no 2 (50 %)." in html.replace("\N{NO-BREAK SPACE}", " ")


def test_an_auditor_reads_the_list_and_reminds_nobody(client, edition):
    people.member(people.team(), "lead")

    html = sign_in(client, "auditor").get(LIST).content.decode()

    assert ("Vēl nav pieņēmušas" in html, "acceptance/remind/" in html) == (True, False)


def remind(edition, *teams):
    return remind_municipalities(
        municipalities=[team.municipality for team in teams],
        edition=edition,
        by=people.user("programme_manager"),
    )


def test_a_reminder_goes_to_the_leads_of_those_that_wait(edition):
    waiting, done, silent = people.team(), people.team(), people.team()
    first, second = people.member(waiting, "lead"), people.member(waiting, "lead")
    people.member(waiting)
    people.member(silent, "lead", person=people.person(email=""))
    accept(done, edition)

    result = remind(edition, waiting, done, silent)

    assert (result.sent, result.reminded_today, result.without_address) == (1, 0, 1)
    assert sorted(message.to for message in mail.outbox) == sorted(
        [[first.person.email], [second.person.email]]
    )
    assert mail.outbox[0].subject == "Jāpieņem vadlīnijas, versija: 1.0"
    assert "/lv/guideline/versions/1.0/" in mail.outbox[0].body


def test_a_municipality_is_reminded_once_a_day(edition, time_machine):
    team = people.team()
    people.member(team, "lead")
    time_machine.move_to(dt.datetime(2027, 1, 10, 12, tzinfo=dt.UTC))

    counts = [remind(edition, team).sent, remind(edition, team).sent]
    time_machine.move_to(dt.datetime(2027, 1, 11, 12, tzinfo=dt.UTC))
    counts.append(remind(edition, team).sent)

    assert counts == [1, 0, 1]
    assert len(mail.outbox) == 2
    assert GuidelineReminder.objects.count() == 2


def test_a_shared_mailbox_gets_one_letter(edition):
    team = people.team()
    for email in ("Kopa@example.invalid", "kopa@example.invalid"):
        people.member(team, "lead", person=people.person(email=email))

    remind(edition, team)

    assert [message.to for message in mail.outbox] == [["Kopa@example.invalid"]]


@pytest.mark.parametrize("chosen", ["", "x", "-1", "9" * 30, "²"])
def test_the_button_reminds_all_or_one_and_survives_any_number(client, edition, chosen):
    people.member(people.team(), "lead")
    people.member(people.team(), "lead")
    manager = sign_in(client, "programme_manager")

    answer = manager.post(reverse("cms:remind"), {"municipality": chosen} if chosen else {})

    assert answer.headers["Location"] == LIST
    assert len(mail.outbox) == (0 if chosen else 2)


def test_queries_do_not_grow_with_municipalities(client, edition):
    sign_in(client, "programme_manager").get(LIST)
    counts, made = [], 0
    for number in (1, 3, 300):
        for n in range(made, number):
            team = people.team()
            if n % 3:
                people.member(team, "lead")
            else:
                accept(team, edition)
        made = number
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_the_export_holds_every_municipality_in_both_formats(client, edition):
    done, waiting = people.team(), people.team()
    people.member(waiting, "lead")
    row = accept(done, edition)
    manager = sign_in(client, "programme_manager")

    text = manager.get(f"{LIST}csv/").content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(manager.get(f"{LIST}xlsx/").content))

    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    cells = [[cell or "" for cell in line] for line in book.active.iter_rows(values_only=True)]
    assert lines == cells
    assert {line[0]: (line[3], line[5], line[7]) for line in lines[1:]} == {
        done.municipality.name: ("1.0", row.accepted_by.get_full_name(), "1"),
        waiting.municipality.name: ("", "", "1"),
    }
    assert manager.get(f"{LIST}pdf/").status_code == 404


@pytest.mark.parametrize("cell", ["=1+1", "+371", "-1", "@a", " =1", "\t=1", "＝1", "\r1"])
def test_no_cell_is_taken_for_a_formula(cell):
    line = csv_table(["a"], [[cell]]).decode("utf-8-sig").partition("\r\n")[2]
    sheet = load_workbook(io.BytesIO(xlsx_table("A", ["a"], [[cell.replace("\r", "\n")]]))).active

    assert harmless(cell) == f"'{cell}"
    assert line.lstrip('"').startswith("'")
    assert (sheet["A2"].data_type, sheet["A2"].value[0]) == ("s", "'")


def test_plain_cells_stay_as_they_are():
    assert [harmless(cell) for cell in ("Rīga", "1.0", "2026-01-01", "")] == [
        "Rīga",
        "1.0",
        "2026-01-01",
        "",
    ]
