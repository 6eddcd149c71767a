"""Loading the competence framework of a programme."""

import tomllib
from pathlib import Path

from django.db import transaction

from courses.models import Competence, CompetenceArea, Programme

_FILE = Path(__file__).resolve().parents[1] / "content" / "competences.toml"


@transaction.atomic
def load_competences(programme: Programme) -> list[Competence]:
    """Create the areas and statements that are missing; what was reworded stays. Return all."""
    contents = tomllib.loads(_FILE.read_text(encoding="utf-8"))["areas"]
    known = set(programme.competence_areas.values_list("code", flat=True))
    CompetenceArea.objects.bulk_create(
        CompetenceArea(
            programme=programme,
            position=position,
            **{name: content[name] for name in ("code", "letter", "title", "title_en")},
        )
        for position, content in enumerate(contents, 1)
        if content["code"] not in known
    )
    areas = {area.code: area for area in programme.competence_areas.all()}
    statements = Competence.objects.filter(area__programme=programme)
    stated = set(statements.values_list("area__code", "level"))
    Competence.objects.bulk_create(
        Competence(area=areas[content["code"]], level=level, **texts)
        for content in contents
        for level, texts in enumerate(content["statements"], 1)
        if (content["code"], level) not in stated
    )
    return list(statements)
