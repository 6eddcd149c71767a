"""Gives each module its own word in addresses: the code, for the oldest programme that has it."""

from django.db import migrations, models


def give_addresses(apps, schema_editor):
    Module = apps.get_model("courses", "Module")
    given = set()
    for module in Module.objects.order_by("programme_id", "pk"):
        taken = module.code in given
        module.address = f"{module.code}-{module.programme_id}" if taken else module.code
        given.add(module.code)
        module.save(update_fields=["address"])


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0017_own_notes"),
    ]

    operations = [
        migrations.AddField(
            model_name="module",
            name="address",
            field=models.SlugField(default="", editable=False, max_length=30, verbose_name="word in addresses", db_index=False),
            preserve_default=False,
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="module",
            name="address",
            field=models.SlugField(editable=False, max_length=30, unique=True, verbose_name="word in addresses"),
        ),
    ]
