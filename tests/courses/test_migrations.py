"""What an existing database holds is carried over: notes, images, documents."""

import importlib
import json
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Revision

from cms.models import LicensedDocument, LicensedImage
from courses.models import ModulePage
from tests.factories import blocks

NOTE = {
    "type": "note",
    "value": {"title": "Piezīme", "text": "<p>Teksts</p>"},
    "id": "00000000-0000-4000-8000-000000000001",
}


def migration(app, name):
    return importlib.import_module(f"{app}.migrations.{name}")


def test_notes_of_pages_and_their_revisions_become_callouts(page):
    revision = page.latest_revision
    revision.content["body"] = json.dumps([NOTE])
    revision.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE courses_modulepage SET body = %s WHERE page_ptr_id = %s",
            [json.dumps([NOTE]), page.pk],
        )

    [operation] = migration("courses", "0004_notes_become_callouts").Migration.operations
    operation.migrate_stream_data_forward(apps, None)

    [block] = ModulePage.objects.get(pk=page.pk).body
    assert (block.id, block.block_type) == (NOTE["id"], "callout")
    assert (block.value["title"], block.value["tone"]) == ("Piezīme", "tip")
    stored = json.loads(Revision.objects.get(pk=revision.pk).content["body"])
    assert [(part["type"], part["id"]) for part in stored] == [("callout", NOTE["id"])]


@pytest.mark.django_db
def test_images_and_documents_keep_number_file_and_tags_and_wait_for_their_licence():
    picture = ContentFile(blocks.picture(), name="sena.png")
    image = Image.objects.create(title="Sena", file=picture, width=64, height=40)
    image.tags.add("arhīvs")
    text = ContentFile(b"%PDF-1.7", name="sena.pdf")
    document = Document.objects.create(title="Sens fails", file=text)

    with connection.cursor() as cursor:
        editor = SimpleNamespace(
            connection=connection, quote_name=connection.ops.quote_name, execute=cursor.execute
        )
        migration("cms", "0004_notes_become_callouts_and_files_move").move_files(apps, editor)

    moved, kept = LicensedImage.objects.get(), LicensedDocument.objects.get()
    assert (moved.pk, moved.file.name, moved.created_at) == (
        image.pk,
        image.file.name,
        image.created_at,
    )
    assert (kept.pk, kept.file.name, kept.title) == (document.pk, document.file.name, "Sens fails")
    assert [moved.is_licensed, kept.is_licensed] == [False, False]
    assert list(moved.tags.names()) == ["arhīvs"]
    assert blocks.document().pk > kept.pk
