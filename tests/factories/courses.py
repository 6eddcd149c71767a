"""A programme with days, blocks and modules, and module pages with a quiz."""

from decimal import Decimal
from typing import Any

from wagtail.models import Locale, Page

from cms.models import HomePage
from courses.actions.quiz import save_answer, start_attempt, submit_attempt
from courses.models import (
    Module,
    ModuleIndexPage,
    ModulePage,
    ModuleProgress,
    Programme,
    ProgrammeBlock,
    ProgrammeDay,
    QuizAttempt,
)

DAYS = [
    ("K1", "in_person"),
    ("K2", "in_person"),
    ("K3", "in_person"),
    ("T1", "online"),
    ("T2", "online"),
]


def programme(modules: int = 2, **fields: Any) -> Programme:
    """Five days of two blocks of four hours; min_modules equals the number of modules made."""
    values: dict[str, Any] = {
        "code": "ddj",
        "title": "Digitālais darbs ar jaunatni",
        "title_en": "Digital youth work",
        "academic_hours": Decimal(40),
        "min_modules": modules,
    }
    made = Programme.objects.create(**(values | fields))
    for position, (code, mode) in enumerate(DAYS, 1):
        day = ProgrammeDay.objects.create(
            programme=made,
            code=code,
            position=position,
            mode=mode,
            title=f"Diena {code}",
            title_en=f"Day {code}",
        )
        for part in (1, 2):
            ProgrammeBlock.objects.create(day=day, part=part)
    days = list(made.days.all())
    for n in range(modules):
        Module.objects.create(
            programme=made, code=f"M{n + 1:02d}", day=days[n // 2 % 5], position=n + 1
        )
    return made


def home(language: str = "lv") -> HomePage:
    """The home page in a language, made once and set as the site's root for Latvian."""
    locale, _ = Locale.objects.get_or_create(language_code=language)
    found = HomePage.objects.filter(locale=locale).first()
    if found:
        return found
    root = Page.objects.get(depth=1)
    page = HomePage(title="Sākums", headline="Mācāmies", slug=f"home-{language}", locale=locale)
    other = HomePage.objects.first()
    if other:
        page.translation_key = other.translation_key
    root.add_child(instance=page)
    if language == "lv":
        from wagtail.models import Site

        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)
    return page


def question(n: int, outcome: int = 1) -> tuple[str, dict[str, Any]]:
    """A question with two answers, of which the first is right."""
    options = [
        {"text": "Pareizā", "correct": True, "feedback": "Jā."},
        {"text": "Nepareizā", "correct": False, "feedback": "Nē."},
    ]
    return "single", {"text": f"Jautājums {n}?", "outcome": outcome, "options": options}


def attempt(progress: ModuleProgress, version: ModulePage, right: int | None = 5) -> QuizAttempt:
    """A try with so many questions answered rightly, the rest wrongly; submitted unless None."""
    made = start_attempt(progress=progress, version=version)
    if right is None:
        return made
    for n, asked in enumerate(made.questions["items"]):
        chosen = next(o["key"] for o in asked["options"] if o["is_correct"] is (n < right))
        save_answer(attempt=made, question_id=asked["id"], answer=chosen)
    return submit_attempt(attempt=made, by=None)


def module_page(
    module: Module, language: str = "lv", questions: int = 5, slug: str = ""
) -> ModulePage:
    """A published module page with three parts of text and a quiz whose first option is right."""
    parent = home(language)
    index = ModuleIndexPage.objects.child_of(parent).first()
    if index is None:
        index = parent.add_child(
            instance=ModuleIndexPage(title="Moduļi", slug="moduli", locale=parent.locale)
        )
    page = ModulePage(
        title=f"Modulis {module.code}",
        slug=slug or module.code.lower(),
        locale=parent.locale,
        module=module,
        intro="Ievads",
        aim="Mērķis",
        outcomes=[("outcome", "prot kaut ko")],
        body=[("section", {"heading": "Sadaļa", "text": "<p>Teksts</p>"})],
        activity_title="Aktivitāte",
        activity_minutes=20,
        activity_text="<p>Dariet</p>",
        reflection_prompt="Ko darīsiet?",
        quiz=[question(n) for n in range(1, questions + 1)],
    )
    index.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
