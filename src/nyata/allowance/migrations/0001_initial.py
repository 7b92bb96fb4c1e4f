"""Amounts by their documents, checked files of them, and calculations that are kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("attendance", "0003_absent_days"),
        ("people", "0004_placements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AmountFile",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("file_name", models.CharField(max_length=160)),
                ("sha256", models.CharField(max_length=64)),
                ("rows", models.JSONField()),
                ("problems", models.JSONField()),
                ("count", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Calculation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("version", models.PositiveSmallIntegerField()),
                ("template", models.CharField(max_length=40)),
                ("policy_hash", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("people", models.PositiveIntegerField()),
                ("amount", models.BigIntegerField()),
                ("pay", models.BigIntegerField()),
                ("kept_at", models.DateTimeField()),
                (
                    "kept_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "lock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="attendance.monthlock"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CalculationRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_name", models.CharField(max_length=160)),
                ("employment", models.CharField(max_length=8)),
                ("amount", models.BigIntegerField()),
                ("pay", models.BigIntegerField()),
                ("steps", models.JSONField()),
                (
                    "calculation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="allowance.calculation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AmountLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job_class", models.CharField(blank=True, max_length=12)),
                ("amount", models.BigIntegerField(null=True)),
                ("valid_from", models.DateField()),
                ("document_number", models.CharField(max_length=80)),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
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
                    models.Index(fields=["person", "-valid_from", "-id"], name="amount_of_person"),
                    models.Index(fields=["job_class", "-valid_from", "-id"], name="amount_of_class"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", False), ("job_class", ""), ("person__isnull", False)),
                            models.Q(
                                ("amount__isnull", True),
                                ("person__isnull", False),
                                models.Q(("job_class", ""), _negated=True),
                            ),
                            models.Q(
                                ("amount__isnull", False),
                                ("person__isnull", True),
                                models.Q(("job_class", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="amount_line_says_two_things",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="amount_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document_number", ""), _negated=True), name="amount_has_a_document"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="calculation",
            constraint=models.UniqueConstraint(
                fields=("unit", "first", "last", "version"), name="one_calculation_of_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="calculation",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="calculation_ends_after_start"
            ),
        ),
        migrations.AddIndex(
            model_name="calculationrow",
            index=models.Index(fields=["person", "-calculation"], name="calculations_of_person"),
        ),
        migrations.AddConstraint(
            model_name="calculationrow",
            constraint=models.UniqueConstraint(fields=("calculation", "person"), name="one_row_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="calculationrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("pay__gte", 0), ("pay__lte", models.F("amount"))), name="pay_is_within_the_amount"
            ),
        ),
    ]
