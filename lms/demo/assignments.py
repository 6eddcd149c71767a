"""Assignments of invented people: some wait for the demo trainer, some are answered."""

from django.core.files.base import ContentFile

from courses.actions.assignments import (
    NewFile,
    accept_assignment,
    return_assignment,
    save_draft,
    submit_assignment,
)
from courses.actions.progress import read_part, start_module
from courses.models import AssignmentVersion, Module, ModulePage
from courses.queries import parts_of
from lms.demo.cohorts import TAUGHT
from people.models import Person, User
from people.validators import check_upload
from scheduling.models import Cohort, Enrolment

_TEXTS = {
    "M01": "Mūsu centrā digitālais darbs sākas ar sarunu: jaunieši paši izvēlas, kurā platformā"
    " dalīties ar pasākuma bildēm, un kopā vienojamies par trim noteikumiem.",
    "M02": "Aptaujāju deviņus jauniešus. Visvairāk trūkst vietas, kur vakaros sarunāties bez"
    " vērtēšanas; to varētu nodrošināt servera balss kanāls otrdienās.",
    "M03": "Salīdzināju trīs aptauju rīkus pēc mērķa, vecuma, datiem, izmaksām un piekļūstamības."
    " Izvēlējos to, kurā jauniešiem nav vajadzīgs konts.",
}
_FEEDBACK = (
    "Jautājumi ir konkrēti un jauniešiem saprotami. Lūdzu, pierakstiet, kuru jauniešu atbilžu"
    " trūkst un kā viņus uzrunāsiet."
)
_BETTER = " Nav uzrunāti jaunieši no attālākajiem pagastiem; ar viņiem runāšu skolēnu autobusā."


def load_assignments(cohort: Cohort, participant: Person, trainer: User) -> None:
    """Let people of the trainer's groups hand in; the participant gets one of each state."""
    modules = {module.code: module for module in Module.objects.filter(programme=cohort.programme)}
    seats = Enrolment.objects.filter(cohort=cohort, group__code__in=TAUGHT).seated()
    writers = seats.exclude(person=participant).select_related("person").order_by("pk")
    for n, seat in enumerate(writers[:9]):
        code = f"M0{n % 3 + 1}"
        version = _hand_in(seat.person, modules[code], _TEXTS[code], with_file=n % 2 == 0)
        if n % 4 == 1:
            return_assignment(version=version, feedback=_FEEDBACK, by=trainer)
        elif n % 4 == 2:  # every fourth
            accept_assignment(version=version, feedback="Labs darbs, varat turpināt.", by=trainer)
    place = Enrolment.objects.select_related("group").get(person=participant, cohort=cohort)
    if trainer.person is not None:
        place.group.trainers.add(trainer.person)
    first = _hand_in(participant, modules["M02"], _TEXTS["M02"])
    return_assignment(version=first, feedback=_FEEDBACK, by=trainer)
    second = _hand_in(participant, modules["M02"], _TEXTS["M02"] + _BETTER, with_file=True)
    accept_assignment(version=second, feedback="Tagad plāns ir pilnīgs.", by=trainer)
    third = _hand_in(participant, modules["M03"], _TEXTS["M03"])
    return_assignment(version=third, feedback=_FEEDBACK, by=trainer)
    _begin(participant, modules["M07"])


def _hand_in(
    person: Person, module: Module, text: str, *, with_file: bool = False
) -> AssignmentVersion:
    start_module(person=person, module=module)
    link = "https://padlet.com/piemers/jauniesu-balsis" if module.code == "M02" else ""
    draft = save_draft(
        person=person, module=module, text=text, link=link, add=[_notes()] if with_file else []
    )
    return submit_assignment(assignment=draft)


def _notes() -> NewFile:
    lines = ["Piezīmes no sarunām", *(f"{n}. saruna: …" for n in range(1, 10))]
    upload = ContentFile("\r\n".join(lines).encode(), name="sarunu piezīmes.txt")
    found = check_upload(upload)
    return NewFile(upload, found.name, found.content_type)


def _begin(person: Person, module: Module) -> None:
    """Leave a module open in the middle, so that there is something to continue."""
    progress = start_module(person=person, module=module)
    page = ModulePage.objects.live().filter(module=module, locale__language_code="lv").first()
    if page is not None:
        for part in parts_of(page)[:3]:
            read_part(progress=progress, version=page, part=part.id, by=None)
