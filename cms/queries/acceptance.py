"""Which municipalities have accepted the guidelines in force, by region."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from cms.models import GuidelineAcceptance, GuidelineEdition, GuidelineReminder
from people.models import Municipality, MunicipalTeam, TeamMembership, User

TRAINING, PLANNING = "training", "planning"


@dataclass(frozen=True)
class Lead:
    """A team lead who can be written to."""

    name: str
    email: str
    language: str


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality with its acceptance in force, its last reminder and whether a lead has mail."""

    municipality: Municipality
    acceptance: GuidelineAcceptance | None
    reminder: GuidelineReminder | None
    leads: int

    @property
    def is_reminded_today(self) -> bool:
        return self.reminder is not None and self.reminder.sent_on == timezone.localdate()


@dataclass(frozen=True)
class RegionShare:
    """How many municipalities of a region have accepted."""

    label: str
    value: int
    target: int

    @property
    def percent(self) -> int:
        return round(100 * self.value / self.target) if self.target else 0


@dataclass(frozen=True)
class Overview:
    """The municipalities of today and what they have done with an edition."""

    edition: GuidelineEdition
    rows: list[MunicipalityRow]
    regions: list[RegionShare]

    @property
    def accepted(self) -> list[MunicipalityRow]:
        return [row for row in self.rows if row.acceptance]

    @property
    def missing(self) -> list[MunicipalityRow]:
        return [row for row in self.rows if not row.acceptance]

    @property
    def total(self) -> RegionShare:
        return RegionShare("", len(self.accepted), len(self.rows))


@dataclass(frozen=True)
class ToAccept:
    """What a lead sees for one team: the edition in force, and its acceptance if there is one."""

    team: MunicipalTeam
    edition: GuidelineEdition
    acceptance: GuidelineAcceptance | None


def acceptances_in_force(edition: GuidelineEdition) -> dict[int, GuidelineAcceptance]:
    """Return the newest acceptance of each municipality that still holds: of the same major number."""
    rows = (
        GuidelineAcceptance.objects.filter(edition__major=edition.major)
        .select_related("edition", "accepted_by__person")
        .defer("edition__content")
        .order_by("edition__minor", "id")
    )
    return {row.municipality_id: row for row in rows}


def leads_of(municipalities: Iterable[Municipality]) -> dict[int, list[Lead]]:
    """Return today's leads with an e-mail address by municipality; each address once."""
    memberships = (
        TeamMembership.objects.current()
        .filter(role=TeamMembership.TeamRole.LEAD, from_on__lte=timezone.localdate())
        .filter(team__municipality__in=[one.pk for one in municipalities])
        .exclude(person__email="")
        .select_related("team", "person__account__wagtail_userprofile")
        .order_by("person__sort_key", "pk")
    )
    found: dict[int, dict[str, Lead]] = {}
    for membership in memberships:
        person = membership.person
        account: User | None = getattr(person, "account", None)
        language = (account.preferred_language if account else "") or settings.LANGUAGE_CODE
        own = found.setdefault(membership.team.municipality_id, {})
        own.setdefault(person.email.casefold(), Lead(person.full_name, person.email, language))
    return {pk: list(leads.values()) for pk, leads in found.items()}


def acceptance_overview(edition: GuidelineEdition, by: str = TRAINING) -> Overview:
    """Return every municipality of today with what it did; four queries whatever their number."""
    municipalities = list(
        Municipality.objects.valid_on(timezone.localdate()).select_related(
            "training_region", "planning_region"
        )
    )
    accepted = acceptances_in_force(edition)
    reminders = GuidelineReminder.objects.filter(edition__major=edition.major).order_by("sent_on")
    reminded = {reminder.municipality_id: reminder for reminder in reminders}
    leads = leads_of(municipalities)
    rows = [
        MunicipalityRow(
            municipality=one,
            acceptance=accepted.get(one.pk),
            reminder=reminded.get(one.pk),
            leads=len(leads.get(one.pk, [])),
        )
        for one in municipalities
    ]
    return Overview(edition, rows, _shares(rows, by))


def _shares(rows: list[MunicipalityRow], by: str) -> list[RegionShare]:
    counts: dict[tuple[int | str, str], list[int]] = {}
    for row in rows:
        training, planning = row.municipality.training_region, row.municipality.planning_region
        key: tuple[int | str, str] = (
            (planning.name, str(planning)) if by == PLANNING else (training.position, str(training))
        )
        count = counts.setdefault(key, [0, 0])
        count[0] += row.acceptance is not None
        count[1] += 1
    return [RegionShare(key[1], *counts[key]) for key in sorted(counts)]


def editions_to_accept(user: User) -> list[ToAccept]:
    """Return what each team the account leads has to accept or has accepted."""
    if not user.is_authenticated or not user.led_team_ids:
        return []
    edition = GuidelineEdition.objects.light().newest()
    if edition is None:
        return []
    teams = MunicipalTeam.objects.filter(pk__in=user.led_team_ids).select_related("municipality")
    accepted = acceptances_in_force(edition)
    return [ToAccept(team, edition, accepted.get(team.municipality_id)) for team in teams]
