"""Nothing of another site is embedded: neither stored, nor shown, nor asked for."""

import json

import pytest
from wagtail.rich_text import expand_db_html

from cms.blocks.base import rich_text

pytestmark = pytest.mark.django_db
PRIVATE = ["http://127.0.0.1/", "http://10.0.0.7/x", "http://[::1]/", "http://169.254.169.254/"]


@pytest.mark.parametrize("address", PRIVATE)
def test_embed_is_dropped_and_asks_nobody(address, monkeypatch):
    asked = []
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **options: asked.append(args))
    state = {
        "blocks": [
            {
                "key": "00000",
                "type": "atomic",
                "text": " ",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"key": 0, "offset": 0, "length": 1}],
            }
        ],
        "entityMap": {
            "0": {
                "type": "EMBED",
                "mutability": "IMMUTABLE",
                "data": {"embedType": "media", "url": address},
            }
        },
    }
    field = rich_text("Text").field

    stored = field.widget.value_from_datadict({"text": json.dumps(state)}, {}, "text")

    assert address not in str(stored)
    assert expand_db_html(f'<embed embedtype="media" url="{address}"/>') == ""
    assert asked == []


def test_admin_has_no_door_for_embeds(admin_client):
    assert admin_client.get("/admin/embeds/chooser/", follow=True).status_code == 404
