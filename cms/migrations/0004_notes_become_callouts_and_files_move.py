"""Carries over what an existing database holds: notes on pages, images and documents."""

from typing import Any

from django.db import migrations
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData
from wagtail.blocks.migrations.operations import RenameStreamChildrenOperation

IMAGE_FIELDS = (
    *("id", "title", "file", "description", "width", "height", "created_at"),
    *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
    *("file_size", "file_hash", "collection_id", "uploaded_by_user_id"),
)
DOCUMENT_FIELDS = (
    *("id", "title", "file", "created_at", "file_size", "file_hash"),
    *("collection_id", "uploaded_by_user_id"),
)


def move_files(apps: Any, schema_editor: Any) -> None:
    """Copy images and documents under their old numbers, which texts link to; licences are unknown."""
    _copy(apps, schema_editor, ("wagtailimages", "Image"), "LicensedImage", IMAGE_FIELDS)
    _copy(apps, schema_editor, ("wagtaildocs", "Document"), "LicensedDocument", DOCUMENT_FIELDS)


def _copy(
    apps: Any, schema_editor: Any, source: tuple[str, str], target: str, fields: tuple[str, ...]
) -> None:
    old, new = apps.get_model(*source), apps.get_model("cms", target)
    database = schema_editor.connection.alias
    for row in old.objects.using(database).values(*fields):
        added = row.pop("created_at")
        made = new.objects.using(database).create(author="", licence="", source="", **row)
        new.objects.using(database).filter(pk=made.pk).update(created_at=added)
    _move_tags(apps, database, (source[0], source[1].lower()), ("cms", target.lower()))
    if schema_editor.connection.vendor == "postgresql":
        table = schema_editor.quote_name(new._meta.db_table)  # noqa: SLF001  # the public name of it
        schema_editor.execute(
            f"SELECT setval(pg_get_serial_sequence('{new._meta.db_table}', 'id'), "  # noqa: SLF001, S608
            f"coalesce(max(id), 1), max(id) IS NOT NULL) FROM {table}"
        )


def _move_tags(apps: Any, database: str, old: tuple[str, str], new: tuple[str, str]) -> None:
    types = apps.get_model("contenttypes", "ContentType").objects.using(database)
    before = types.filter(app_label=old[0], model=old[1]).first()
    items = apps.get_model("taggit", "TaggedItem").objects.using(database)
    if before and items.filter(content_type=before).exists():
        after = types.get_or_create(app_label=new[0], model=new[1])[0]
        items.filter(content_type=before).update(content_type=after)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_blocks_and_licensed_files"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        *(
            MigrateStreamData(
                app_name="cms",
                model_name=model,
                field_name="body",
                operations_and_block_paths=[
                    (RenameStreamChildrenOperation(old_name="note", new_name="callout"), "")
                ],
            )
            for model in ("GuidelineChapterPage", "NewsPage", "StandardPage")
        ),
        migrations.RunPython(move_files, migrations.RunPython.noop, elidable=True),
    ]
