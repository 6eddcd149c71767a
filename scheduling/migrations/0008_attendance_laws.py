import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('scheduling', '0007_seal_the_ledger')]

    operations = [
        migrations.RemoveField(
            model_name='attendancemark',
            name='at_time',
        ),
        migrations.AlterField(
            model_name='attendancemark',
            name='session',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='scheduling.session'),
        ),
        migrations.AddIndex(
            model_name='attendancemark',
            index=models.Index(fields=['block', 'person', '-position'], name='current_mark_of_a_block'),
        ),
        migrations.AddIndex(
            model_name='attendancemark',
            index=models.Index(fields=['person', 'block', '-position'], name='current_marks_of_a_person'),
        ),
        migrations.AddIndex(
            model_name='attendancemark',
            index=models.Index(condition=models.Q(('standing__in', ['held', 'contested'])), fields=['session'], name='marks_that_may_wait'),
        ),
        migrations.AddConstraint(
            model_name='attendancemark',
            constraint=models.UniqueConstraint(fields=('session', 'position'), name='one_ledger_row_per_position'),
        ),
        migrations.AddConstraint(
            model_name='attendancemark',
            constraint=models.UniqueConstraint(condition=models.Q(('nonce', ''), _negated=True), fields=('session', 'recorded_by', 'nonce'), name='one_mark_per_nonce'),
        ),
        migrations.AddConstraint(
            model_name='attendancemark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source__in', ['correction', 'decision', 'dispute', 'make_up']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='correction_states_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='attendancemark',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['present', 'late', 'left_early', 'made_up']), ('credited_hours', 0), _connector='OR'), name='absence_earns_no_hours'),
        ),
        migrations.AddConstraint(
            model_name='attendancemark',
            constraint=models.CheckConstraint(condition=models.Q(('standing', 'counts'), ('credited_hours', 0), _connector='OR'), name='only_what_counts_earns_hours'),
        ),
        migrations.AddConstraint(
            model_name='attendancemark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('standing', 'held'), ('why_held__gt', '')), models.Q(('standing', 'held'), _negated=True), _connector='OR'), name='held_mark_says_why'),
        ),
        migrations.AddConstraint(
            model_name='attendancemark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'decision'), _negated=True), ('decides__isnull', False), _connector='OR'), name='decision_names_what_it_decides'),
        ),
        migrations.AddConstraint(
            model_name='attendancemark',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['present', 'late', 'left_early', 'absent', 'excused', 'made_up', 'unmarked'])), name='attendance_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='attendancemark',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['counts', 'contested', 'held', 'dismissed'])), name='attendance_standing_is_known'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('countersigned_at', None), ('state', 'closed'), _connector='OR'), name='only_closed_sheets_are_countersigned'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('countersigned_by', None), models.Q(('countersigned_by', models.F('closed_by')), _negated=True), _connector='OR'), name='countersigned_by_a_second_person'),
        ),
    ]
