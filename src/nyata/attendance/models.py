"""What each day was, as it was reckoned, and everything that people decide about it. Nothing of it is edited."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Reckoning(models.Model):
    """One run over some people and days: when, why, by which rules. Its day records point at it."""

    class Why(models.TextChoices):
        NIGHT = "night", _("hitungan malam")
        CHANGE = "change", _("ada yang berubah")
        ASKED = "asked", _("dihitung ulang atas permintaan")

    made_at = models.DateTimeField()
    why = models.CharField(max_length=8, choices=Why.choices)
    first = models.DateField()
    last = models.DateField()
    # Of the policy's files and of everything that was switched on (nyata.core.policy.Policy.hash).
    policy_hash = models.CharField(max_length=64)
    program = models.CharField(max_length=40)
    changes = models.JSONField()  # {why: how many DayChange rows}

    class Meta:
        indexes = [models.Index(fields=["-last"], condition=Q(why="night"), name="reckoning_of_nights")]


class DayRecord(models.Model):
    """What one day of one person was: the columns of nyata.core.worktime.columns.RECORDS.

    Minutes are whole minutes since 1970-01-01 00.00 by the wall clock of Asia/Jakarta. A later version stands beside
    the earlier one; of a person and day at most one is current. The database lets nothing but `current` change, and
    that only from true to false.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="day_records", db_index=False)
    day = models.DateField()
    version = models.PositiveSmallIntegerField()
    current = models.BooleanField()
    status = models.SmallIntegerField()
    flags = models.IntegerField()
    cover = models.SmallIntegerField()
    start = models.IntegerField(null=True)
    end = models.IntegerField(null=True)
    first_in = models.IntegerField(null=True)
    last_out = models.IntegerField(null=True)
    in_mark = models.SmallIntegerField(null=True)
    out_mark = models.SmallIntegerField(null=True)
    owed = models.SmallIntegerField()
    credited = models.SmallIntegerField()
    late = models.SmallIntegerField()
    early = models.SmallIntegerField()
    away = models.SmallIntegerField()
    beyond = models.SmallIntegerField()
    late_band = models.SmallIntegerField()
    early_band = models.SmallIntegerField()
    reckoning = models.ForeignKey(Reckoning, models.PROTECT, db_index=False, related_name="records")

    class Meta:
        indexes = [
            models.Index(fields=["person", "day"], name="day_record_history"),
            models.Index(fields=["day", "person"], condition=Q(current=True, status=5), name="day_record_absent"),
        ]
        constraints = [
            # With everything that a recap adds up, so that a recap reads the index alone.
            models.UniqueConstraint(
                fields=["person", "day"],
                condition=Q(current=True),
                include=["status", "flags", "cover", "owed", "credited", "late", "early", "away", "beyond",
                         "late_band", "early_band"],
                name="one_current_day_record",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="day_record_versions_count_from_one"),
        ]  # fmt: skip


class MonthLock(models.Model):
    """A period of an OPD was locked, or opened again. Kept, never edited; the newest row of a period holds."""

    class Step(models.TextChoices):
        LOCK = "lock", _("dikunci")
        REOPEN = "reopen", _("dibuka kembali")

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="month_locks")
    first = models.DateField()
    last = models.DateField()
    step = models.CharField(max_length=6, choices=Step.choices)
    words = models.CharField(max_length=500, blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    decided_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "first"])]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="month_lock_ends_after_start"),
            models.CheckConstraint(condition=~Q(step="reopen") | ~Q(words=""), name="reopening_needs_words"),
        ]


class LateDifference(models.Model):
    """A day of a locked period would now be another: the record as it stands is kept, the difference is listed.

    `columns`: what would be written, by name of the record's column; null where there would be no record.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    day = models.DateField()
    columns = models.JSONField(null=True)
    reckoning = models.ForeignKey(Reckoning, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "day", "-id"])]


class Objection(models.Model):
    """A person does not agree with what a day was. Answered once, by somebody above them or by HR."""

    class Answer(models.TextChoices):
        GRANTED = "granted", _("diterima")
        KEPT = "kept", _("catatan tetap")

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="objections")
    day = models.DateField()
    record = models.ForeignKey(DayRecord, models.PROTECT, null=True, related_name="+")  # as it stood when asked
    words = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answer_words = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-day"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], condition=Q(answered_at__isnull=True), name="one_open_objection_a_day"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="") & ~Q(answer_words="")),
                name="objection_is_answered_in_full",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("person")),
                name="nobody_answers_their_own_objection",
            ),
        ]


class RecapLayout(models.Model):
    """Which columns a recap has and in which order, as somebody arranged and named it. Shared by those who recap."""

    name = models.CharField(max_length=60, unique=True)
    columns = ArrayField(models.CharField(max_length=40))  # keys of nyata.attendance.columns.COLUMNS
    made_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
