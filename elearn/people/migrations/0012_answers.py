"""A companion may pass on answers, and what companions did with captions, answers and works is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0011_counsel'),
    ]

    operations = [
        migrations.AddField(
            model_name='companionship',
            name='may_answer',
            field=models.BooleanField(default=False, verbose_name='may pass on answers to learners'),
        ),
        migrations.AlterField(
            model_name='companionact',
            name='did',
            field=models.CharField(choices=[('saw', 'looked how things stand'), ('asked_call', 'asked for a call'), ('recorded', 'recorded a video'), ('described', 'described a video'), ('asked_answer', 'asked for an answer'), ('discarded', 'threw a recording away'), ('captioned', 'worked on captions'), ('asked_visits', 'asked for home visits'), ('changed_visits', 'changed the request for home visits'), ('ended_visits', 'withdrew the request for home visits'), ('agreed_visit', 'said yes to a home visit'), ('cancelled_visit', 'cancelled a home visit'), ('asked_counsel', 'asked a counsellor'), ('read_counsel', 'read a question to a counsellor'), ('wrote_counsel', 'wrote more to a counsellor'), ('ended_counsel', 'closed a question to a counsellor'), ('answered', 'answered a learner’s question'), ('answered_work', 'answered what a learner made')], max_length=16),
        ),
    ]
