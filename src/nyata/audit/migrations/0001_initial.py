"""Reports of the monthly audit, their findings and steps, and backups that were restored."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0005_kecamatan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Restoration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=160)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("leaves", models.BigIntegerField(null=True)),
                ("newest_leaf_at", models.DateTimeField(null=True)),
                ("rows", models.JSONField()),
                ("problems", models.JSONField()),
                ("seconds", models.FloatField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("version", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("note", models.TextField(blank=True)),
                ("program", models.CharField(max_length=40)),
                ("seconds", models.FloatField()),
                ("made_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("month", "version"), name="one_audit_report_of_a_version"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="audit_month_is_its_first_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_name", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "weight",
                    models.CharField(
                        choices=[
                            ("grave", "harus dijelaskan"),
                            ("ask", "layak ditanyakan"),
                            ("note", "untuk diketahui"),
                        ],
                        max_length=5,
                    ),
                ),
                ("facts", models.JSONField()),
                ("records", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="audit.report"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("check_name", "key", "number"), name="one_audit_finding_of_a_number"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "ditugaskan"),
                            ("answered", "dijawab"),
                            ("closed", "ditutup"),
                            ("reopened", "dibuka kembali"),
                        ],
                        max_length=8,
                    ),
                ),
                ("due_on", models.DateField(null=True)),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="audit.finding"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["finding", "-id"], name="audit_steps_of_finding"),
                    models.Index(
                        condition=models.Q(("kind", "assigned")), fields=["owner"], name="audit_finding_owners"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__isnull", False), ("kind", "assigned")),
                            models.Q(models.Q(("kind", "assigned"), _negated=True), ("due_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="an_assignment_names_the_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "assigned"),
                            models.Q(models.Q(("words", ""), _negated=True), ("actor__isnull", False)),
                            _connector="OR",
                        ),
                        name="audit_steps_of_people_have_words",
                    ),
                ],
            },
        ),
    ]
