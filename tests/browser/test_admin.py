"""The publishing side: every entry of its menu opens, its own scripts may run, Word comes in."""

import pytest

from tests.browser.accessibility import violations
from tests.factories import word

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("username", ["editor", "manager"])
@pytest.mark.parametrize("language", ["lv", "en"])
def test_every_entry_of_the_admin_menu_opens(visitor, username, language):
    window = visitor(language=language)
    window.sign_in(username)
    page = window.open("/admin/")
    page.wait_for_selector("#wagtail-sidebar a[href]", state="attached")
    links = "all => all.map(a => new URL(a.href).pathname)"
    paths = set(page.eval_on_selector_all("#wagtail-sidebar a[href]", links))

    # The profile and the way out are buttons of the same menu.
    paths = {path for path in paths if path.startswith("/admin/") and "logout" not in path}

    assert len(paths) > 3
    for path in sorted(paths):
        window.open(path)
        assert page.locator("h1, h2").count() > 0, path


@pytest.mark.parametrize("language", ["lv", "en"])
def test_a_word_document_is_imported_with_the_keyboard_alone(visitor, product, tmp_path, language):
    chosen = tmp_path / "nodaļa.docx"
    chosen.write_bytes(
        word.document(
            word.heading("Mērķi"),
            word.item("Viens"),
            word.paragraph("Attēls", word.picture("Nometne")),
            word.table(word.row("Loma", "Darbība"), word.row("Rīks", "Aptauja")),
        )
    )
    number = product.backstage("module_pages", code="M10")[language]["id"]
    window = visitor(language=language)
    page = window.sign_in("editor")
    window.open(f"/admin/word/{number}/")
    assert violations(page) == []

    page.set_input_files("[name=file]", chosen)
    page.locator("[name=file]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("iframe")
    assert violations(page) == []

    frame = page.locator("iframe").get_attribute("src")
    page.locator("[name=way]").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=way]:checked").get_attribute("value") == "replace"
    preview = page.url
    window.open(frame)
    assert violations(page) == []
    window.open(preview)
    page.locator("[name=way]").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/pages/{number}/edit/")
