"""Loading the training programme of 2024."""

from decimal import Decimal

from django.db import transaction

from courses.actions.competences import load_competences
from courses.models import Module, Programme, ProgrammeBlock, ProgrammeDay

_CODE = "digitalais-darbs-ar-jaunatni"
_PROGRAMME = {
    "title": "Digitālais darbs ar jaunatni",
    "title_en": "Digital youth work",
    "outcomes": (
        "Dalībnieks izzina jauniešu digitālo ikdienu un vajadzības un pamato ar tām nodarbību plānu; "
        "vada neformālās izglītības aktivitātes klātienē, tiešsaistē un jauktā formātā; "
        "iesaista jauniešus lēmumos un kopradīšanā; "
        "izvēlas rīkus, ievērojot drošību, datu aizsardzību un labbūtību; "
        "pamana šķēršļus un piedāvā piekļūstamu risinājumu; "
        "kopā ar komandu izstrādā pašvaldības individuālo plānu ar mērķi, rādītājiem un izmaksām."
    ),
    "outcomes_en": (
        "The participant finds out about young people’s digital everyday and needs and bases the "
        "plan of activities on them; leads non-formal learning activities in person, online and in "
        "a blended format; involves young people in decisions and co-creation; chooses tools with "
        "regard to safety, data protection and wellbeing; notices barriers and offers an accessible "
        "way; works with the team on the municipality’s individual plan with an aim, indicators and "
        "costs."
    ),
    "form": "Neformālā izglītība: trīs dienas klātienē un divas dienas tiešsaistē",
    "form_en": "Non-formal education: three days in person and two days online",
    "language": "Latviešu",
    "language_en": "Latvian",
    "content": (
        "Desmit moduļi sešās kompetenču jomās: jauniešu vajadzības, neformālā mācīšanās ar "
        "digitāliem līdzekļiem, līdzdalība un kopradīšana, drošība un labbūtība, iekļaušana un "
        "piekļūstamība, pakalpojuma plānošana un dati. Katrā modulī ir teksts, piemērs, aktivitāte, "
        "pārdomas un pārbaudes jautājumi."
    ),
    "content_en": (
        "Ten modules in six competence areas: young people’s needs, non-formal learning with digital "
        "means, participation and co-creation, safety and wellbeing, inclusion and accessibility, "
        "planning of services and data. Each module has a text, an example, an activity, a "
        "reflection and a quiz."
    ),
    "resources": (
        "Telpa ar internetu un projektoru klātienes dienās; dators vai viedtālrunis ar interneta "
        "pieslēgumu un kameru katram dalībniekam; mācību platforma; pasniedzēji un mentori."
    ),
    "resources_en": (
        "A room with internet and a projector on the days in person; a computer or smartphone with "
        "an internet connection and a camera for every participant; the learning platform; trainers "
        "and mentors."
    ),
    "academic_hours": Decimal(40),
    "min_modules": 10,
    "certificate_series": "DDJ",
}
_ONLINE, _IN_PERSON = ProgrammeDay.Mode.ONLINE, ProgrammeDay.Mode.IN_PERSON
_DAYS = [
    (
        "K1",
        _IN_PERSON,
        "Jaunieši un viņu digitālā ikdiena",
        "Young people and their digital everyday",
    ),
    ("K2", _IN_PERSON, "Metodes un digitālie rīki", "Methods and digital tools"),
    ("K3", _IN_PERSON, "Spēļošana un viedie pasākumi", "Gaming and smart events"),
    ("T1", _ONLINE, "Līdzdalība un drošība tiešsaistē", "Participation and safety online"),
    ("T2", _ONLINE, "Iekļaušana un pašvaldības plāns", "Inclusion and the municipal plan"),
]
_MODULES = [
    ("M01", "K1", "A1, F1"),
    ("M02", "K1", "A2"),
    ("M03", "K2", "B2"),
    ("M04", "K2", "B1, D2, F2"),
    ("M05", "K3", "C2, A2"),
    ("M06", "K3", "B2, E2"),
    ("M07", "T1", "C3"),
    ("M08", "T1", "D2"),
    ("M09", "T2", "E2"),
    ("M10", "T2", "F2–F3"),
]


@transaction.atomic
def load_programme_2024() -> Programme:
    """Create what is missing of the 2024 programme; what a manager has changed stays changed."""
    programme, _ = Programme.objects.get_or_create(code=_CODE, version=1, defaults=_PROGRAMME)
    days = {}
    for position, (code, mode, title, title_en) in enumerate(_DAYS, 1):
        days[code], _ = ProgrammeDay.objects.get_or_create(
            programme=programme,
            code=code,
            defaults={"position": position, "mode": mode, "title": title, "title_en": title_en},
        )
        for part in ProgrammeBlock.Part:
            ProgrammeBlock.objects.get_or_create(day=days[code], part=part)
    for position, (code, day, areas) in enumerate(_MODULES, 1):
        Module.objects.get_or_create(
            programme=programme,
            code=code,
            defaults={"day": days[day], "position": position, "areas": areas},
        )
    load_competences(programme)
    return programme
