"""One file imported twice at once makes one programme, on either database."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection
from wagtail.models import Locale, Page

from courses.actions.transfer import importing, rows
from courses.models import Module, ModulePage, Programme
from courses.validators import TransferRefused
from tests.courses import transfers
from tests.courses.test_concurrency import at_once
from tests.factories import courses


@pytest.fixture
def file(transactional_db):
    if not Page.objects.exists():  # a test before this one has emptied the tables
        Locale.objects.get_or_create(language_code="lv")
        Page.add_root(instance=Page(title="Root", slug="root"))
    programme = transfers.stated(courses.programme(modules=1))
    courses.module_page(programme.modules.get())
    return transfers.exported(programme)


def bring(file, code="cits"):
    """Import and say what came of it."""
    try:
        return transfers.imported(file, code=code).programme.code
    except TransferRefused as refusal:
        return str(refusal)


@pytest.mark.django_db(transaction=True)
def test_the_second_import_of_two_at_once_gets_the_sentence(file):
    heard = at_once(lambda: bring(file), 4)

    assert sorted(heard) == sorted(["cits", *[rows.taken_sentence("cits", 1)] * 3])
    assert Programme.objects.filter(code="cits").count() == 1
    assert ModulePage.objects.filter(module__programme__code="cits").count() == 1


@pytest.mark.django_db(transaction=True)
def test_different_programmes_at_once_get_addresses_of_their_own(file):
    codes = ["a", "b", "c", "d"]

    assert sorted(at_once(lambda: bring(file, codes.pop()), 4)) == ["a", "b", "c", "d"]

    assert Module.objects.values("address").distinct().count() == 5
    assert ModulePage.objects.values("slug").distinct().count() == 5


@pytest.fixture
def pageless(file):
    """The file without its page: in the page tree, imports without the lock would collide too."""
    return transfers.changed(file, {"modules/M01/lv.json": None})


def past_the_check(monkeypatch):
    """Take the lock off, and let both find the name free before either writes it."""
    both, full_clean = threading.Barrier(2), Programme.full_clean

    def cleaned(programme, **how):
        full_clean(programme, **(how | {"validate_unique": False, "validate_constraints": False}))
        if connection.vendor == "postgresql":  # SQLite lets no second writer come this far
            both.wait(10)

    monkeypatch.setattr(importing, "_lock_catalogues", lambda: None)
    monkeypatch.setattr(rows, "_is_taken", lambda *_name: False)
    monkeypatch.setattr(Programme, "full_clean", cleaned)


@pytest.mark.django_db(transaction=True)
def test_the_constraint_alone_leaves_one_programme(pageless, monkeypatch):
    past_the_check(monkeypatch)
    heard = at_once(lambda: bring(pageless), 2)
    assert sorted(heard) == sorted(["cits", rows.taken_sentence("cits", 1)])
    assert Programme.objects.filter(code="cits").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_check_and_constraint_there_are_two(pageless, monkeypatch):
    """Proof that the tests before can fail: the same act, every protection off."""
    past_the_check(monkeypatch)
    with without_constraint("one_row_per_programme_version"):
        assert at_once(lambda: bring(pageless), 2) == ["cits", "cits"]
        assert Programme.objects.filter(code="cits").count() == 2
        transfers.forget(Programme.objects.filter(code="cits").last())


@contextmanager
def without_constraint(name):
    kept = Programme._meta.constraints
    constraint = next(c for c in kept if c.name == name)
    # SQLite makes the table anew from what the model says.
    Programme._meta.constraints = [c for c in kept if c is not constraint]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Programme, constraint)
    try:
        yield
    finally:
        Programme._meta.constraints = kept
        with connection.schema_editor() as editor:
            editor.add_constraint(Programme, constraint)
