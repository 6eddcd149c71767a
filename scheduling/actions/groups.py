"""The training groups of 2024 with their real timetable."""

import datetime as dt

from django.db import transaction

from courses.models import Programme, ProgrammeDay
from people.models import TrainingRegion
from scheduling.actions.sessions import usual_blocks
from scheduling.models import Cohort, Session, SessionBlock, TrainingGroup

IN_PERSON = ("K1", "K2", "K3")
ONLINE = ("T1", "T2")
# Code, name, region, first day in person, first day online; days of each part follow on.
GROUPS_2024 = [
    ("KUR-1", "Kurzeme I", "Kurzeme", (5, 8), (6, 6)),
    ("KUR-2", "Kurzeme II", "Kurzeme", (5, 22), (6, 26)),
    ("LAT-1", "Latgale I", "Latgale", (5, 8), (6, 6)),
    ("LAT-2", "Latgale II", "Latgale", (5, 29), (6, 19)),
    ("RIG-1", "Rīga-Pierīga I", "Rīga-Pierīga", (5, 8), (6, 11)),
    ("RIG-2", "Rīga-Pierīga II", "Rīga-Pierīga", (5, 22), (6, 26)),
    ("VID-1", "Vidzeme I", "Vidzeme", (5, 15), (6, 4)),
    ("VID-2", "Vidzeme II", "Vidzeme", (5, 29), (6, 13)),
    ("ZEM-1", "Zemgale I", "Zemgale", (5, 15), (6, 4)),
    ("ZEM-2", "Zemgale II", "Zemgale", (5, 29), (6, 19)),
]


@transaction.atomic
def load_groups_2024(programme: Programme) -> Cohort:
    """Load the cohort of 2024: ten groups of five days. What is already there stays as it is."""
    cohort, _ = Cohort.objects.get_or_create(
        code="2024",
        defaults={"programme": programme, "title": "2024. gada plūsma", "title_en": "2024 cohort"},
    )
    days = {day.code: day for day in programme.days.prefetch_related("blocks")}
    regions = {region.name: region for region in TrainingRegion.objects.all()}
    for code, name, region, in_person, online in GROUPS_2024:
        dates = dict(zip(IN_PERSON, _following(in_person), strict=False)) | dict(
            zip(ONLINE, _following(online), strict=False)
        )
        group, _ = TrainingGroup.objects.get_or_create(
            cohort=cohort, code=code, defaults={"name": name, "region": regions[region]}
        )
        _load_days(group, days, dates)
    return cohort


def _following(first: tuple[int, int]) -> list[dt.date]:
    return [dt.date(2024, *first) + dt.timedelta(days=n) for n in range(3)]


def _load_days(
    group: TrainingGroup, days: dict[str, ProgrammeDay], dates: dict[str, dt.date]
) -> None:
    present = set(group.sessions.values_list("day__code", flat=True))
    sessions = [
        Session(day=days[code], date=date) for code, date in dates.items() if code not in present
    ]
    if not sessions:
        return
    Session.objects.bulk_create(sessions)
    Session.groups.through.objects.bulk_create(
        Session.groups.through(session=session, traininggroup=group) for session in sessions
    )
    blocks = SessionBlock.objects.bulk_create(
        [
            block
            for session in sessions
            for block in usual_blocks(session, list(session.day.blocks.all()))
        ]
    )
    if group.enrolment_closes_at is None:
        group.enrolment_closes_at = min(block.starts_at for block in blocks)
        group.save(update_fields=["enrolment_closes_at"])
