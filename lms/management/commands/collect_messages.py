"""Collects translatable strings into our Latvian catalogue; compiles it and Wagtail's."""

import subprocess
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Collect and compile messages; needs GNU gettext."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        call_command(
            "makemessages",
            locale=["lv"],
            no_location=True,
            no_wrap=True,
            no_obsolete=True,
            ignore_patterns=[".venv/*", "var/*", "tests/*"],
            verbosity=0,
        )
        catalogue = settings.LOCALE_PATHS[0] / "lv" / "LC_MESSAGES" / "django.po"
        # The date of collecting would make every run look like a change.
        kept = [
            line
            for line in catalogue.read_text(encoding="utf-8").splitlines()
            if not line.startswith('"POT-Creation-Date')
        ]
        catalogue.write_text("\n".join(kept) + "\n", encoding="utf-8")
        for place in settings.LOCALE_PATHS:
            for source in sorted((place / "lv" / "LC_MESSAGES").glob("*.po")):
                subprocess.run(  # noqa: S603  # fixed arguments
                    ["msgfmt", "--check", "-o", str(source.with_suffix(".mo")), str(source)],  # noqa: S607  # found on PATH on purpose
                    check=True,
                )
