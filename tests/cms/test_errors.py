"""What the reader sees when a request cannot be answered."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, server_error

from tests.factories.cms import home


def test_500_needs_neither_database_nor_request():
    response = server_error(RequestFactory().get("/"))

    html = response.content.decode()
    assert response.status_code == 500
    assert html.count("<h1>") == 1
    assert "NextGenerationEU" in html


def test_400_needs_neither_database_nor_request():
    response = bad_request(RequestFactory().get("/"), Exception("secret"))

    assert (response.status_code, b"secret" in response.content) == (400, False)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/nothing/", "/lv/nav/", "/en/" + "x" * 3000 + "/"])
def test_404_says_what_to_do(client, path):
    home("lv")
    home("en")

    response = client.get(path)

    assert response.status_code == 404
    assert b'role="search"' in response.content


@pytest.mark.django_db
def test_403_names_whom_to_ask():
    html = render_to_string("403.html", request=RequestFactory().get("/en/"))

    assert "JSPA" in html


@pytest.mark.django_db
def test_form_that_is_too_old_says_nothing_was_saved():
    home("lv")
    response = Client(enforce_csrf_checks=True).post("/en/login/", {"login": "a", "password": "b"})

    assert response.status_code == 403
    assert b"Nothing has been saved" in response.content
