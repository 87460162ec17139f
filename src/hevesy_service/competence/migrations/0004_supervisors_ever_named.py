import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _named_so_far(apps: Any, schema_editor: Any) -> None:
    """Whom the book has named until now: the tables kept the last of them alone."""
    rows = apps.get_model("competence", "SupervisorRow").objects
    named = apps.get_model("book", "Event").objects.filter(type="trainee_enrolled").order_by("site", "site_seq")
    for event in named.iterator(2000):
        body = json.loads(event.body)
        for each in body["supervisors"]:
            rows.get_or_create(site_id=event.site_id, person=body["person"], supervisor=each)


class Migration(migrations.Migration):

    dependencies = [
        ('book', '0001_initial'),
        ('competence', '0003_confirmations_taken_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='SupervisorRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(max_length=64)),
                ('supervisor', models.CharField(max_length=64)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervisors', to='book.site')),
            ],
            options={
                'ordering': ['person', 'supervisor'],
                'indexes': [models.Index(fields=['person'], name='competence_supervised')],
                'constraints': [models.UniqueConstraint(fields=('site', 'person', 'supervisor'), name='competence_supervisor_once')],
            },
        ),
        migrations.RunPython(_named_so_far, migrations.RunPython.noop),
    ]
