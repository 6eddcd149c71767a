"""What holds the house together beside the import contracts."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
# From the ground up; an app knows only itself and what stands before it.
HOUSE = ["people", "cms", "courses", "scheduling", "certificates", "plans", "monitoring", "lms"]
DOMAIN = {"actions", "queries", "models", "rules", "exports"}
WEB = ("django.http", "django.shortcuts", "django.contrib.messages")
LONGEST = 400


def _modules(*folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


OURS = _modules(*HOUSE)
MODELS = [model for app in HOUSE for model in apps.get_app_config(app).get_models()]


def _of_domain(path: Path) -> bool:
    return path.relative_to(ROOT).parts[1].removesuffix(".py") in DOMAIN


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_foreign_keys_point_down_the_house(model: type[Model]):
    floor = HOUSE.index(model._meta.app_label)

    upward = [
        field.name
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model and field.related_model._meta.app_label in HOUSE[floor + 1 :]
    ]

    assert upward == []


@pytest.mark.parametrize("path", [p for p in OURS if _of_domain(p)], ids=_name)
def test_the_domain_knows_no_http(path: Path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {f"{node.module}.{alias.name}" for alias in node.names}

    assert [name for name in sorted(imported) if f"{name}.".startswith(_dotted(WEB))] == []


def _dotted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{name}." for name in names)


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_every_module_says_what_it_owns(path: Path):
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    assert docstring or not path.read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_every_model_says_what_personal_data_it_holds(model: type[Model]):
    lines = [line.strip() for line in (model.__doc__ or "").splitlines()]

    assert len([line for line in lines if line.startswith("Personal data:")]) == 1


@pytest.mark.parametrize("path", [*OURS, *_modules("tests")], ids=_name)
def test_no_file_is_too_long_to_read(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
