import pytest

from lms.models import WorkerHeartbeat

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_anything_else(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


def test_readyz_names_what_is_missing(client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "database": True,
        "migrations": True,
        "storage": True,
        "worker": False,
    }


def test_readyz_is_well_once_a_worker_lives(client, settings):
    from lms.background import beat

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    beat("w1")
    beat("w1")

    response = client.get("/readyz")

    assert response.status_code == 200
    assert WorkerHeartbeat.objects.count() == 1
