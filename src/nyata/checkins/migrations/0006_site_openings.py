"""Sites that are open to the people of a unit between two moments."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("checkins", "0005_burst_films"), ("people", "0004_placements")]

    operations = [
        migrations.CreateModel(
            name="SiteOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("with_below", models.BooleanField()),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "site",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.site"),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "opens_at"], name="site_opening_of_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(closes_at__gt=F("opens_at")), name="site_opening_ends_after_start"
                    )
                ],
            },
        ),
    ]
