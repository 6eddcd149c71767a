"""The question bank as a stream on the page, the rules of the quiz, and attempts that run."""

import django.utils.timezone
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0005_search_and_page_care'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='module',
            name='max_attempts',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Empty for any number.', null=True, verbose_name='attempts allowed'),
        ),
        migrations.AddField(
            model_name='module',
            name='quiz_draw',
            field=models.PositiveSmallIntegerField(default=5, help_text='For each attempt, at random and evenly over the outcomes; 0 asks all.', verbose_name='questions drawn'),
        ),
        migrations.AddField(
            model_name='module',
            name='result_rule',
            field=models.CharField(choices=[('best', 'the best one'), ('last', 'the last one')], default='best', max_length=4, verbose_name='attempt that counts'),
        ),
        migrations.AddField(
            model_name='module',
            name='shuffle_answers',
            field=models.BooleanField(default=True, help_text='What is to be put in order or joined is always mixed.', verbose_name='answers are mixed'),
        ),
        migrations.AddField(
            model_name='module',
            name='waiting_minutes',
            field=models.PositiveIntegerField(default=0, verbose_name='minutes to wait after a failed attempt'),
        ),
        migrations.AddField(
            model_name='modulepage',
            name='quiz',
            field=wagtail.fields.StreamField([('single', 7), ('multiple', 7), ('true_false', 9), ('matching', 14), ('ordering', 17), ('numeric', 21), ('short_text', 24), ('scenario', 28)], blank=True, block_lookup={0: ('wagtail.blocks.TextBlock', (), {'label': 'Question', 'rows': 2}), 1: ('wagtail.blocks.IntegerBlock', (), {'default': 1, 'help_text': 'Number of the outcome it tests, counted as listed on the page.', 'label': 'Learning outcome', 'min_value': 1}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'Answer', 'rows': 2}), 3: ('wagtail.blocks.BooleanBlock', (), {'label': 'Correct', 'required': False}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Feedback', 'rows': 2}), 5: ('wagtail.blocks.StructBlock', [[('text', 2), ('correct', 3), ('feedback', 4)]], {}), 6: ('wagtail.blocks.ListBlock', (5,), {'label': 'Answers', 'max_num': 8, 'min_num': 2}), 7: ('wagtail.blocks.StructBlock', [[('text', 0), ('outcome', 1), ('options', 6)]], {}), 8: ('wagtail.blocks.BooleanBlock', (), {'label': 'The statement is true', 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('text', 0), ('outcome', 1), ('answer', 8), ('feedback', 4)]], {}), 10: ('wagtail.blocks.TextBlock', (), {'label': 'Left', 'rows': 1}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'Right', 'rows': 1}), 12: ('wagtail.blocks.StructBlock', [[('left', 10), ('right', 11)]], {}), 13: ('wagtail.blocks.ListBlock', (12,), {'label': 'Pairs', 'max_num': 8, 'min_num': 2}), 14: ('wagtail.blocks.StructBlock', [[('text', 0), ('outcome', 1), ('pairs', 13), ('feedback', 4)]], {}), 15: ('wagtail.blocks.TextBlock', (), {'label': 'Step', 'rows': 1}), 16: ('wagtail.blocks.ListBlock', (15,), {'label': 'In the right order', 'max_num': 8, 'min_num': 2}), 17: ('wagtail.blocks.StructBlock', [[('text', 0), ('outcome', 1), ('items', 16), ('feedback', 4)]], {}), 18: ('wagtail.blocks.DecimalBlock', (), {'decimal_places': 6, 'label': 'Right number', 'max_digits': 20}), 19: ('wagtail.blocks.DecimalBlock', (), {'decimal_places': 6, 'default': 0, 'help_text': 'How far an answer may be off and still count; 0 for none.', 'label': 'Tolerance', 'max_digits': 20, 'min_value': 0}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'Unit', 'max_length': 20, 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('text', 0), ('outcome', 1), ('answer', 18), ('tolerance', 19), ('unit', 20), ('feedback', 4)]], {}), 22: ('wagtail.blocks.CharBlock', (), {'label': 'Accepted answer', 'max_length': 100}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'Accepted answers', 'max_num': 20, 'min_num': 1}), 24: ('wagtail.blocks.StructBlock', [[('text', 0), ('outcome', 1), ('accepted', 23), ('feedback', 4)]], {}), 25: ('wagtail.blocks.TextBlock', (), {'label': 'Situation', 'rows': 4}), 26: ('wagtail.blocks.TextBlock', (), {'help_text': 'Shown after the first answer is confirmed, whatever it was.', 'label': 'What happens next, and the second question', 'rows': 3}), 27: ('wagtail.blocks.ListBlock', (5,), {'label': 'Answers to the second question', 'max_num': 8, 'min_num': 2}), 28: ('wagtail.blocks.StructBlock', [[('outcome', 1), ('situation', 25), ('text', 0), ('options', 6), ('follow_up', 26), ('follow_up_options', 27)]], {})}, verbose_name='question bank'),
        ),
        migrations.AddField(
            model_name='quizattempt',
            name='marks',
            field=models.JSONField(default=list, verbose_name='what was right and wrong'),
        ),
        migrations.AddField(
            model_name='quizattempt',
            name='started_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now, verbose_name='started'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='quizattempt',
            name='answers',
            field=models.JSONField(default=dict, verbose_name='answers by question'),
        ),
        migrations.AlterField(
            model_name='quizattempt',
            name='passed',
            field=models.BooleanField(default=False, verbose_name='passed'),
        ),
        migrations.AlterField(
            model_name='quizattempt',
            name='questions',
            field=models.JSONField(verbose_name='questions as asked'),
        ),
        migrations.AlterField(
            model_name='quizattempt',
            name='score',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='correct answers'),
        ),
        migrations.AlterField(
            model_name='quizattempt',
            name='submitted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='submitted'),
        ),
    ]
