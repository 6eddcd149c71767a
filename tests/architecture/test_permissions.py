"""Every address × method × role, compared with the one table in permission_table.py."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.regex_helper import normalize

from people.access import DECLARATION
from tests.architecture.permission_table import (
    ANONYMOUS,
    BAD,
    EDITOR,
    FORBIDDEN,
    GO,
    GONE,
    LOGIN,
    MANAGER,
    MISSING,
    NOT_ALLOWED,
    OK,
    OTHER_TRAINER,
    ROLES,
    TABLE,
    TRAINER,
)
from tests.architecture.test_layout import HOUSE
from tests.architecture.world import World

LOGIN_ADDRESS = re.compile(r"^/(lv|en)/login/\?next=")
ANSWERS = {200: OK, 301: GO, 302: GO, 400: BAD, 403: FORBIDDEN, 404: MISSING}
ANSWERS |= {405: NOT_ALLOWED, 410: GONE}
# Wagtail's views that need no account: drawings and words of its own screens.
OPEN_IN_ADMIN = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
# Stand behind our own addresses, which lead to the one login page; or match nothing at all.
SHUT_IN_ADMIN = {
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "admin/^.*/$",
}
# Editors and managers publish; trainers enter to review what waits for them, and own no page.
IN_ADMIN = (EDITOR, MANAGER, TRAINER, OTHER_TRAINER)
# Fails on purpose, to show what a failure looks like.
FAILS_IN_ADMIN = {"wagtailadmin_error_test"}
# Stock Wagtail answers an empty form, which its own screens never send, with a fault.
NEEDS_ITS_FORM = re.compile(
    r"wagtailadmin_pages:(edit|copy)|wagtailadmin_choose_page_external_link"
    r"|wagtailsnippetchoosers_\w+:create"
)


class Address:
    """One pattern of the resolver with its whole name and route."""

    def __init__(self, pattern: URLPattern, namespaces: list[str], routes: list[Any]) -> None:
        self.view = pattern.callback
        self.routes = [*routes, pattern.pattern]
        self.route = "".join(str(r) for r in self.routes if str(r) != "lv/")
        self.key = ":".join([*namespaces, pattern.name]) if pattern.name else self.route

    @property
    def is_admin(self) -> bool:
        return self.key not in TABLE and re.match(r"\^?admin/", self.route) is not None


def addresses() -> list[Address]:
    """Return every address, the Latvian ones standing for both languages."""
    return list(_walk(get_resolver(), [], []))


def _walk(resolver: URLResolver, namespaces: list[str], routes: list[Any]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield Address(pattern, namespaces, routes)
        else:
            inner = [*namespaces, pattern.namespace] if pattern.namespace else namespaces
            yield from _walk(pattern, inner, [*routes, pattern.pattern])


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.EMAIL_BACKEND = "lms.outbox.OutboxBackend"
    cache.clear()
    return World()


def ask(world: World, role: str, method: str, url: str) -> str:
    """Return the class of the answer; whatever the request wrote is undone."""
    client = Client(raise_request_exception=False)
    if role != ANONYMOUS:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.session_of(role)
    with transaction.atomic():
        response = getattr(client, method)(url)
        if response.streaming:  # read to its end, which closes the file
            list(response.streaming_content)
        transaction.set_rollback(True)
    if LOGIN_ADDRESS.match(response.headers.get("Location", "")):
        return LOGIN
    return ANSWERS.get(response.status_code, str(response.status_code))


def test_every_address_stands_in_the_table():
    known = {a.key for a in addresses() if not a.is_admin}

    assert sorted(known - set(TABLE)) == []
    assert sorted(set(TABLE) - known) == []


def test_every_view_of_ours_declares_who_may_enter():
    undeclared = [
        address.key
        for address in addresses()
        if address.view.__module__.split(".")[0] in HOUSE
        and not hasattr(address.view, "view_class")
        and not hasattr(address.view, DECLARATION)
    ]

    assert undeclared == []


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(world: World, role: str):
    surprises = []
    for key, row in TABLE.items():
        url = _address_of(key, world.arguments(row.at))
        for method, answers in (("get", row.get), ("post", row.post)):
            answer = ask(world, role, method, url)
            if answer != answers[role]:
                surprises.append(f"{method} {key}: {answer}, not {answers[role]}")

    assert "\n".join(surprises) == ""


def _address_of(key: str, arguments: list[Any]) -> str:
    """Reverse a named address; what has no name is its own route."""
    if "/" not in key:
        return reverse(key, args=arguments)
    inside = "" if key.lstrip("^").startswith("admin/") else "/lv"
    return f"{inside}/{key.lstrip('^')}"


def _admin_addresses(world: World) -> dict[str, str]:
    found, left_out = {}, OPEN_IN_ADMIN | SHUT_IN_ADMIN | FAILS_IN_ADMIN
    for address in addresses():
        if address.is_admin and address.key not in left_out:
            found[address.key] = _fill(address, world)
    return found


def _fill(address: Address, world: World) -> str:
    """Write the address with numbers of real rows where its view or its names tell which."""
    model = getattr(address.view, "view_initkwargs", {}).get("model")
    row = model._default_manager.first() if isinstance(model, type) else None
    filled = ""
    for pattern in address.routes:
        template, names = normalize(pattern.regex.pattern)[0]
        filled += template % {name: _argument(name, row, world) for name in names}
    return f"/{filled}"


def _argument(name: str, row: Any, world: World) -> Any:
    if "page" in name or name in ("parent_id", "destination_id"):
        return world.values["home_page"]
    words = {
        "app_label": "cms",
        "app_name": "cms",
        "model_name": "glossaryterm",
        "content_type_app_label": "wagtailcore",
        "content_type_app_name": "courses",
        "content_type_model_name": "modulepage",
        "action": "delete",
        "language_code": "lv",
    }
    return words.get(name, row.pk if row is not None else 1)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [r for r in ROLES if r not in IN_ADMIN])
def test_the_admin_is_closed_to(world: World, role: str, method: str):
    opened = [
        f"{key}: {answer}"
        for key, url in _admin_addresses(world).items()
        if (answer := ask(world, role, method, url)) not in (LOGIN, FORBIDDEN, MISSING)
    ]

    assert "\n".join(opened) == ""


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", IN_ADMIN)
def test_the_admin_fails_nowhere_for(world: World, role: str, method: str):
    failed = [
        f"{key} at {url}: {answer}"
        for key, url in _admin_addresses(world).items()
        if (answer := ask(world, role, method, url)).startswith("5")
        and not (method == "post" and NEEDS_ITS_FORM.fullmatch(key))
    ]

    assert "\n".join(failed) == ""


def test_the_admin_opens_for_those_who_publish(world: World):
    home = reverse("wagtailadmin_home")

    assert {role: ask(world, role, "get", home) for role in (EDITOR, MANAGER)} == {
        EDITOR: OK,
        MANAGER: OK,
    }


def test_a_page_that_does_not_exist_is_missing_for_everybody(world: World):
    assert {ask(world, role, "get", "/lv/nekas/") for role in ROLES} == {MISSING}


def test_nobody_can_reverse_the_addresses_left_out():
    for name in ("account_email", "account_reauthenticate", "account_confirm_login_code"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
