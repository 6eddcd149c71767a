"""The page of all components."""

import pytest

from cms.templatetags.look_tags import icons

pytestmark = pytest.mark.django_db


def test_styleguide_shows_every_icon_and_is_not_indexed(client):
    html = client.get("/en/look/").content.decode()

    assert all(f"<span>{name}</span>" in html for name in icons())
    assert '<meta name="robots" content="noindex">' in html


def test_styleguide_answers_any_page_number(client):
    assert client.get("/en/look/?page=x").status_code == 200


def test_styleguide_does_not_answer_post(client):
    assert client.post("/en/look/").status_code == 405
