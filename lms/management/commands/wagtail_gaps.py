"""Lists what the Latvian of the Wagtail admin lacks; run it after every Wagtail upgrade."""

from functools import cache
from pathlib import Path
from typing import Any

import django
import polib
import wagtail
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

DOMAINS = ("django", "djangojs")
Key = tuple[str, str, str]  # domain, context, msgid


def needed() -> set[Key]:
    """Every string of the installed Wagtail apps."""
    return {
        key
        for config in apps.get_app_configs()
        if config.name.split(".")[0] == "wagtail"
        for key, _ in _entries(Path(config.path) / "locale", "en")
    }


def gaps() -> list[Key]:
    """List the strings that neither Wagtail nor our catalogues have in Latvian."""
    places = [Path(config.path) / "locale" for config in apps.get_app_configs()]
    have = {
        key
        for place in [*places, *map(Path, settings.LOCALE_PATHS)]
        for key, entry in _entries(place, "lv")
        if entry.translated() and not entry.fuzzy
    }
    return sorted(needed() - have)


def unused() -> list[Key]:
    """List the strings of our Wagtail catalogue that Wagtail and Django no longer have."""
    known = {
        key
        for package in (wagtail, django)
        for place in Path(package.__path__[0]).rglob("locale")
        for key, _ in _entries(place, "en")
    }
    ours = {key for key, _ in _entries(Path(settings.LOCALE_PATHS[1]), "lv")}
    return sorted(ours - known)


@cache
def _entries(place: Path, language: str) -> list[tuple[Key, polib.POEntry]]:
    folder = place / language / "LC_MESSAGES"
    return [
        ((domain, entry.msgctxt or "", entry.msgid), entry)
        for domain in DOMAINS
        if (folder / f"{domain}.po").exists()
        for entry in polib.pofile(str(folder / f"{domain}.po"))
        if not entry.obsolete
    ]


class Command(BaseCommand):
    help = "List the Wagtail strings without Latvian and those of ours that Wagtail has dropped."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        missing, dropped = gaps(), unused()
        for mark, keys in (("+", missing), ("-", dropped)):
            for domain, context, msgid in keys:
                self.stdout.write(f"{mark} {domain} {context} {msgid!r}")
        self.stdout.write(
            f"Wagtail {wagtail.__version__}: {len(needed())} strings, "
            f"{len(missing)} without Latvian, {len(dropped)} of ours unused."
        )
