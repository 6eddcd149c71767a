"""Give rows from before this release what the next migration demands of every row."""

import hashlib
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps: Apps, _editor: Any) -> None:
    certificates: Any = apps.get_model("certificates", "Certificate")
    for pk, code in certificates.objects.values_list("pk", "verification_code").iterator():
        digest = hashlib.sha256(code.encode()).hexdigest()
        certificates.objects.filter(pk=pk).update(code_digest=digest)
    batches: Any = apps.get_model("certificates", "CertificateBatch")
    groups: Any = apps.get_model("scheduling", "TrainingGroup")
    cohort = groups.objects.filter(pk=OuterRef("group")).values("cohort")[:1]
    batches.objects.filter(cohort=None).update(cohort=Subquery(cohort))
    # Until now nothing replaced a certificate, but a database filled by hand may say so.
    certificates.objects.filter(state="superseded", superseded_at=None).update(
        superseded_at=F("issued_at"), supersession_reason="–"
    )


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_kinds_keys_and_requests")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
