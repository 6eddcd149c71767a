import subprocess
import sys
import tomllib

import pytest
from django.conf import settings
from django.db import connection

from certificates.actions.keys import make_key_file
from lms.sqlite_driver import journal_mode
from tests.server.processes import ROOT

COMPLETE = {
    "SECRET_KEY": "only-a-test-but-long-enough-and-with-many-different-letters",
    "ALLOWED_HOSTS": "macibas.example",
    "SITE_BASE_URL": "https://macibas.example",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "noreply@macibas.example",
}


@pytest.fixture(autouse=True)
def key_file(tmp_path):
    """The key of certificates, where production looks for it."""
    path = tmp_path / "keys" / "certificates.pem"
    make_key_file(path)
    return path


def start(tmp_path, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "DJANGO_SETTINGS_MODULE": "lms.settings.production",
            "DATA_DIR": str(tmp_path),
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_what_matters(tmp_path):
    result = start(tmp_path, **COMPLETE)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_production_refuses_to_start_and_names_what_is_missing(tmp_path, name):
    result = start(tmp_path, **{key: value for key, value in COMPLETE.items() if key != name})

    assert result.returncode == 1
    assert f"Set these environment variables: {name}\n" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY must have at least 50 characters."),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name the hosts"),
        ("SITE_BASE_URL", "http://macibas.example", "SITE_BASE_URL must start with https://"),
    ],
)
def test_production_refuses_unsafe_values(tmp_path, name, value, sentence):
    result = start(tmp_path, **(COMPLETE | {name: value}))

    assert result.returncode == 1
    assert sentence in result.stderr


def test_production_refuses_to_start_without_the_key_of_certificates(tmp_path, key_file):
    key_file.unlink()

    result = start(tmp_path, **COMPLETE)

    assert result.returncode == 1
    assert "CERTIFICATE_KEY_FILE names no file." in result.stderr


def test_demo_people_are_refused_in_production(tmp_path):
    result = subprocess.run(
        [sys.executable, "manage.py", "load_demo"],
        env={
            "DJANGO_SETTINGS_MODULE": "lms.settings.production",
            "DATA_DIR": str(tmp_path),
            **COMPLETE,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert "Demo people are refused here" in result.stderr


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "TRUNCATE"), ((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL"), ((3, 53, 4), "WAL")],
)
def test_write_ahead_log_only_with_a_sqlite_that_keeps_it_whole(version, mode):
    assert journal_mode(version) == mode


@pytest.mark.django_db
def test_sqlite_syncs_before_it_acknowledges():
    if connection.vendor != "sqlite":
        pytest.skip("the settings of the embedded database")
    with connection.cursor() as cursor:
        values = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "trusted_schema")
        }

    assert values == {"journal_mode": journal_mode().lower(), "synchronous": 2, "trusted_schema": 0}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_product_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["version"] == settings.PRODUCT_VERSION
