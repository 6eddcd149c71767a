"""The publishing side: every entry of its menu opens, and its own scripts may run."""

import pytest

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
