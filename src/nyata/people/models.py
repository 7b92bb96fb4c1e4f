"""Who works where, under whom, and at which stage of the rollout."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class District(models.Model):
    """A kecamatan."""

    code = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An OPD (no parent) or a unit inside one: bidang, UPTD, sekolah, puskesmas, kelurahan."""

    class Kind(models.TextChoices):
        OPD = "opd", _("OPD")
        DIVISION = "bidang", _("Bidang")
        UPTD = "uptd", _("UPTD")
        SCHOOL = "sekolah", _("Sekolah")
        HEALTH_CENTRE = "puskesmas", _("Puskesmas")
        VILLAGE_OFFICE = "kelurahan", _("Kelurahan")
        HOSPITAL = "rsud", _("Rumah sakit")

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    # "7." for an OPD, "7.31." for its unit: everything below a unit starts with the unit's path.
    path = models.CharField(max_length=120, unique=True, null=True)  # noqa: DJ001 - null until the id is known
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["path"]
        indexes = [models.Index(fields=["path"], name="unit_path_prefix", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.short_name or self.name


class Person(AbstractBaseUser):
    """One civil servant (ASN); signs in with the NIP."""

    class Employment(models.TextChoices):
        PNS = "PNS", _("PNS")
        CPNS = "CPNS", _("CPNS")
        PPPK = "PPPK", _("PPPK")
        PPPK_PW = "PPPK_PW", _("PPPK Paruh Waktu")

    nip = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=120)
    employment = models.CharField(max_length=8, choices=Employment.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people")
    job_title = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="id")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    USERNAME_FIELD = "nip"
    REQUIRED_FIELDS = ["name"]
    objects = BaseUserManager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["unit", "name"])]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A dated appointment to a role; Plt and Plh are appointments like any other, so power follows the post."""

    class Role(models.TextChoices):
        SUPERVISOR = "supervisor", _("Atasan langsung")
        OPD_HEAD = "opd_head", _("Kepala OPD")
        OPERATOR = "operator", _("Operator kepegawaian")
        HR = "hr", _("BKPSDM")
        AUDITOR = "auditor", _("Inspektorat")
        EXECUTIVE = "executive", _("Sekda/Bupati")
        LEGAL = "legal", _("Bagian Hukum")

    class Standing(models.TextChoices):
        DEFINITIVE = "definitif", _("Definitif")
        PLT = "plt", _("Plt")
        PLH = "plh", _("Plh")

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=12, choices=Role.choices)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.DEFINITIVE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # last day, inclusive
    document_number = models.CharField(max_length=80, blank=True)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "valid_from"]), models.Index(fields=["unit", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="post_ends_after_start"
            )
        ]


class Site(models.Model):
    """A place with a fence: a circle (Point and radius) or a polygon, both GeoJSON, WGS 84."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="owned_sites")
    name = models.CharField(max_length=120)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True)
    # {"type": "Point", "coordinates": [lon, lat]} or {"type": "Polygon", "coordinates": [[[lon, lat], ...]]}
    shape = models.JSONField()
    radius_m = models.FloatField(null=True, blank=True)
    surveyed_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shape__type="Polygon", radius_m__isnull=True)
                | Q(shape__type="Point", radius_m__gte=10, radius_m__lte=5000),
                name="site_is_circle_or_polygon",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SiteUse(models.Model):
    """Who may check in at a site: everybody of a unit and below it, or one person; dated."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="uses")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="site_uses")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="site_uses")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person__isnull=True) | Q(unit__isnull=True, person__isnull=False),
                name="site_use_of_unit_or_person",
            )
        ]


class RolloutDecision(models.Model):
    """The stage of a unit (and all below it without a decision of their own) from a day on. Kept, never edited."""

    class Stage(models.TextChoices):
        NOT_STARTED = "not_started", _("Belum mulai")
        REGISTRATION = "pendataan", _("Pendataan")
        TRIAL = "trial", _("Uji coba")
        LIVE = "live", _("Berlaku")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rollout_decisions")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    valid_from = models.DateField()
    document_number = models.CharField(max_length=80, blank=True)
    dpia_number = models.CharField(max_length=80, blank=True)
    dpia_signed_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True)
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "valid_from"])]
        constraints = [
            # Perbup or SE, and the signed impact assessment (UU 27/2022 Ps 34), before anything counts.
            models.CheckConstraint(
                condition=~Q(stage="live")
                | (~Q(document_number="") & ~Q(dpia_number="") & Q(dpia_signed_on__isnull=False)),
                name="live_needs_documents",
            )
        ]


class BaselineFigure(models.Model):
    """A complaint or satisfaction figure of the time before `live`, kept to judge the effect later."""

    class Kind(models.TextChoices):
        COMPLAINTS = "complaints", _("Pengaduan")
        SATISFACTION = "satisfaction", _("Kepuasan (IKM)")

    unit = models.ForeignKey(Unit, models.PROTECT)
    month = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.DecimalField(max_digits=9, decimal_places=2)
    source = models.CharField(max_length=160)
    imported_by = models.ForeignKey(Person, models.PROTECT)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month", "kind"], name="one_baseline_figure")]


class HelpRequest(models.Model):
    """A person asks the operator of their OPD for help; answered face to face."""

    class Kind(models.TextChoices):
        PASSWORD = "password", _("Lupa kata sandi")  # noqa: S105 - a kind of request
        PHONE = "phone", _("HP bermasalah")
        FACE = "face", _("Wajah sulit dikenali")
        PLACE = "place", _("Lokasi tidak sesuai")
        OTHER = "other", _("Lainnya")

    person = models.ForeignKey(Person, models.PROTECT, related_name="help_requests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=500, blank=True)


class CheckedFile(models.Model):
    """An uploaded file waiting to be applied: what was read, what is wrong with it. Emptied once applied."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8)  # choices are each room's own
    officer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)  # of the file's bytes, hex
    rows = models.JSONField()  # [[line, {column: text}], ...]
    problems = models.JSONField()  # [[line, code, {column: text}], ...]
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class ImportDraft(CheckedFile):
    """A file of people or of baseline figures."""

    class Kind(models.TextChoices):
        PEOPLE = "people", _("Pegawai")
        BASELINE = "baseline", _("Angka awal")

    kind = models.CharField(max_length=8, choices=Kind.choices)


class Placement(models.Model):
    """Where somebody works and as what, dated (penempatan): what a past day asked follows from the row of that day.

    `Person.unit` and `Person.employment` say today's. No two of one person overlap (a constraint of the database).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="placements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    employment = models.CharField(max_length=8, choices=Person.Employment.choices)
    # PPPK Paruh Waktu: the contract's minutes a week. No default: KepmenPANRB 16/2025 leaves it to the contract.
    weekly_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # last day, inclusive
    document_number = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "valid_from"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="placement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(weekly_minutes__isnull=True) | Q(employment="PPPK_PW", weekly_minutes__gte=1),
                name="placement_minutes_by_contract",
            ),
        ]


class DayChange(models.Model):
    """Days whose question or answer has changed and that are to be reckoned again; taken away once that is done.

    Without a person: everybody placed in the unit or below it. Without both: everybody.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    first = models.DateField()
    last = models.DateField(null=True)  # inclusive; null: every day from the first on
    why = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="day_change_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(unit__isnull=True), name="day_change_of_person_or_unit"
            ),
        ]
