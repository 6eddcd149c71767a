"""Cohorts that have participants keep version 1.0 of every module."""

from django.db import migrations


def pin(apps, schema_editor):
    cohorts = apps.get_model("scheduling", "Cohort").objects.exclude(enrolments=None).distinct()
    edition_model = apps.get_model("courses", "ModuleEdition")
    pin_model = apps.get_model("scheduling", "CohortEdition")
    for cohort in cohorts:
        editions = edition_model.objects.filter(module__programme_id=cohort.programme_id)
        pin_model.objects.bulk_create(
            pin_model(cohort=cohort, module_id=edition.module_id, edition=edition)
            for edition in editions
        )


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0003_cohort_editions")]

    operations = [migrations.RunPython(pin, migrations.RunPython.noop)]
