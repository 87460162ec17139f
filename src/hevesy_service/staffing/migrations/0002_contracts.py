import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('book', '0001_initial'),
        ('staffing', '0001_figures_of_centres'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContractRow',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('person', models.CharField(max_length=64)),
                ('role', models.CharField(max_length=40)),
                ('percent', models.FloatField()),
                ('first', models.DateField()),
                ('until', models.DateField(null=True)),
                ('by', models.CharField(max_length=64)),
                ('written', models.DateTimeField()),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='book.site')),
            ],
            options={
                'ordering': ['role', 'first'],
                'constraints': [models.UniqueConstraint(fields=('site', 'person', 'role', 'first'), name='staffing_a_contract_once')],
            },
        ),
    ]
