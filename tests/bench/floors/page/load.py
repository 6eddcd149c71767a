"""Makes the floor's page, as deep and with as many blocks as the product's module page."""

import json
from pathlib import Path

from wagtail.models import Page, Site

from tests.bench.floors.page.models import FloorPage


def load(content: str) -> None:
    """Read a list of [heading, HTML] from the file and publish it at /modules/module/."""
    home = FloorPage(title="Home", slug="start")
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update(root_page=home)
    parent = home.add_child(instance=FloorPage(title="Modules", slug="modules"))
    body = [
        ("section", {"heading": heading, "text": html})
        for heading, html in json.loads(Path(content).read_text())
    ]
    parent.add_child(instance=FloorPage(title="Module", slug="module", body=body))
