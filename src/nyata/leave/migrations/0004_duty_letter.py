"""One letter of duty for many people; what somebody says is wrong about it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from nyata.leave.kinds import Kind

# The function is the ledger's (its first migration).
TRIGGERS = """
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON leave_dutyletter
    FOR EACH ROW EXECUTE FUNCTION nyata_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON leave_dutyletter
    FOR EACH STATEMENT EXECUTE FUNCTION nyata_insert_only();
"""
NO_TRIGGERS = """
DROP TRIGGER insert_only ON leave_dutyletter;
DROP TRIGGER never_emptied ON leave_dutyletter;
"""
ACTS = [
    ("asked", "Diajukan"), ("by_supervisor", "Disetujui atasan"), ("by_hr", "Disetujui BKPSDM"),
    ("declined", "Tidak disetujui"), ("withdrawn", "Ditarik"), ("ended_early", "Diakhiri lebih awal"),
    ("cancelled", "Dibatalkan pejabat"), ("said_wrong", "Dinyatakan keliru"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("leave", "0003_by_standard_week"), ("ledger", "0001_initial")]

    operations = [
        migrations.CreateModel(
            "DutyLetter",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("kind", models.CharField(choices=Kind.choices, max_length=12)),
                ("number", models.CharField(max_length=80)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["-first"], name="letter_newest")],
                "constraints": [
                    models.CheckConstraint(condition=Q(("last__gte", F("first"))), name="letter_ends_after_start")
                ],
            },
        ),
        migrations.AddField(
            "request",
            "duty_letter",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="leave.dutyletter",
            ),
        ),
        migrations.AlterField("step", "act", models.CharField(choices=ACTS, max_length=14)),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
