"""A content editor changes a module in the admin, and the public reads it."""

from tests.browser.installation import Installation
from tests.browser.visitors import Visitor

NEW_INTRO = "Īss ievads, ko tikko izlaboja satura redaktors."


def editor_changes_a_module(editor: Visitor, product: Installation, code: str) -> None:
    """Change the introduction of the Latvian page and publish it."""
    module = product.backstage("module_pages", code=code)["lv"]
    page = editor.sign_in("editor")
    editor.open(f"/admin/pages/{module['id']}/edit/")
    page.fill("[name=intro]", NEW_INTRO)
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_url("**/admin/pages/**")
    page.wait_for_selector(".messages .success")


def public_reads_it(public: Visitor, product: Installation, code: str) -> None:
    """Open the page as a stranger."""
    public.open(product.backstage("module_pages", code=code)["lv"]["url"])
    public.see(NEW_INTRO)
