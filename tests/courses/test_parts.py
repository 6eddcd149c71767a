"""What counts as a part, and that everything a page shows costs the same however long it is."""

import gzip
import io
import json
import re
from pathlib import Path

import pypdf
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.blocks import ContentBlock
from courses.actions.completion import is_rule_met
from courses.actions.progress import read_part, start_module
from courses.models import ModuleProgress
from courses.queries import find_progress, module_overview, part_ids, parts_of, reading_of
from courses.queries.parts import BEGINS_A_PART
from tests.factories import blocks

URL = "/lv/moduli/m01/"
LIMIT = 150 * 1024


def publish(page, body):
    page.body = json.dumps(body)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def stored(*kinds):
    values = blocks.values()
    return [
        {"type": kind, "value": values[kind], "id": f"00000000-0000-4000-8000-{n:012d}"}
        for n, kind in enumerate(kinds)
    ]


def test_the_rule_names_only_blocks_that_there_are():
    assert set(ContentBlock().child_blocks) >= BEGINS_A_PART


def test_small_blocks_belong_to_the_part_before_them(page):
    body = stored("callout", "section", "image", "table", "sorting", "file", "worksheet")
    publish(page, body)

    parts = parts_of(page)

    assert [(part.kind, [block.block_type for block in part.following]) for part in parts] == [
        ("aim", ["callout"]),
        ("section", ["image", "table"]),
        ("sorting", ["file"]),
        ("worksheet", []),
        ("activity", []),
        ("reflection", []),
    ]


def test_parts_counted_from_stored_blocks_are_the_same(page):
    publish(page, blocks.body(2))

    assert part_ids(page.body.raw_data) == {part.id for part in parts_of(page)}


def test_who_stopped_at_a_small_block_goes_on_at_its_part(learner, page):
    publish(page, stored("section", "callout", "example"))
    section, callout, _ = [block.id for block in page.body]
    progress = start_module(person=learner.person, module=page.module)

    reading = reading_of(page, progress, callout)

    assert reading.step.id == section


def test_progress_of_who_marked_small_blocks_is_kept(learner, page):
    publish(page, stored("section", "callout"))
    section, callout = [block.id for block in page.body]
    progress = start_module(person=learner.person, module=page.module)
    progress.parts_read = ["aim", section, callout, "activity"]
    progress.save()

    read_part(progress=progress, version=page, part="reflection", by=learner)

    progress.refresh_from_db()
    assert progress.read_at is not None
    assert module_overview(learner.person, page.module.programme)[0].steps_done == 4
    assert module_overview(learner.person, page.module.programme)[0].steps_total == 5
    assert not is_rule_met(progress, page.module)


def test_every_block_is_on_the_whole_page_and_in_its_step(learning, learner, page):
    publish(page, blocks.body())
    whole = learning.get(URL).content.decode()
    start_module(person=learner.person, module=page.module)

    steps = "".join(
        learning.get(f"{URL}?part={part.id}").content.decode() for part in parts_of(page)
    )

    for text in ("Mūsu video", "Zaļš laukums", "Ieraksts", "Veidlapa sanāksmei."):
        assert text in whole
        assert text in steps
    assert "/worksheet/" in whole
    assert "/worksheet/" in steps


def test_only_parts_are_asked_to_be_read(learning, learner, page):
    publish(page, blocks.body())
    start_module(person=learner.person, module=page.module)

    text = learning.get(URL).content.decode()

    assert text.count('name="part"') == len(parts_of(page)) - 1  # the reflection has its own form


def test_sources_of_every_file_are_listed_once(learning, page):
    body = stored("section", "image", "video", "audio", "file", "callout")
    publish(page, [*body, *[block | {"id": f"1{block['id'][1:]}"} for block in body]])

    text = learning.get(URL).content.decode()
    listed = text[text.index('id="sources"') : text.index("</ul>", text.index('id="sources"'))]

    assert listed.count("<li>") == 4
    assert listed.count("CC BY 4.0") == 4


def test_reading_time_follows_the_number_of_words(page):
    words = " ".join(["vārds"] * 1800)
    short = reading_of(page).minutes
    publish(page, [{"type": "text", "value": f"<p>{words}</p>", "id": blocks.body()[0]["id"]}])

    assert short == 1
    assert reading_of(page).minutes == 11


def queries(client, url) -> int:
    client.get(url)  # the first reader draws the sizes of the images
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_blocks(learning, learner, page):
    start_module(person=learner.person, module=page.module)
    counted = []
    for times in (1, 4, 20):
        publish(page, blocks.body(times))
        ModuleProgress.objects.update(revisions={"lv": page.live_revision_id})
        counted.append([queries(learning, url) for url in (URL, f"{URL}?part=aim")])

    assert counted[0] == counted[1] == counted[2]
    assert counted[0][0] <= 16


def weight(response) -> int:
    """What crosses the network: the page itself, sheets and scripts compressed, every font."""
    text = response.content.decode()
    files = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', text))
    fonts = Path(str(finders.find("look/tokens.css"))).parent.glob("fonts/*.woff2")
    sent = [gzip.compress(Path(str(finders.find(name))).read_bytes()) for name in files]
    return len(response.content) + sum(map(len, sent)) + sum(font.stat().st_size for font in fonts)


def test_a_page_of_all_blocks_weighs_little(learning, learner, page):
    publish(page, blocks.body())
    start_module(person=learner.person, module=page.module)

    assert weight(learning.get(URL)) < LIMIT


@pytest.mark.parametrize("language", ["lv", "en"])
def test_a_worksheet_is_downloaded_as_pdf_with_its_prompts_and_the_funding(client, page, language):
    publish(page, stored("section", "worksheet"))

    response = client.get(f"/{language}/module/M01/worksheet/{page.body[1].id}/")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="m01-')
    pdf = pypdf.PdfReader(io.BytesIO(response.content))
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in pdf.pages)
    value = page.body[1].value
    assert value["title"] in text
    assert [field.value["prompt"] in text for field in value["fields"]] == [True] * 3
    assert "NextGenerationEU" in text


def test_a_worksheet_of_hostile_text_is_printed_as_words(client, page):
    body = stored("section", "worksheet")
    evil = '<img src="file:///etc/passwd"><script>alert(1)</script><b>Sveiki</b>'
    body[1]["value"] = body[1]["value"] | {"title": evil, "instructions": evil}
    publish(page, body)

    response = client.get(f"/lv/module/M01/worksheet/{page.body[1].id}/")

    assert response.status_code == 200
    text = pypdf.PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "Sveiki" in text
    assert "root:" not in text


@pytest.mark.parametrize("block", [0, None])
def test_what_is_no_worksheet_is_not_found(client, page, block):
    publish(page, stored("section", "worksheet"))
    name = page.body[block].id if block is not None else "00000000-0000-4000-8000-00000000ffff"

    assert client.get(f"/lv/module/M01/worksheet/{name}/").status_code == 404


def test_a_worksheet_of_a_closed_page_is_closed(client, page):
    publish(page, stored("section", "worksheet"))
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")

    assert client.get(f"/lv/module/M01/worksheet/{page.body[1].id}/").status_code == 404


def test_who_started_downloads_the_worksheet_of_their_version(learning, learner, page):
    publish(page, stored("section", "worksheet"))
    old = page.body[1].id
    start_module(person=learner.person, module=page.module)
    publish(page, stored("section"))

    assert find_progress(learner.person_id, page.module_id).revisions["lv"] != page.live_revision_id
    assert learning.get(f"/lv/module/M01/worksheet/{old}/").status_code == 200
