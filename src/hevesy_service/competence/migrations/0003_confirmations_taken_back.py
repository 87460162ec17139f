from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('competence', '0002_logbook'),
    ]

    operations = [
        migrations.AddField(
            model_name='procedurerow',
            name='stood_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='procedurerow',
            name='stood_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='procedurerow',
            name='unconfirmed_by',
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
