"""Marks recorded so far get their times, their numbers and their seals, in the order of their ids."""

from django.db import migrations

# The seal of a row can never change without breaking every ledger there is, so it is not copied.
from scheduling.models.chain import START, seal


def seal_ledger(apps, schema_editor):
    mark_model = apps.get_model("scheduling", "AttendanceMark")
    chain_model = apps.get_model("scheduling", "AttendanceChain")
    marks = mark_model.objects.select_related("block").order_by("block__session", "pk")
    chain, sealed = None, []
    chains = []
    for mark in marks.iterator(chunk_size=2000):
        if chain is None or chain.session_id != mark.block.session_id:
            chain = chain_model(session_id=mark.block.session_id, length=0, head=START)
            chains.append(chain)
        chain.length += 1
        chain.last_mark = mark.pk
        mark.session_id, mark.position = chain.session_id, chain.length
        mark.arrived_at = mark.at_time if mark.status == "late" else None
        mark.left_at = mark.at_time if mark.status == "left_early" else None
        mark.row_hash = chain.head = seal(mark, chain.head)
        sealed.append(mark)
        if len(sealed) == 2000:
            _store(mark_model, sealed)
            sealed = []
    _store(mark_model, sealed)
    chain_model.objects.bulk_create(chains, batch_size=500)


def _store(mark_model, marks):
    columns = ["session", "position", "arrived_at", "left_at", "row_hash"]
    mark_model.objects.bulk_update(marks, columns, batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0006_attendance_ledger")]

    operations = [migrations.RunPython(seal_ledger, migrations.RunPython.noop)]
