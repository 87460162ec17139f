from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('teaching', '0001_teaching'),
    ]

    operations = [
        migrations.RenameField(model_name='attemptrow', old_name='lesson', new_name='module'),
    ]
