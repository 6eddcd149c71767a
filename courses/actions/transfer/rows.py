"""The rows of a programme made from an archive: days, blocks, competences, modules and their order."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from courses.actions.prerequisites import PrerequisiteCycle, set_prerequisites
from courses.models import (
    Competence,
    CompetenceArea,
    Module,
    Programme,
    ProgrammeBlock,
    ProgrammeDay,
)
from courses.queries.portable import (
    AREA,
    BLOCK,
    COMPETENCE,
    DAY,
    MODULE,
    PROGRAMME,
    RecordWrong,
    checked_record,
    label_of,
)
from courses.validators import Problem, TransferRefused
from people.models import User


def next_version(code: str) -> int:
    """Return the first version that no programme with this code has reached."""
    newest = Programme.objects.filter(code=code).aggregate(Max("version"))["version__max"]
    return int(newest or 0) + 1


def taken_sentence(code: str, version: int) -> str:
    """Return why a programme cannot come under this name."""
    return _(
        "There is a programme “%(code)s”, version %(version)d, already, and an import overwrites"
        " nothing. Choose another code or version."
    ) % {"code": code, "version": version}


def _is_taken(code: str, version: int) -> bool:
    return Programme.objects.filter(code=code, version=version).exists()


def stop_if(problems: Iterable[Problem]) -> None:
    """Go no further where something is wrong: what follows would rest on it."""
    found = tuple(problems)
    if found:
        raise TransferRefused(*found)


class Rows:
    """Makes the rows; each step as a whole, or TransferRefused with everything wrong in it."""

    def __init__(self, *, by: User | None) -> None:
        self.by = by
        self.problems: list[Problem] = []
        self.days: dict[str, ProgrammeDay] = {}
        self.competences = 0
        self.modules: dict[str, Module] = {}
        self.taken = ""

    def bring(self, record: Any, code: str, version: int | None, *, evade: bool) -> Programme:
        """Make everything the record of the programme says, under another name if given.

        Where the name is taken: with evade, take the next version and say so in ``taken``.
        """
        self.taken, programme = self._programme(record, code, version, evade=evade)
        self.days = self._days(programme, record["days"])
        self.competences = self._areas(programme, record["competence_areas"])
        self.modules = self._modules(programme, record["modules"], self.days)
        self._stop()
        self._prerequisites(self.modules, record["modules"])
        return programme

    def _stop(self) -> None:
        stop_if(self.problems)

    def _programme(
        self, record: Any, code: str, version: int | None, *, evade: bool
    ) -> tuple[str, Programme]:
        beside = ("days", "competence_areas", "modules")
        fields = self._fields(record, PROGRAMME, "programme.json", beside)
        self._stop()
        fields |= {"code": code or fields["code"], "version": version or fields["version"]}
        if fields["version"] < 1:
            raise TransferRefused(
                Problem(
                    f"programme.json: {label_of(Programme, 'version')}",
                    _("This is not what is stored here."),
                )
            )
        taken = ""
        if _is_taken(fields["code"], fields["version"]):
            taken = taken_sentence(fields["code"], fields["version"])
            if not evade:
                raise TransferRefused(Problem("", taken))
            fields["version"] = next_version(fields["code"])
        programme = Programme(**fields)
        try:
            with transaction.atomic():
                self._save(programme, "programme.json")
        except IntegrityError as fault:  # the same import at the same time was quicker
            sentence = taken_sentence(programme.code, programme.version)
            raise TransferRefused(Problem("", sentence)) from fault
        self._stop()
        return taken, programme

    def _days(self, programme: Programme, raw: Any) -> dict[str, ProgrammeDay]:
        days: dict[str, ProgrammeDay] = {}
        for n, record in enumerate(self._list(raw, "days"), 1):
            place = f"days → {n}"
            fields = self._fields(record, DAY, place, ("blocks",))
            day = ProgrammeDay(**fields, programme=programme) if fields else None
            if day is None or not self._save(day, place):
                continue
            days[day.code] = day
            for m, inner in enumerate(self._list(record["blocks"], place), 1):
                part = self._fields(inner, BLOCK, f"{place} → {m}")
                if part:
                    self._save(ProgrammeBlock(**part, day=day), f"{place} → {m}")
        return days

    def _areas(self, programme: Programme, raw: Any) -> int:
        count = 0
        for n, record in enumerate(self._list(raw, "competence_areas"), 1):
            place = f"competence_areas → {n}"
            fields = self._fields(record, AREA, place, ("competences",))
            area = CompetenceArea(**fields, programme=programme) if fields else None
            if area is None or not self._save(area, place):
                continue
            for m, inner in enumerate(self._list(record["competences"], place), 1):
                stated = self._fields(inner, COMPETENCE, f"{place} → {m}")
                if stated:
                    count += self._save(Competence(**stated, area=area), f"{place} → {m}")
        return count

    def _modules(
        self, programme: Programme, raw: Any, days: dict[str, ProgrammeDay]
    ) -> dict[str, Module]:
        modules: dict[str, Module] = {}
        for n, record in enumerate(self._list(raw, "modules"), 1):
            place = f"modules → {n}"
            fields = self._fields(record, MODULE, place, ("day", "prerequisites"))
            if not fields:
                continue
            place = fields["code"] or place
            day = days.get(record["day"]) if isinstance(record["day"], str) else None
            if day is None:
                self.problems.append(Problem(place, _("The programme has no such day.")))
                continue
            module = Module(**fields, programme=programme, day=day)
            if self._save(module, place):
                modules[module.code] = module
        return modules

    def _prerequisites(self, modules: dict[str, Module], raw: list[dict[str, Any]]) -> None:
        for record in raw:
            module, codes = modules[record["code"]], record["prerequisites"]
            if not isinstance(codes, list) or not all(
                isinstance(code, str) and code in modules for code in codes
            ):
                self.problems.append(Problem(module.code, _("The programme has no such module.")))
                continue
            try:
                if codes:
                    set_prerequisites(
                        module=module, required=[modules[code] for code in codes], by=self.by
                    )
            except PrerequisiteCycle as refusal:
                sentence = _("These modules would wait for each other: %(way)s. Choose others.")
                way = " → ".join(refusal.codes)
                self.problems.append(Problem(module.code, sentence % {"way": way}))
        self._stop()

    def _list(self, raw: Any, place: str) -> list[Any]:
        if isinstance(raw, list):
            return raw
        self.problems.append(Problem(place, _("This is not what is stored here.")))
        return []

    def _fields(
        self, raw: Any, names: tuple[str, ...], place: str, beside: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        try:
            return checked_record(raw, names, beside=beside)
        except RecordWrong as wrong:
            where = f"{place}: {wrong.field}" if wrong.field else place
            self.problems.append(Problem(where, wrong.sentence))
            return {}

    def _save(self, row: Model, place: str) -> bool:
        """Check the row as its form would and store it; say whether it was."""
        try:
            row.full_clean()
        except ValidationError as wrong:
            for field, sentences in wrong.message_dict.items():
                where = place if field == "__all__" else f"{place}: {label_of(type(row), field)}"
                self.problems += [Problem(where, sentence) for sentence in sentences]
            return False
        row.save()
        return True
