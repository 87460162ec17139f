import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('book', '0001_initial'),
        ('staffing', '0002_contracts'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrainingSeatsRow',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('cadre', models.CharField(max_length=40)),
                ('seats', models.IntegerField()),
                ('by', models.CharField(max_length=64)),
                ('written', models.DateTimeField()),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_seats', to='book.site')),
            ],
            options={
                'ordering': ['cadre'],
                'constraints': [models.UniqueConstraint(fields=('site', 'cadre'), name='staffing_seats_once')],
            },
        ),
    ]
