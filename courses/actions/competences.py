"""Loading the competence framework of a programme."""

import tomllib
from pathlib import Path

from django.db import transaction

from courses.models import Competence, CompetenceArea, Programme

_FILE = Path(__file__).resolve().parents[1] / "content" / "competences.toml"


@transaction.atomic
def load_competences(programme: Programme) -> list[Competence]:
    """Create the areas and statements that are missing; what was reworded stays. Return all."""
    areas = tomllib.loads(_FILE.read_text(encoding="utf-8"))["areas"]
    statements = []
    for position, content in enumerate(areas, 1):
        area, _ = CompetenceArea.objects.get_or_create(
            programme=programme,
            code=content["code"],
            defaults={
                "letter": content["letter"],
                "position": position,
                "title": content["title"],
                "title_en": content["title_en"],
            },
        )
        for level, texts in enumerate(content["statements"], 1):
            statement, _ = Competence.objects.get_or_create(area=area, level=level, defaults=texts)
            statements.append(statement)
    return statements
