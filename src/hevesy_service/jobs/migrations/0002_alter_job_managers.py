from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("jobs", "0001_initial")]
    operations: ClassVar = [
        migrations.AlterModelManagers(name="job", managers=[("of_plans", django.db.models.manager.Manager())])
    ]
