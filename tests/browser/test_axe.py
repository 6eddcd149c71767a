"""What the walk through every page finds: nothing, for axe and for all else that a page owes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import violations
from tests.browser.installation import Installation
from tests.browser.languages import Vocabulary, texts
from tests.browser.visitors import Visitor
from tests.browser.walk import Findings, walk_everywhere

pytestmark = pytest.mark.browser


# Groups of their own let the walks in the two languages go side by side.
LANGUAGES = [
    pytest.param(one, marks=pytest.mark.xdist_group(f"walk-{one}")) for one in ("lv", "en")
]


@pytest.fixture(scope="module", params=LANGUAGES)
def walk(browser: Browser, product: Installation, request: pytest.FixtureRequest) -> Findings:
    """Walk once a language; every test of this file looks at one kind of finding."""
    return walk_everywhere(browser, product, request.param)


def listed(findings: list[str]) -> str:
    """Put each finding on a line of its own: pytest shortens lists, and none may be lost."""
    return "\n".join(["", *findings])


def test_every_page_answers_as_expected(walk):
    assert not walk.status, listed(walk.status)
    assert walk.visited > 130


def test_axe_finds_nothing(walk):
    assert not walk.axe, listed(walk.axe)


def test_pages_ask_nobody_else_and_break_no_policy(walk):
    assert not walk.faults, listed(walk.faults)


def test_pages_name_their_language(walk):
    assert not walk.lang, listed(walk.lang)


def test_nothing_scrolls_sideways(walk):
    assert not walk.sideways, listed(walk.sideways)


def test_english_pages_hold_no_latvian(walk):
    assert not walk.latvian, listed(walk.latvian)


def test_latvian_pages_hold_no_english(walk):
    assert not walk.english, listed(walk.english)


def test_every_link_leads_somewhere(walk):
    assert not walk.links, listed(walk.links)


def test_learners_pages_stay_light(walk):
    assert not walk.heavy, listed(walk.heavy)


@pytest.fixture
def seeded(browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser, "http://127.0.0.1", "en")
    yield visitor
    visitor.close()


def test_axe_finds_seeded_faults(seeded):
    seeded.page.set_content(
        "<html><head><title></title></head><body><img src='data:,'><input>"
        "<p style='color:#aaa;background:#fff'>pale</p><h3>late</h3></body></html>"
    )

    rules = {line.split(":")[0] for line in violations(seeded.page)}

    assert {"image-alt", "label", "color-contrast", "html-has-lang", "document-title"} <= rules


def test_language_check_finds_seeded_faults(seeded):
    vocabulary = Vocabulary(["Rēzekne", "Rīga-Pierīga"])
    vocabulary.add("Choose a group", "Izvēlēties grupu")
    seeded.page.set_content(
        "<html lang='en'><body><p>Rēzekne, Rīga-Pierīga</p><p>Grupa ir pilna: šodien</p>"
        "<p lang='lv'>Šo drīkst</p><img alt='bilde ar kaķi'><p>Choose a group</p></body></html>"
    )
    shown = texts(seeded.page)

    assert vocabulary.latvian_in(shown) == ["Grupa ir pilna: šodien", "bilde ar kaķi"]
    assert vocabulary.english_in(shown) == ["Choose a group"]


def test_visitors_notice_scripts_that_the_policy_stops_and_other_origins(seeded):
    seeded.page.route("**/*", lambda route: route.fulfill(body="", content_type="text/css"))
    seeded.page.set_content(
        "<meta http-equiv='Content-Security-Policy' content=\"script-src 'self'\">"
        "<link rel=stylesheet href='https://fonts.example/x.css'><script>1</script>"
    )
    said = "\n".join(seeded.faults)

    assert "https://fonts.example/x.css" in said
    assert "Content Security Policy" in said
