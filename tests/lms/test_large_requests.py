"""What is larger than any form is refused unread, in the reader's language."""

import pytest
from django.conf import settings

from tests.factories import people

pytestmark = pytest.mark.django_db
TWO_GIGABYTES = 2 * 1024**3


class Unread:
    """A body that must not be read."""

    def read(self, *_size):
        raise AssertionError("The body was read.")

    readline = read


def send(client, path, length, content_type="multipart/form-data; boundary=x", **headers):
    return client.generic(
        "POST",
        path,
        headers=headers,
        CONTENT_TYPE=content_type,
        CONTENT_LENGTH=str(length),
        **{"wsgi.input": Unread()},
    )


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/lv/module/M01/assignment/", "Vienā reizē nosūtīts par daudz"),
        ("/en/module/M01/assignment/", "Too much was sent at once"),
    ],
)
def test_two_gigabytes_are_refused_unread_with_a_page(client, path, title):
    client.force_login(people.user(person=people.person()))

    response = send(client, path, TWO_GIGABYTES)

    assert response.status_code == 413
    assert f"<h1>{title}</h1>" in response.content.decode()
    assert "35 MB" in response.content.decode()


def test_the_admin_refuses_in_the_browsers_language(client):
    response = send(
        client, "/admin/documents/multiple/add/", TWO_GIGABYTES, **{"accept-language": "en"}
    )

    assert response.status_code == 413
    assert "Too much was sent at once" in response.content.decode()


@pytest.mark.parametrize(
    ("content_type", "limit"),
    [
        ("multipart/form-data; boundary=x", settings.REQUEST_MAX_BYTES),
        ("application/json", settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
        ("text/plain", settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
    ],
)
def test_the_limit_is_exact(client, content_type, limit):
    answers = [
        send(client, "/lv/nekas/", length, content_type).status_code
        for length in (limit, limit + 1)
    ]

    assert answers == [404, 413]


@pytest.mark.parametrize("length", ["", "-1", "abc", "9" * 400])
def test_a_senseless_length_is_no_fault(client, length):
    response = client.get("/healthz", CONTENT_LENGTH=length)

    assert response.status_code == (413 if length.startswith("9") else 200)
