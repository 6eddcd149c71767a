"""The copy a device keeps, and parts that arrive after they were read without connection."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import ModuleProgress
from courses.queries import parts_of, reader_key
from people.models import AuditEntry
from tests.courses import quizzes
from tests.courses.test_progress import PAGE, READ, REFLECTION, START
from tests.factories import people

COPY = "/lv/module/M01/copy/"
RECEIVE = "/lv/module/M01/receive/"
READER = "/lv/offline/reader/"
ACCEPTED = {"accepted": True, "sentence": ""}


def the_progress() -> ModuleProgress:
    return ModuleProgress.objects.get()


def receive(client, part):
    response = client.post(RECEIVE, {"part": part})
    assert response.status_code == 200
    return response.json()


def test_a_part_that_arrives_later_is_read(learning):
    learning.post(START)

    assert receive(learning, "aim") == ACCEPTED
    assert the_progress().parts_read == ["aim"]


def test_a_part_that_arrives_twice_changes_nothing(learning, page):
    learning.post(START)
    steps = [part.id for part in parts_of(page)]
    for part in steps[:3]:
        receive(learning, part)
    before = ModuleProgress.objects.values().get()

    assert [receive(learning, part) for part in steps[:3]] == [ACCEPTED] * 3
    assert ModuleProgress.objects.values().get() == before


@pytest.mark.parametrize("part", ["", "nothing", '"', "x" * 5000, "quiz"])
def test_an_unknown_part_gets_a_sentence_and_changes_nothing(learning, part):
    learning.post(START)
    before = ModuleProgress.objects.values().get()

    assert receive(learning, part) == {
        "accepted": False,
        "sentence": "Šim modulim tādas daļas nav. Nekas nav mainīts.",
    }
    assert ModuleProgress.objects.values().get() == before


def test_a_part_of_the_version_started_is_taken_though_a_newer_one_lacks_it(learning, page):
    learning.post(START)
    section = parts_of(page)[1].id
    page.body = [("section", {"heading": "Jaunā sadaļa", "text": "<p>Jaunais teksts</p>"})]
    page.save_revision().publish()

    assert receive(learning, section) == ACCEPTED
    assert receive(learning, parts_of(page)[1].id)["accepted"] is False
    assert the_progress().parts_read == [section]


def test_a_part_of_a_module_not_started_gets_a_sentence(learning):
    assert receive(learning, "aim") == {
        "accepted": False,
        "sentence": "Vispirms sāciet moduli.",
    }
    assert ModuleProgress.objects.count() == 0


def test_parts_that_arrive_complete_nothing_without_the_quiz(learning, page):
    learning.post(START)
    for part in parts_of(page):
        receive(learning, part.id)

    assert (the_progress().read_at is None, the_progress().completed_at) == (False, None)
    assert AuditEntry.objects.count() == 0


def test_the_last_part_to_arrive_completes_what_the_quiz_had_left_open(learning, page):
    learning.post(START)
    quizzes.take(learning)
    for part in parts_of(page):
        receive(learning, part.id)

    assert the_progress().completed_at is not None
    assert AuditEntry.objects.count() == 1


def test_a_stranger_is_sent_to_sign_in_and_nothing_is_written(client, page):
    assert client.post(RECEIVE, {"part": "aim"}).status_code == 302
    assert client.get(COPY).status_code == 302
    assert ModuleProgress.objects.count() == 0


def test_parts_go_to_whoever_is_signed_in_and_to_nobody_else(learning, page, client):
    learning.post(START)
    receive(learning, "aim")
    other = people.user(person=people.person())
    client.force_login(other)
    client.post(START)

    assert ModuleProgress.objects.get(person=other.person).parts_read == []


def test_an_unpublished_module_is_not_found(learning, page):
    learning.post(START)
    page.unpublish()

    assert learning.post(RECEIVE, {"part": "aim"}).status_code == 404
    assert learning.get(COPY).status_code == 404


def test_the_fresh_token_is_what_a_stale_page_needs(learner, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    courses_started = ModuleProgress.objects.create(person=learner.person, module=page.module)

    assert client.post(RECEIVE, {"part": "aim"}).status_code == 403
    told = client.get(READER).json()
    taken = client.post(RECEIVE, {"part": "aim"}, headers={"x-csrftoken": told["token"]})

    assert told["reader"] == reader_key(learner.person_id)
    assert taken.json() == ACCEPTED
    courses_started.refresh_from_db()
    assert courses_started.parts_read == ["aim"]


def test_nobody_signed_in_has_no_sign_and_no_token(client, db):
    assert client.get(READER).json() == {"reader": "", "token": ""}


def test_signs_differ_between_people_and_name_nobody(db):
    signs = {reader_key(n) for n in range(1, 301)}

    assert len(signs) == 300
    assert {len(sign) for sign in signs} == {20}
    assert (reader_key(None), reader_key(7)) == ("", reader_key(7))


def test_the_copy_holds_all_parts_and_nothing_personal(learning, page, learner):
    learning.post(START)
    learning.post(READ, {"part": "aim"})
    learning.post(REFLECTION, {"reflection": "Mana slepenā doma"})
    text = learning.get(COPY).content.decode()

    assert [part.id for part in parts_of(page) if f'id="{part.id}"' not in text] == []
    assert f'data-reader="{reader_key(learner.person_id)}"' in text
    for secret in ("slepenā", learner.person.full_name, learner.username, "csrfmiddlewaretoken"):
        assert secret not in text
    assert text.count('name="part"') == len(parts_of(page)) - 2
    assert "Pārdomas var ierakstīt tikai tad, kad ir savienojums." in text
    assert "/lv/module/M01/quiz/" not in text


def test_the_copy_is_for_who_has_started(learning):
    assert learning.get(COPY).url == PAGE


@pytest.mark.parametrize("page_to_read", [PAGE, f"{PAGE}?part=aim"])
def test_the_page_says_how_to_keep_it_only_to_who_has_started(learning, client, page_to_read):
    assert "data-offline" not in learning.get(page_to_read).content.decode()
    learning.post(START)
    assert f'data-copy="{COPY}"' in learning.get(page_to_read).content.decode()
    client.logout()
    assert 'data-reader=""' in client.get(page_to_read).content.decode()


def test_the_worker_is_served_from_the_root_and_never_from_an_old_store(client, db):
    response = client.get("/offline.js")

    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("language", "name"), [("lv", "Digitālais darbs ar jaunatni"), ("en", "Digital youth work")]
)
def test_the_manifest_names_the_product_and_its_first_page(client, db, language, name):
    manifest = json.loads(client.get(f"/{language}/manifest.webmanifest").content)

    assert manifest["name"] == name
    assert manifest["start_url"] == f"/{language}/my/"
    assert [icon["sizes"] for icon in manifest["icons"]] == ["any", "192x192", "512x512"]
    assert [one["url"] for one in manifest["shortcuts"]] == [f"/{language}/sessions/"]


def test_each_part_costs_the_same_however_many_have_arrived(learning, page):
    learning.post(START)
    page.body = [
        ("section", {"heading": f"Sadaļa {n}", "text": "<p>Teksts</p>"}) for n in range(300)
    ]
    page.save_revision().publish()
    page.refresh_from_db()
    ModuleProgress.objects.update(revisions={"lv": page.live_revision_id})
    steps = [part.id for part in parts_of(page)]
    counted = []
    for read in (1, 3, 299):
        ModuleProgress.objects.update(parts_read=steps[:read])
        with CaptureQueriesContext(connection) as captured:
            receive(learning, steps[read])
        counted.append(len(captured))

    assert len(set(counted)) == 1
