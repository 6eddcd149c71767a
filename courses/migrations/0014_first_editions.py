"""What is published becomes version 1.0, and whoever began with exactly that has it."""

from django.db import migrations


def number_what_is_published(apps, schema_editor):
    page_model = apps.get_model("courses", "ModulePage")
    edition_model = apps.get_model("courses", "ModuleEdition")
    progress_model = apps.get_model("courses", "ModuleProgress")
    live = {}
    pages = page_model.objects.filter(live=True).exclude(live_revision=None)
    rows = pages.values_list("module_id", "locale__language_code", "live_revision_id")
    for module_id, language, revision_id in rows:
        live.setdefault(module_id, {})[language] = revision_id
    for module_id, revisions in live.items():
        edition = edition_model.objects.create(
            module_id=module_id, major=1, minor=0, revisions=revisions
        )
        page_model.objects.filter(module_id=module_id, live=True).update(version_number="1.0")
        same = [
            pk
            for pk, begun in progress_model.objects.filter(module_id=module_id).values_list(
                "pk", "revisions"
            )
            if begun and all(revisions.get(language) == pk_ for language, pk_ in begun.items())
        ]
        for start in range(0, len(same), 500):
            progress_model.objects.filter(pk__in=same[start : start + 500]).update(edition=edition)


class Migration(migrations.Migration):
    dependencies = [("courses", "0013_module_editions")]

    operations = [migrations.RunPython(number_what_is_published, migrations.RunPython.noop)]
