"""The rows that questions used to be go, and the constraints come that hold once all is converted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0007_convert_quizzes'),
    ]

    operations = [
        migrations.DeleteModel(
            name='QuizOption',
        ),
        migrations.DeleteModel(
            name='QuizQuestion',
        ),
        migrations.RemoveField(
            model_name='quizattempt',
            name='nonce',
        ),
        migrations.AddConstraint(
            model_name='module',
            constraint=models.CheckConstraint(condition=models.Q(('pass_mark__gte', 1), models.Q(('quiz_draw', 0), ('pass_mark__lte', models.F('quiz_draw')), _connector='OR')), name='module_pass_mark_within_draw'),
        ),
        migrations.AddConstraint(
            model_name='module',
            constraint=models.CheckConstraint(condition=models.Q(('max_attempts', None), ('max_attempts__gte', 1), _connector='OR'), name='module_allows_an_attempt'),
        ),
        migrations.AddConstraint(
            model_name='module',
            constraint=models.CheckConstraint(condition=models.Q(('result_rule__in', ['best', 'last'])), name='module_result_rule_is_known'),
        ),
        migrations.AddConstraint(
            model_name='quizattempt',
            constraint=models.CheckConstraint(condition=models.Q(('submitted_at__isnull', False), models.Q(('passed', False), ('score', 0)), _connector='OR'), name='running_attempt_has_no_result'),
        ),
        migrations.AddConstraint(
            model_name='quizattempt',
            constraint=models.UniqueConstraint(condition=models.Q(('submitted_at', None)), fields=('person', 'module'), name='one_running_attempt_per_module'),
        ),
    ]
