"""What tests of discussions' pages share: clients, addresses, forms."""

import uuid

from django.test import Client
from django.urls import reverse
from django.utils.translation import override


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, *args):
    with override("en"):
        return reverse(f"scheduling:{name}", args=args)


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def fields(**more):
    return {"text": "Vai drīkst?", "nonce": uuid.uuid4(), "kind": "question", "part": ""} | more


def section_id(page):
    return page.body[0].id


def module_page(client):
    return html(client.get("/lv/moduli/m01/"))
