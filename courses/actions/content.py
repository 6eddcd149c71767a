"""Loading the module pages from the content files, in both languages."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from cms.actions.content import tag_names
from cms.actions.richtext import to_rich_text
from cms.models import HomePage
from cms.queries import page_key
from courses.actions.part_content import outcome_blocks, part_blocks, shape_of_parts
from courses.actions.programme import load_programme_2024
from courses.actions.question_content import question_bank, shape_of_questions
from courses.models import Module, ModuleIndexPage, ModulePage

CONTENT = Path(__file__).resolve().parents[1] / "content" / "modules"
TAGS = CONTENT.parent / "tags.toml"
SITE_CONTENT = Path(__file__).resolve().parents[2] / "cms" / "content" / "pages.toml"
LANGUAGES = ("lv", "en")


class ContentFileWrong(Exception):
    """A content file cannot become pages; the message names the file and what is wrong."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path.name}: {problem}")


class HomePageMissing(Exception):
    """There is no home page in a language for the modules to stand under."""


def read_module_files(folder: Path = CONTENT) -> list[dict[str, Any]]:
    """Return the content of every module file, checked; raises ContentFileWrong."""
    return [_read(path) for path in sorted(folder.glob("M*.toml"))]


@transaction.atomic
def load_module_pages(folder: Path = CONTENT) -> list[ModulePage]:
    """Create and publish the catalogue and module pages that are missing; return the new ones.

    A page that exists is left as its editors made it.
    """
    contents = read_module_files(folder)
    programme = load_programme_2024()
    modules = {module.code: module for module in programme.modules.all()}
    unknown = [content for content in contents if content["code"] not in modules]
    if unknown:
        raise ContentFileWrong(unknown[0]["path"], "the programme has no such module")
    made = []
    for language in LANGUAGES:
        index = _index_page(language)
        existing = set(ModulePage.objects.child_of(index).values_list("module", flat=True))
        for content in contents:
            module = modules[content["code"]]
            if module.pk not in existing:
                made.append(_add_page(index, module, content[language]))
    return made


def _index_page(language: str) -> ModuleIndexPage:
    locale, _ = Locale.objects.get_or_create(language_code=language)
    index = ModuleIndexPage.objects.filter(locale=locale).first()
    if index is not None:
        return index
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        raise HomePageMissing(language)
    with SITE_CONTENT.open("rb") as file:
        texts = tomllib.load(file)[language]["modules"]
    index = ModuleIndexPage(
        title=texts["title"],
        slug=texts["slug"],
        intro=texts["intro"],
        show_in_menus=True,
        locale=locale,
        translation_key=page_key("modules"),
    )
    home.add_child(instance=index)
    index.save_revision().publish()
    return index


def _add_page(index: ModuleIndexPage, module: Module, texts: dict[str, Any]) -> ModulePage:
    page = ModulePage(
        title=texts["title"],
        slug=texts["slug"],
        intro=texts["summary"],
        search_description=texts["summary"],
        locale=index.locale,
        translation_key=page_key(f"modules/{module.code}"),
        module=module,
        aim=texts["aim"],
        outcomes=outcome_blocks(module.code, texts["outcomes"]),
        body=part_blocks(module.code, texts["parts"]),
        activity_title=texts["activity"]["title"],
        activity_minutes=texts["activity"]["minutes"],
        activity_text=to_rich_text(texts["activity"]["text"]),
        reflection_prompt=texts["reflection"]["prompt"],
        quiz=question_bank(module.code, texts["questions"]),
    )
    words = tag_names(index.locale.language_code)
    page.tags.set([words[tag] for tag in _tags().get(module.code, [])])
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def _tags() -> dict[str, list[str]]:
    return tomllib.loads(TAGS.read_text(encoding="utf-8"))


def _read(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        shapes = [_shape(content[language]) for language in LANGUAGES]
        content["code"]  # absent is as wrong as any other missing entry
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ContentFileWrong(path, str(wrong)) from wrong
    except KeyError as missing:
        raise ContentFileWrong(path, f"{missing} is missing") from missing
    except (AttributeError, TypeError, ValueError) as wrong:
        raise ContentFileWrong(path, str(wrong)) from wrong
    if shapes[0] != shapes[1]:
        raise ContentFileWrong(path, "the two languages differ in structure")
    return content | {"path": path}


def _shape(texts: dict[str, Any]) -> list[Any]:
    """Return what both languages must have in common; raises KeyError or ValueError."""
    for name in ("title", "slug", "summary", "aim"):
        if not texts[name].strip():
            raise ValueError(f"{name} is empty")
    for name in ("title", "text"):
        texts["activity"][name]
    texts["reflection"]["prompt"]
    return [
        len(texts["outcomes"]),
        shape_of_parts(texts["parts"]),
        texts["activity"]["minutes"],
        shape_of_questions(texts["questions"], len(texts["outcomes"])),
    ]
