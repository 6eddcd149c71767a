import datetime as dt

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from people.actions.reference import STAFF_GROUPS, load_reference
from people.models import Municipality, PlanningRegion, TrainingRegion

pytestmark = pytest.mark.django_db


def test_load_reference_brings_regions_and_municipalities():
    load_reference()

    assert Municipality.objects.count() == 43
    assert list(TrainingRegion.objects.values_list("code", flat=True)) == [
        "kurzeme",
        "latgale",
        "riga-pieriga",
        "vidzeme",
        "zemgale",
    ]
    assert PlanningRegion.objects.count() == 5


def test_load_reference_sorts_municipalities_by_the_latvian_alphabet():
    load_reference()

    names = list(Municipality.objects.values_list("name", flat=True))

    assert names[:5] == [
        "Aizkraukles novads",
        "Alūksnes novads",
        "Augšdaugavas novads",
        "Ādažu novads",
        "Balvu novads",
    ]


def test_load_reference_knows_the_merger_of_varaklani():
    load_reference()

    varaklani = Municipality.objects.get(name="Varakļānu novads")
    assert varaklani.valid_to == dt.date(2025, 6, 30)
    assert varaklani.successor.name == "Madonas novads"
    assert Municipality.objects.valid_on(dt.date(2025, 6, 30)).count() == 43
    assert Municipality.objects.valid_on(dt.date(2025, 7, 1)).count() == 42


def test_load_reference_twice_changes_nothing_and_keeps_the_rows():
    load_reference()
    before = list(Municipality.objects.values())
    rights = GroupPagePermission.objects.count(), GroupCollectionPermission.objects.count()

    load_reference()

    assert list(Municipality.objects.values()) == before
    assert (
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
    ) == rights


def test_load_reference_puts_back_what_was_changed_by_hand():
    load_reference()
    Municipality.objects.filter(name="Rīga").update(name="Ryga")

    load_reference()

    assert Municipality.objects.filter(name="Rīga").count() == 1


def test_staff_groups_hold_the_permissions_their_work_needs():
    load_reference()

    held = {
        group.name: {
            f"{p.content_type.app_label}.{p.codename}"
            for p in group.permissions.select_related("content_type")
        }
        for group in Group.objects.filter(name__in=STAFF_GROUPS.values())
    }

    assert held["Content editors"] == {
        "wagtailadmin.access_admin",
        "simple_translation.submit_translation",
        "cms.view_glossaryterm",
        "cms.add_glossaryterm",
        "cms.change_glossaryterm",
        "cms.delete_glossaryterm",
    }
    assert held["Trainers"] == held["Language editors"] == {"wagtailadmin.access_admin"}
    assert held["Content editors"] < held["Programme managers"]
    assert "scheduling.change_session" in held["Programme managers"]
    assert "scheduling.delete_session" not in held["Programme managers"]
