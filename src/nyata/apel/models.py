"""When and where people are called together, who was there, and what is said about those who were not."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nyata.apel.kinds import Kind, Rhythm

PERSON = "people.Person"
UNIT = "people.Unit"
SITE = "people.Site"


class Series(models.Model):
    """Sessions that come again. Without a unit it is the regency's; with `each_opd` every OPD has a session of its own.

    Without a site people come together where they check in every day. Only its end is ever changed.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=120)
    unit = models.ForeignKey(UNIT, models.PROTECT, null=True, related_name="+")
    each_opd = models.BooleanField()
    site = models.ForeignKey(SITE, models.PROTECT, null=True, related_name="+")
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices)
    weekday = models.PositiveSmallIntegerField(null=True)  # 0 is Monday
    number = models.PositiveSmallIntegerField(null=True)  # nyata.apel.kinds.Rhythm says of what
    opens = models.TimeField()
    starts = models.TimeField()
    closes = models.TimeField()
    employments = ArrayField(models.CharField(max_length=8))  # empty: everybody
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # last day, inclusive
    document_number = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lte=F("starts"), starts__lt=F("closes")), name="apel_series_times_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SeriesUnit(models.Model):
    """Who is invited to a series: a unit, and with `with_below` everybody below it."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="units")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    with_below = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "unit"], name="one_unit_of_an_apel_series")]


class Session(models.Model):
    """One coming together. The window is from `opens_at` until before `closes_at`; late is counted from `starts_at`.

    It may change until its window opens; each change is a SessionStep with what was before.
    """

    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="sessions")
    series_day = models.DateField(null=True)  # the day that the series made it for, wherever it was moved
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=120)
    unit = models.ForeignKey(UNIT, models.PROTECT, null=True, related_name="+")  # whose it is; null: the regency's
    site = models.ForeignKey(SITE, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    opens_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    employments = ArrayField(models.CharField(max_length=8))
    document_number = models.CharField(max_length=80, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    sealed_version = models.PositiveSmallIntegerField(default=0)  # 0: its list is not closed yet
    looked_at = models.DateTimeField(null=True)  # until when changes are in the newest list

    class Meta:
        indexes = [models.Index(fields=["day"], name="apel_session_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lte=F("starts_at"), starts_at__lt=F("closes_at")),
                name="apel_session_times_in_order",
            ),
            models.UniqueConstraint(
                fields=["series", "series_day", "unit"],
                condition=Q(series__isnull=False),
                nulls_distinct=False,
                name="one_apel_session_of_a_series_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """A unit that is invited; `opening` lets its people check in at a session's own site in the window."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    with_below = models.BooleanField()
    opening = models.ForeignKey("checkins.SiteOpening", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "unit"], name="one_unit_of_an_apel_session")]


class SessionStep(models.Model):
    """What was done to a session: made, changed, called off; with what stood there before. Insert-only."""

    class Act(models.TextChoices):
        MADE = "made", _("dibuat")
        CHANGED = "changed", _("diubah")
        CANCELLED = "cancelled", _("dibatalkan")

    session = models.ForeignKey(Session, models.PROTECT, related_name="steps")
    act = models.CharField(max_length=9, choices=Act.choices)
    before = models.JSONField(default=dict)
    words = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Reason(models.Model):
    """What somebody says about not being at a session, before or after it. Answered once, never by themselves."""

    class Kind(models.TextChoices):
        TASK = "task", _("tugas yang tidak dapat ditinggal")
        ILL = "ill", _("sakit")
        FAMILY = "family", _("keperluan keluarga mendesak")
        ROAD = "road", _("jalan atau kendaraan")
        CAME = "came", _("hadir, tetapi tidak tercatat")
        OTHER = "other", _("lainnya")

    class Answer(models.TextChoices):
        GRANTED = "granted", _("diterima")
        DECLINED = "declined", _("belum dapat diterima")

    session = models.ForeignKey(Session, models.PROTECT, related_name="reasons")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="apel_reasons")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    words = models.CharField(max_length=300)
    given_at = models.DateTimeField()
    # One picture or PDF, sealed for the person; emptied when its time is over.
    evidence = models.BinaryField(null=True)
    evidence_mime = models.CharField(max_length=20, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    evidence_erased_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answer_words = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-given_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=~Q(answer="declined"), name="one_apel_reason_that_stands"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("person")),
                name="nobody_answers_their_own_apel_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="apel_reason_is_answered_in_full",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(answer_words=""), name="declining_an_apel_reason_needs_words"
            ),
        ]


class Sealing(models.Model):
    """A session's list as it stood at a moment. Version 1 closes it; each later one holds what has become another."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="sealings")
    version = models.PositiveSmallIntegerField()
    sealed_at = models.DateTimeField()
    counts = models.JSONField()  # {state's number: how many} of the whole list
    changed = models.PositiveIntegerField()  # lines that are of this version
    digest = models.CharField(max_length=64)  # SHA-256 of the whole list, hex (nyata.apel.services.sealing.digest_of)
    policy_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "version"], name="one_version_of_an_apel_list")]


class RollLine(models.Model):
    """One person of a sealed list. A later version stands beside the earlier one; only `current` is taken from it."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="roll", db_index=False)
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField()
    current = models.BooleanField()
    state = models.SmallIntegerField()  # nyata.apel.kinds.State
    why = models.SmallIntegerField()  # nyata.apel.kinds.Why
    acted_at = models.DateTimeField(null=True)
    late = models.PositiveSmallIntegerField()  # whole minutes after the start
    known = models.SmallIntegerField()  # nyata.apel.kinds.Known

    class Meta:
        indexes = [models.Index(fields=["person", "session"], name="apel_line_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(current=True), name="one_current_apel_line"
            ),
            models.UniqueConstraint(fields=["session", "person", "version"], name="one_apel_line_of_a_version"),
        ]
