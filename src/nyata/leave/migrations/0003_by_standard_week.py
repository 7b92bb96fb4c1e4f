"""Whether a request's days were counted by the standard week, for want of a schedule (docs/decisions/0011)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leave", "0002_no_overlap")]

    operations = [
        migrations.AddField("request", "by_standard_week", models.BooleanField(default=False)),
    ]
