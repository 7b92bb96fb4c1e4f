"""What each day asks: calendars, Ramadan, shifts, patterns, who follows which, and single days otherwise.

Nothing here is edited. Decisions on days, hours and rosters are added, and the newest holds; who follows which pattern
is dated. So a past day can always be asked again what it asked.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nyata.people.models import CheckedFile

PERSON = "people.Person"
UNIT = "people.Unit"


class Calendar(models.Model):
    """Days off. The regency's is one; every other begins with the regency's days and changes some."""

    class Kind(models.TextChoices):
        REGENCY = "regency", _("Kabupaten")
        SCHOOL = "school", _("Sekolah")
        LOCAL = "local", _("Setempat")

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    unit = models.ForeignKey(UNIT, models.PROTECT, null=True, blank=True, related_name="calendars")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="regency"), name="one_calendar_of_the_regency")
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A decision on one date of a calendar: the newest holds. Insert-only."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("Libur nasional")
        COLLECTIVE = "cuti_bersama", _("Cuti bersama")
        LOCAL = "local", _("Libur setempat")
        SCHOOL = "school", _("Libur sekolah")
        WORKING = "working", _("Hari kerja")

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="days")
    day = models.DateField()
    off = models.BooleanField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    document_number = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=80)  # "SK" by hand, "holidays 0.109" where the library's list was copied
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["calendar", "day", "-id"], name="calendar_day_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(off=True) ^ Q(kind="working"), name="calendar_day_off_or_working")
        ]


class Ramadan(models.Model):
    """First and last day of fasting as confirmed by an officer; the newest of a year holds. Insert-only."""

    hijri_year = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    document_number = models.CharField(max_length=80)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gt=F("first")), name="ramadan_ends_after_start")]


class Shift(models.Model):
    """Hours with a name. What they are stands in `ShiftHours`, dated. Without a unit everybody may use it."""

    code = models.CharField(max_length=6)
    name = models.CharField(max_length=80)
    unit = models.ForeignKey(UNIT, models.PROTECT, null=True, blank=True, related_name="shifts")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="one_shift_of_a_code", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"


class ShiftHours(models.Model):
    """The hours of a shift from a day on, until the next. Insert-only; of two from one day the newer holds."""

    class Standard(models.TextChoices):
        FIVE_DAY = "five_day", _("Jam kerja lima hari (Perpres 21/2023)")
        SIX_DAY = "six_day", _("Jam kerja enam hari")
        OWN = "", _("Jam sendiri")

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="hours")
    valid_from = models.DateField()
    standard = models.CharField(max_length=8, blank=True, choices=Standard.choices)
    # [[start, end, rest_from, rest_to], ...] in minutes from the day's midnight; above 1440 is the next day.
    parts = models.JSONField(default=list)
    ramadan_parts = models.JSONField(null=True)  # null: as always
    slack = models.PositiveSmallIntegerField(default=0)  # minutes that the start may slide
    weekly = models.BooleanField(default=False)  # only the weekly total is owed
    on_call = models.BooleanField(default=False)  # reachable; nothing is asked for until called
    document_number = models.CharField(max_length=80, blank=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["shift", "valid_from"])]


class Pattern(models.Model):
    """A cycle of shifts, repeated from `anchor` on. Never changed: another cycle is another pattern, from a day."""

    name = models.CharField(max_length=80)
    unit = models.ForeignKey(UNIT, models.PROTECT, null=True, blank=True, related_name="patterns")
    anchor = models.DateField()
    follows_calendar = models.BooleanField()  # whether a day off of the calendar frees from it
    made_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_pattern_of_a_name",
                                               nulls_distinct=False)]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class PatternDay(models.Model):
    """One day of a cycle, counted from 0; without a shift a day of rest. Insert-only."""

    pattern = models.ForeignKey(Pattern, models.PROTECT, related_name="days")
    position = models.PositiveSmallIntegerField()
    shift = models.ForeignKey(Shift, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["pattern", "position"], name="one_day_of_a_pattern")]


class PatternUse(models.Model):
    """Who follows a pattern, and which calendar, from when to when: one person, or a unit and those below it.

    A person's own beats the unit's, the nearest unit's those above. No two of one person, or of one unit, overlap
    (constraints of the database).
    """

    person = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="pattern_uses")
    unit = models.ForeignKey(UNIT, models.PROTECT, null=True, blank=True, related_name="pattern_uses")
    pattern = models.ForeignKey(Pattern, models.PROTECT, related_name="uses")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="uses")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # last day, inclusive
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, unit__isnull=False) | Q(person__isnull=False, unit__isnull=True),
                name="pattern_use_of_person_or_unit",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="pattern_use_ends_after_start",
            ),
        ]


class RosterDay(models.Model):
    """A single day of one person otherwise than the pattern has it; the newest holds. Insert-only.

    Without a shift a day of rest; `by_pattern`: the pattern again.
    """

    class Source(models.TextChoices):
        PAGE = "page", _("halaman jadwal")
        IMPORT = "import", _("impor berkas")
        DEMO = "demo", _("contoh")

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="roster_days")
    day = models.DateField()
    shift = models.ForeignKey(Shift, models.PROTECT, null=True, related_name="+")
    by_pattern = models.BooleanField(default=False)
    source = models.CharField(max_length=6, choices=Source.choices)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "day", "-id"], name="roster_day_newest"),
            models.Index(fields=["day"], name="roster_day_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_pattern=False) | Q(shift__isnull=True), name="roster_day_shift_or_pattern"
            )
        ]


class RosterDraft(CheckedFile):
    """A file of rosters or of days off."""

    class Kind(models.TextChoices):
        ROSTER = "roster", _("Jadwal")
        HOLIDAYS = "holidays", _("Hari libur")

    kind = models.CharField(max_length=8, choices=Kind.choices)
