import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("ledger", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecapLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reckoning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("night", "hitungan malam"),
                            ("change", "ada yang berubah"),
                            ("asked", "dihitung ulang atas permintaan"),
                        ],
                        max_length=8,
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("policy_hash", models.CharField(max_length=64)),
                ("program", models.CharField(max_length=40)),
                ("changes", models.JSONField()),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("why", "night")), fields=["-last"], name="reckoning_of_nights")
                ],
            },
        ),
        migrations.CreateModel(
            name="DayRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("version", models.PositiveSmallIntegerField()),
                ("current", models.BooleanField()),
                ("status", models.SmallIntegerField()),
                ("flags", models.IntegerField()),
                ("cover", models.SmallIntegerField()),
                ("start", models.IntegerField(null=True)),
                ("end", models.IntegerField(null=True)),
                ("first_in", models.IntegerField(null=True)),
                ("last_out", models.IntegerField(null=True)),
                ("in_mark", models.SmallIntegerField(null=True)),
                ("out_mark", models.SmallIntegerField(null=True)),
                ("owed", models.SmallIntegerField()),
                ("credited", models.SmallIntegerField()),
                ("late", models.SmallIntegerField()),
                ("early", models.SmallIntegerField()),
                ("away", models.SmallIntegerField()),
                ("beyond", models.SmallIntegerField()),
                ("late_band", models.SmallIntegerField()),
                ("early_band", models.SmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="day_records",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reckoning",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="attendance.reckoning",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MonthLock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("step", models.CharField(choices=[("lock", "dikunci"), ("reopen", "dibuka kembali")], max_length=6)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("document_number", models.CharField(blank=True, max_length=80)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="month_locks", to="people.unit"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "first"], name="attendance__unit_id_fdb81c_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="month_lock_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step", "reopen"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reopening_needs_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("words", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True, choices=[("granted", "diterima"), ("kept", "catatan tetap")], max_length=8
                    ),
                ),
                ("answer_words", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="attendance.dayrecord",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-day"], name="attendance__person__982aee_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("person", "day"),
                        name="one_open_objection_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                                models.Q(("answer_words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="objection_is_answered_in_full",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True),
                            models.Q(("answered_by", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_answers_their_own_objection",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LateDifference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("columns", models.JSONField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reckoning",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="attendance.reckoning"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "day", "-id"], name="attendance__person__e69103_idx")],
            },
        ),
        migrations.AddIndex(
            model_name="dayrecord",
            index=models.Index(fields=["person", "day"], name="day_record_history"),
        ),
        migrations.AddConstraint(
            model_name="dayrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("current", True)),
                fields=("person", "day"),
                include=(
                    "status",
                    "flags",
                    "cover",
                    "owed",
                    "credited",
                    "late",
                    "early",
                    "away",
                    "beyond",
                    "late_band",
                    "early_band",
                ),
                name="one_current_day_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="dayrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="day_record_versions_count_from_one"
            ),
        ),
    ]
