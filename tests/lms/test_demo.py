"""The commands of `make run`, on an empty database, twice."""

import pytest
from django.core.management import call_command
from django.db.models import Count
from wagtail.models import Page

from courses.models import FinalReflection, ModulePage, SelfAssessment
from lms.demo.staff import ACCOUNTS, PASSWORD
from people.models import Municipality, Person, User
from scheduling.models import (
    AttendanceMark,
    CourseFeedback,
    Discussion,
    Enrolment,
    Post,
    Session,
    TrainingGroup,
)

pytestmark = pytest.mark.django_db


def tally():
    return {
        model.__name__: model.objects.count()
        for model in (
            Page,
            ModulePage,
            Municipality,
            Person,
            User,
            TrainingGroup,
            Session,
            Enrolment,
            AttendanceMark,
            SelfAssessment,
            FinalReflection,
            CourseFeedback,
            Discussion,
            Post,
        )
    }


def test_prepare_twice_changes_nothing_and_every_demo_account_works(client):
    call_command("prepare", demo=True)
    first = tally()
    call_command("prepare", demo=True)

    assert tally() == first
    assert first["Municipality"] == 43
    assert TrainingGroup.objects.filter(cohort__code="2024").count() == 10
    assert Session.objects.filter(groups__cohort__code="2024").count() == 50
    assert first["ModulePage"] == 20
    assert (first["Discussion"], first["Post"]) == (3, 7)
    assert sorted(
        TrainingGroup.objects.filter(feedback__isnull=False)
        .annotate(answers=Count("feedback"))
        .values_list("code", "answers")
    ) == [("VID-1", 9), ("ZEM-1", 3)]
    for username, _name, _role in ACCOUNTS:
        assert client.login(username=username, password=PASSWORD), username
        response = client.get("/lv/start/", follow=True)
        assert response.status_code == 200, username
        client.logout()


def test_reference_and_programme_hold_no_people():
    call_command("load_reference")
    call_command("load_programme")

    assert (Person.objects.count(), User.objects.count()) == (0, 0)
