"""The day of the pack that a lesson came in, told by the book for those that are here."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import migrations, models


def _told(apps: Any, _schema: Any) -> None:
    lessons = apps.get_model("lessons", "LessonRow")
    for event in apps.get_model("book", "Event").objects.filter(type="lessons_taken_in").order_by("site", "site_seq"):
        body = json.loads(event.body)
        for row in body["lessons"]:
            number = f"{body['signer'][:16]}/{row['id']}"[:80]
            here = lessons.objects.filter(site_id=event.site_id, number=number)
            here.update(packed=date.fromisoformat(body["on"]))


class Migration(migrations.Migration):

    dependencies = [
        ('book', '0001_initial'),
        ('lessons', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='lessonrow',
            name='packed',
            field=models.DateField(null=True),
        ),
        migrations.RunPython(_told, migrations.RunPython.noop),
    ]
