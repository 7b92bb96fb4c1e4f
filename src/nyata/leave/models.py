"""What somebody asked for, who decided what, and what is in force now.

Requests and steps are insert-only. A slot is what is asked or in force at present; the database lets no two slots of
one person overlap in a layer (migration 0002), whatever two requests race.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nyata.leave.kinds import Extent, Kind, Layer


class DutyLetter(models.Model):
    """One letter of duty for many people (surat tugas). Each of them has a request of their own that names it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=80)
    first = models.DateField()
    last = models.DateField()  # inclusive
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-first"], name="letter_newest")]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="letter_ends_after_start")]


class Request(models.Model):
    """One wish as it was asked (permohonan); what became of it is in its steps."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="leave_requests")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    first = models.DateField()
    last = models.DateField()  # inclusive
    extent = models.SmallIntegerField(choices=Extent.choices, default=Extent.DAYS)
    time_from = models.TimeField(null=True)  # with Extent.TIMES only; an end before its start is on the next day
    time_to = models.TimeField(null=True)
    ground = models.CharField(max_length=80, blank=True)  # one of the policy's, where the kind has grounds
    words = models.CharField(max_length=500, blank=True)
    letter_number = models.CharField(max_length=80, blank=True)
    letter_date = models.DateField(null=True)
    # So many calendar days at its end are for the way to a place that is hard to reach; of annual leave only.
    travel_days = models.PositiveSmallIntegerField(default=0)
    duty_letter = models.ForeignKey(DutyLetter, models.PROTECT, null=True, related_name="requests")
    # Working days when it was asked, by the person's schedule; null for a correction, which takes none.
    days = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    by_standard_week = models.BooleanField(default=False)  # no schedule was known, so the standard week counted
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-first"])]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="request_ends_after_start"),
            models.CheckConstraint(
                condition=Q(extent=Extent.DAYS) | Q(last=F("first")), name="request_part_of_one_day"
            ),
            models.CheckConstraint(
                condition=Q(extent=Extent.TIMES, time_from__isnull=False, time_to__isnull=False)
                | (~Q(extent=Extent.TIMES) & Q(time_from__isnull=True, time_to__isnull=True)),
                name="request_times_where_it_has_them",
            ),
            models.CheckConstraint(
                condition=Q(travel_days=0) | Q(kind=Kind.ANNUAL), name="request_travel_of_annual_leave"
            ),
        ]


class Place(models.Model):
    """Where a duty takes its person; with a shape (GeoJSON, WGS 84) a check-in inside it needs no other reason."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="places")
    name = models.CharField(max_length=120)
    shape = models.JSONField(null=True)
    radius_m = models.FloatField(null=True)


class Claim(models.Model):
    """What a correction says: when the person came or went, and why no record shows it."""

    class Purpose(models.TextChoices):
        IN = "in", _("Masuk")
        OUT = "out", _("Pulang")

    class Reason(models.TextChoices):
        FORGOTTEN = "forgotten", _("Lupa absen")
        DEAD_PHONE = "dead_phone", _("HP mati atau rusak")
        BLACKOUT = "blackout", _("Listrik atau sinyal padam")
        OTHER = "other", _("Lainnya")

    request = models.OneToOneField(Request, models.PROTECT, primary_key=True, related_name="claim")
    purpose = models.CharField(max_length=3, choices=Purpose.choices)
    claimed_at = models.DateTimeField()
    reason = models.CharField(max_length=10, choices=Reason.choices)


class Step(models.Model):
    """One thing that happened to a request."""

    class Act(models.TextChoices):
        ASKED = "asked", _("Diajukan")
        BY_SUPERVISOR = "by_supervisor", _("Disetujui atasan")
        BY_HR = "by_hr", _("Disetujui BKPSDM")
        DECLINED = "declined", _("Tidak disetujui")
        WITHDRAWN = "withdrawn", _("Ditarik")
        ENDED_EARLY = "ended_early", _("Diakhiri lebih awal")
        CANCELLED = "cancelled", _("Dibatalkan pejabat")
        SAID_WRONG = "said_wrong", _("Dinyatakan keliru")
        CLOSED = "closed", _("Ditutup, pegawai tidak lagi aktif")
        HANDED_OVER = "handed_over", _("Beralih ke atasan lain")

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    act = models.CharField(max_length=14, choices=Act.choices)
    # Null: nobody did it, it follows from somebody's leaving or moving.
    actor = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    as_delegate_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    last = models.DateField(null=True)  # of ENDED_EARLY: the last day that it still covers
    travel_days = models.PositiveSmallIntegerField(null=True)  # of a decision: those granted, where some were asked for
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["actor", "at"])]
        constraints = [
            # A decision counts once, whoever races.
            models.UniqueConstraint(
                fields=["request", "act"],
                condition=~Q(act__in=("ended_early", "handed_over")),
                name="one_step_of_a_kind",
            ),
        ]


class Slot(models.Model):
    """A person's time that a request holds while it is asked for or in force. Gone once declined or withdrawn.

    `start` and `end`: minutes since 1970-01-01 00.00 by the wall clock (core.worktime); half a day ends or begins at
    noon here, the day record knows the shift's own middle.
    """

    class Stage(models.TextChoices):
        """Whom it waits for."""

        SUPERVISOR = "supervisor", _("Menunggu atasan")
        HR = "hr", _("Menunggu BKPSDM")
        IN_FORCE = "in_force", _("Disetujui")

    request = models.OneToOneField(Request, models.PROTECT, primary_key=True, related_name="slot")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    layer = models.SmallIntegerField(choices=Layer.choices)
    start = models.IntegerField()
    end = models.IntegerField()
    last = models.DateField()  # the request's, or earlier where it was ended
    days = models.DecimalField(max_digits=5, decimal_places=1, null=True)  # working days that it takes by now
    travel_days = models.PositiveSmallIntegerField(default=0)  # calendar days of it that are for the way, not in `days`
    stage = models.CharField(max_length=10, choices=Stage.choices)

    class Meta:
        indexes = [
            models.Index(fields=["stage", "end"]),
            models.Index(fields=["person", "stage"]),
        ]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="slot_ends_after_start")]


class Attachment(models.Model):
    """A letter or a photograph of one, sealed with the key of the person whom it is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request = models.ForeignKey(Request, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=100)
    mime = models.CharField(max_length=20)
    size = models.PositiveIntegerField()  # bytes, opened
    sha256 = models.CharField(max_length=64)  # of the opened bytes, hex
    sealed = models.BinaryField()  # empty once its time is over
    added_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class AttachmentLook(models.Model):
    """Somebody opened an attachment. The person concerned can see this list."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="looks")
    actor = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()


class Delegation(models.Model):
    """Who decides while an approver is away. Power goes one step only: a delegate passes nothing on."""

    approver = models.ForeignKey("people.Person", models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey("people.Person", models.PROTECT, related_name="delegations_held")
    first = models.DateField()
    last = models.DateField()  # inclusive
    ended_on = models.DateField(null=True)  # ended early: the first day without it
    words = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="delegation_ends_after_start"),
            models.CheckConstraint(condition=~Q(approver=F("delegate")), name="delegation_to_another"),
        ]


class CarryOver(models.Model):
    """Days of annual leave that somebody brings into a year, as HR recorded them. The newest of a year holds."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "year"])]


class Outage(models.Model):
    """Our system, the network or the power was down: nobody owes a record of that time. Punches stay as they are.

    Of one site, of one unit and all below it, or, without both, of everybody.
    """

    site = models.ForeignKey("people.Site", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    words = models.CharField(max_length=500)
    document_number = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="outage_ends_after_start"),
            models.CheckConstraint(
                condition=Q(site__isnull=True) | Q(unit__isnull=True), name="outage_of_site_or_unit"
            ),
        ]


class OutageStep(models.Model):
    """The second officer's word on an outage, or its cancellation later."""

    class Act(models.TextChoices):
        APPROVED = "approved", _("Disetujui")
        DECLINED = "declined", _("Tidak disetujui")
        CANCELLED = "cancelled", _("Dibatalkan")

    outage = models.ForeignKey(Outage, models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10, choices=Act.choices)
    actor = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["outage", "act"], name="one_outage_step_of_a_kind")]
