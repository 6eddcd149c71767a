"""Loading what is given: regions, municipalities, and what staff groups may do in the admin."""

import csv
import datetime as dt
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from people.latvian import sort_key
from people.models import Municipality, PlanningRegion, Role, TrainingRegion

_CONTENT = Path(__file__).resolve().parents[1] / "content"

# Code, Latvian name, English name; in Latvian alphabetical order.
_TRAINING_REGIONS = [
    ("kurzeme", "Kurzeme", "Kurzeme"),
    ("latgale", "Latgale", "Latgale"),
    ("riga-pieriga", "Rīga-Pierīga", "Riga and surroundings"),
    ("vidzeme", "Vidzeme", "Vidzeme"),
    ("zemgale", "Zemgale", "Zemgale"),
]
_PLANNING_REGIONS = [
    ("kurzeme", "Kurzemes plānošanas reģions"),
    ("latgale", "Latgales plānošanas reģions"),
    ("riga", "Rīgas plānošanas reģions"),
    ("vidzeme", "Vidzemes plānošanas reģions"),
    ("zemgale", "Zemgales plānošanas reģions"),
]
_KINDS = {"valstspilseta": Municipality.Kind.STATE_CITY, "novads": Municipality.Kind.COUNTY}

# Only these roles enter the admin; every other role works on our own pages. Reviewers enter it
# with no right to any page: the task of the review lends them the page it is about.
STAFF_GROUPS = {
    Role.CONTENT_EDITOR: "Content editors",
    Role.PROGRAMME_MANAGER: "Programme managers",
    Role.TRAINER: "Trainers",
    Role.LANGUAGE_EDITOR: "Language editors",
}
# Of them, those who publish: they add, change and publish pages and files everywhere.
_PUBLISHERS = {Role.CONTENT_EDITOR, Role.PROGRAMME_MANAGER}
_PAGES = ("add_page", "change_page", "publish_page")
_FILES = (
    *("add_image", "change_image", "choose_image"),
    *("add_document", "change_document", "choose_document"),
)
_REVIEWING = ["wagtailadmin.access_admin"]
_PUBLISHING = [
    "wagtailadmin.access_admin",
    "simple_translation.submit_translation",
    *(f"cms.{act}_glossaryterm" for act in ("view", "add", "change", "delete")),
]
_RUNNING = [
    *(
        f"{app}.{act}_{model}"
        for app, model in (
            ("scheduling", "venue"),
            ("scheduling", "cohort"),
            ("scheduling", "traininggroup"),
            ("scheduling", "session"),
            ("scheduling", "sessionblock"),
            ("people", "person"),
            ("people", "municipalteam"),
            ("people", "teammembership"),
            ("monitoring", "target"),
            ("plans", "mentorassignment"),
            ("certificates", "certificatetemplate"),
        )
        for act in ("view", "add", "change")
    ),
    "certificates.publish_certificatetemplate",
    # A new programme comes as a copy or from a file, with its days and modules.
    "courses.view_programme",
    "courses.change_programme",
    "scheduling.delete_venue",
    "scheduling.view_enrolment",
    "plans.delete_mentorassignment",
]
_GRANTS = {
    Role.CONTENT_EDITOR: _PUBLISHING,
    Role.PROGRAMME_MANAGER: _PUBLISHING + _RUNNING,
    Role.TRAINER: _REVIEWING,
    Role.LANGUAGE_EDITOR: _REVIEWING,
}


@transaction.atomic
def load_reference() -> list[Municipality]:
    """Bring regions, municipalities and staff groups to the state of the files; idempotent."""
    training = _load_training_regions()
    planning = _load_planning_regions()
    municipalities = _load_municipalities(training, planning)
    for role, name in STAFF_GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(_GRANTS[role]))
        if role in _PUBLISHERS:
            _let_publish(group)
    return municipalities


def _load_training_regions() -> dict[str, TrainingRegion]:
    return {
        name: TrainingRegion.objects.update_or_create(
            code=code, defaults={"name": name, "name_en": name_en, "position": position}
        )[0]
        for position, (code, name, name_en) in enumerate(_TRAINING_REGIONS, 1)
    }


def _load_planning_regions() -> dict[str, PlanningRegion]:
    return {
        name: PlanningRegion.objects.update_or_create(code=code, defaults={"name": name})[0]
        for code, name in _PLANNING_REGIONS
    }


def _load_municipalities(
    training: dict[str, TrainingRegion], planning: dict[str, PlanningRegion]
) -> list[Municipality]:
    with (_CONTENT / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    rows = [_municipality(line, training, planning) for line in lines]
    unchanging = {"id", "code", "successor"}
    fields = [f.name for f in Municipality._meta.fields if f.name not in unchanging]  # noqa: SLF001
    Municipality.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )
    loaded = {m.code: m for m in Municipality.objects.filter(code__in=[m.code for m in rows])}
    for line in lines:
        loaded[line["atvk"]].successor = loaded.get(line["successor_atvk"])
    Municipality.objects.bulk_update(loaded.values(), ["successor"])
    return list(loaded.values())


def _municipality(
    line: dict[str, str],
    training: dict[str, TrainingRegion],
    planning: dict[str, PlanningRegion],
) -> Municipality:
    return Municipality(
        code=line["atvk"],
        name=line["name"],
        name_official=line["name_official"],
        name_en=line["name_en"],
        kind=_KINDS[line["type"]],
        planning_region=planning[line["planning_region"]],
        training_region=training[line["training_region"]],
        iso_code=line["iso_3166_2"],
        valid_from=dt.date.fromisoformat(line["valid_from"]),
        valid_to=dt.date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
        sort_key=sort_key(line["name"]),
    )


def _let_publish(group: Group) -> None:
    """Let the group publish everywhere in the tree."""
    root = Page.objects.get(depth=1)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=_PAGES
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=_FILES
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _permissions(names: list[str]) -> list[Permission]:
    wanted = Q()
    for name in names:
        app_label, codename = name.split(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    found = list(Permission.objects.filter(wanted).select_related("content_type"))
    missing = set(names) - {f"{p.content_type.app_label}.{p.codename}" for p in found}
    if missing:
        raise LookupError(f"No such permissions: {', '.join(sorted(missing))}")
    return found
