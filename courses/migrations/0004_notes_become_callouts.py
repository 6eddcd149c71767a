"""Carries over the notes of an existing database; a callout without a tone is a tip."""

from django.db import migrations
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData
from wagtail.blocks.migrations.operations import RenameStreamChildrenOperation


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_blocks")]

    operations = [
        MigrateStreamData(
            app_name="courses",
            model_name="ModulePage",
            field_name="body",
            operations_and_block_paths=[
                (RenameStreamChildrenOperation(old_name="note", new_name="callout"), "")
            ],
        ),
    ]
