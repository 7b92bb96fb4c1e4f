"""Days of annual leave for the way to a place that is hard to reach: asked for, granted, held."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("leave", "0005_leaving")]

    operations = [
        migrations.AddField("request", "travel_days", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("slot", "travel_days", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("step", "travel_days", models.PositiveSmallIntegerField(null=True)),
        migrations.AddConstraint(
            "request",
            models.CheckConstraint(
                condition=Q(travel_days=0) | Q(kind="annual"), name="request_travel_of_annual_leave"
            ),
        ),
    ]
