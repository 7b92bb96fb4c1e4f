"""Placements and changed days. Everybody gets the placement of today, from their first day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

# A range over the id makes a plain number fit a GiST index without an extension.
NO_OVERLAP = """
ALTER TABLE people_placement ADD CONSTRAINT placements_do_not_overlap EXCLUDE USING gist (
    int8range(person_id, person_id, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&
);
"""
# Who had no first day was there before this system was.
EVERYBODY = """
INSERT INTO people_placement (person_id, unit_id, employment, valid_from, valid_to, document_number, recorded_at)
SELECT id, unit_id, employment, coalesce(joined_on, date '2020-01-01'),
       CASE WHEN is_active THEN NULL
            ELSE greatest(coalesce(left_on, current_date), coalesce(joined_on, date '2020-01-01')) END,
       '', now()
FROM people_person;
"""
PERSON = settings.AUTH_USER_MODEL
EMPLOYMENTS = [("PNS", "PNS"), ("CPNS", "CPNS"), ("PPPK", "PPPK"), ("PPPK_PW", "PPPK Paruh Waktu")]


def reference(to, name, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=to, **more)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_legal_office")]
    operations = [
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("employment", models.CharField(choices=EMPLOYMENTS, max_length=8)),
                ("weekly_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("document_number", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField()),
                ("person", reference(PERSON, "placements")),
                ("recorded_by", reference(PERSON, "+", null=True)),
                ("unit", reference("people.unit", "placements")),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "valid_from"], name="people_plac_unit_id_2bab3b_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                        name="placement_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=Q(weekly_minutes__isnull=True) | Q(employment="PPPK_PW", weekly_minutes__gte=1),
                        name="placement_minutes_by_contract",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.DateField()),
                ("last", models.DateField(null=True)),
                ("why", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                ("person", reference(PERSON, "+", null=True)),
                ("unit", reference("people.unit", "+", null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="day_change_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=Q(person__isnull=True) | Q(unit__isnull=True), name="day_change_of_person_or_unit"
                    ),
                ],
            },
        ),
        migrations.RunSQL(NO_OVERLAP, "ALTER TABLE people_placement DROP CONSTRAINT placements_do_not_overlap;"),
        migrations.RunSQL(EVERYBODY, migrations.RunSQL.noop),
    ]
