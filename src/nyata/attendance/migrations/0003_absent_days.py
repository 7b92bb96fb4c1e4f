"""Absent days are few: an index of them alone finds the year's without reading the year."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attendance", "0002_kept")]
    operations = [
        migrations.AddIndex(
            model_name="dayrecord",
            index=models.Index(
                fields=["day", "person"], condition=models.Q(current=True, status=5), name="day_record_absent"
            ),
        ),
    ]
