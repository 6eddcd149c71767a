"""Give every progress row the last moment at which it is known to have been worked on."""

from django.db import migrations
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    rows = apps.get_model("courses", "ModuleProgress").objects
    rows.update(touched_at=Coalesce("completed_at", "quiz_passed_at", "read_at", "started_at"))


class Migration(migrations.Migration):

    dependencies = [("courses", "0009_assignments_rules_and_prerequisites")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
