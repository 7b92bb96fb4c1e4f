"""Punches that Nyata did not take itself: which machine or app said them, as it said them, and what they count.

Files, punches, profiles and decisions are insert-only; a file is taken back by a row beside it. Numbers are of a
machine; whose they were is dated.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PERSON = "people.Person"
UNIT = "people.Unit"


class Machine(models.Model):
    """A source besides Nyata: a fingerprint machine at a gate, or the attendance app that an OPD uses."""

    class Kind(models.TextChoices):
        MACHINE = "machine", _("Mesin absensi")
        APP = "app", _("Aplikasi OPD")

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="machines")  # whose operators look after it
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class ImportProfile(models.Model):
    """How the files of a machine are read, from the day it was made on; the newest version is used. Insert-only."""

    machine = models.ForeignKey(Machine, models.PROTECT, related_name="profiles")
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    layout = models.JSONField()  # nyata.sources.layout.Layout
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["machine", "version"], name="one_profile_of_a_version")]


class Number(models.Model):
    """A number that a machine knows somebody by, known since it stood in a file or was given to somebody."""

    machine = models.ForeignKey(Machine, models.PROTECT, related_name="numbers", db_index=False)
    text = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["machine", "text"], name="one_number_of_a_machine")]


class NumberUse(models.Model):
    """Whose a number was, from a day to a day. No two of one number overlap (a constraint of the database)."""

    number = models.ForeignKey(Number, models.PROTECT, related_name="uses")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="machine_numbers")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # last day, inclusive
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="number_use_ends_after_start",
            )
        ]


class PunchFile(models.Model):
    """A file that brought something new. Its bytes stay with whoever exported it; the hash tells it again."""

    machine = models.ForeignKey(Machine, models.PROTECT, related_name="files")
    profile = models.ForeignKey(ImportProfile, models.PROTECT, related_name="files")
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)  # of the file's bytes, hex
    found = models.PositiveIntegerField()  # punches in it
    added = models.PositiveIntegerField()  # of them new; the others were known already
    first = models.DateField()
    last = models.DateField()
    imported_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-imported_at", "-pk"]

    @property
    def known(self) -> int:
        return self.found - self.added


class FileTakenBack(models.Model):
    """A file was another machine's, or wrong: its punches stay as evidence and count no more. Insert-only."""

    file = models.OneToOneField(PunchFile, models.PROTECT, related_name="taken_back")
    words = models.CharField(max_length=300)
    taken_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="file_taken_back_says_why")]


class Punch(models.Model):
    """One coming or going as a machine told it. Insert-only; the same one in another file is the same punch.

    `second`: seconds since 1970-01-01 00.00 by the wall clock that the machine showed. It and the number tell a punch
    again, so a later profile with another zone does not bring everything twice. Only what a file that was taken back
    said may be said once more, by the next file: files of a machine are taken one at a time.
    """

    file = models.ForeignKey(PunchFile, models.PROTECT, related_name="punches", db_index=False)
    line = models.PositiveIntegerField()
    number = models.ForeignKey(Number, models.PROTECT, related_name="punches", db_index=False)
    given = models.CharField(max_length=40)  # the time as it stands in the file
    second = models.BigIntegerField()
    at = models.DateTimeField()  # the same moment by the zone of the file's profile, before any offset
    code = models.CharField(max_length=12, blank=True)  # what the file says of the direction, as it stands
    direction = models.SmallIntegerField()  # nyata.core.worktime.columns.Direction, by the profile

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "second", "file"], name="one_punch_of_a_moment_in_a_file"),
        ]
        indexes = [models.Index(fields=["file", "line"], name="punch_of_line")]


class PunchesForgotten(models.Model):
    """Punches of days before `before` were taken away: their time was over. Insert-only; without it none is deleted."""

    before = models.DateField()
    count = models.PositiveIntegerField()
    forgotten_at = models.DateTimeField()

    class Meta:
        ordering = ["-before"]


class ClockOffset(models.Model):
    """A machine's clock was ahead or behind on some days: asked with a reason, decided by somebody else.

    `seconds`: how far it ran ahead. Punches keep the time that the machine gave; the offset is applied beside it.
    """

    class Answer(models.TextChoices):
        GRANTED = "granted", _("disetujui")
        KEPT = "kept", _("tidak disetujui")

    machine = models.ForeignKey(Machine, models.PROTECT, related_name="offsets")
    first = models.DateField()
    last = models.DateField()  # inclusive
    seconds = models.IntegerField()
    words = models.CharField(max_length=300)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-first", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="clock_offset_ends_after_start"),
            models.CheckConstraint(condition=~Q(seconds=0), name="clock_offset_is_one"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="clock_offset_is_answered_in_full",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="nobody_answers_their_own_clock_offset",
            ),
        ]


class CountingDecision(models.Model):
    """Which sources count for a unit, and all below it without a decision of their own, from a day on. Insert-only."""

    class Rule(models.TextChoices):
        NYATA = "nyata", _("Nyata saja")
        MACHINE = "machine", _("Sumber lain saja")
        BOTH = "both", _("Keduanya: masuk paling awal, pulang paling akhir")

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="counting_decisions")
    rule = models.CharField(max_length=8, choices=Rule.choices)
    valid_from = models.DateField()
    document_number = models.CharField(max_length=80)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "valid_from"])]
        constraints = [
            models.CheckConstraint(condition=~Q(document_number=""), name="counting_decision_names_a_document")
        ]


class WaitingFile(models.Model):
    """An uploaded file between its dry run and its taking over: within the day, then the bytes are gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    machine = models.ForeignKey(Machine, models.PROTECT, related_name="+")
    officer = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=160)
    content = models.BinaryField()
    outcome = models.JSONField()  # nyata.sources.services.taking.Outcome of the dry run
    made_at = models.DateTimeField()
