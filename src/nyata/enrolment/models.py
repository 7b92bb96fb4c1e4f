"""Supervised enrolment: one person, one bound phone, one face template."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nyata.people.models import Person


class NoticeReading(models.Model):
    """That a person was told, before the first selfie, what is processed and why. It is not consent."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="notice_readings")
    version = models.CharField(max_length=20)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="notice_read_once")]


class DataKey(models.Model):
    """The person's AES-256 data key, wrapped by the key that never enters the database."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="data_key")
    wrapped = models.BinaryField()  # nonce (12) || AES-256-GCM(data key)
    wrapping_key_id = models.CharField(max_length=16)  # first 16 hex digits of SHA-256 of the wrapping key
    made_at = models.DateTimeField()


class Enrolment(models.Model):
    """One supervised enrolment: an officer compared the person present with a card, the phone did the rest."""

    class Card(models.TextChoices):
        KTP = "ktp_el", _("KTP-el")
        STAFF = "kartu_pegawai", _("Kartu pegawai")

    class Scope(models.TextChoices):
        """What the person still lacks, or what is to be renewed."""

        FULL = "full", _("HP dan wajah")
        DEVICE = "device", _("HP saja")
        FACE = "face", _("Wajah saja")

    class State(models.TextChoices):
        OPEN = "open", _("Terbuka")
        COMPLETE = "complete", _("Selesai")
        CANCELLED = "cancelled", _("Dibatalkan")

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    officer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    card = models.CharField(max_length=14, choices=Card.choices)
    scope = models.CharField(max_length=6, choices=Scope.choices)
    # The 6 digits that the officer's screen shows follow from this salt and the server's secret. The phone must
    # type them: both are in one room.
    code_salt = models.BinaryField(max_length=16)
    code_entered_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # how often the phone sent its photographs
    last_refusal = models.CharField(max_length=40, blank=True)  # code of the phone's last try, for the officer
    # WebAuthn challenge (32 bytes) handed to the phone, and the moves asked for in the enrolment burst.
    challenge = models.BinaryField(max_length=32, null=True)
    reverify = models.BooleanField(default=False)  # drawn for re-verification by the auditor (5 %)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(state="open"), name="one_open_enrolment")]


class Device(models.Model):
    """The one bound phone: a passkey and the page's own non-extractable key. Thumbprints are unique for ever."""

    class Tier(models.TextChoices):
        A = "A", _("Terikat perangkat keras")
        B = "B", _("Terikat aplikasi")

    person = models.ForeignKey(Person, models.PROTECT, related_name="devices")
    passkey = models.OneToOneField("accounts.Passkey", models.PROTECT, related_name="device")
    page_key = models.BinaryField()  # SubjectPublicKeyInfo DER of the P-256 key
    page_key_thumbprint = models.BinaryField(max_length=32, unique=True)  # SHA-256 of the DER
    tier = models.CharField(max_length=1, choices=Tier.choices)
    label = models.CharField(max_length=80, blank=True)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True)
    bound_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="one_device_per_person"
            )
        ]


class DeviceChange(models.Model):
    """A request to move to another phone: asked by the person, approved by the supervisor and an HR officer."""

    class State(models.TextChoices):
        ASKED = "asked", _("Diajukan")
        SUPPORTED = "supported", _("Disetujui atasan")
        APPROVED = "approved", _("Disetujui")
        DECLINED = "declined", _("Ditolak")

    person = models.ForeignKey(Person, models.PROTECT, related_name="device_changes")
    reason = models.CharField(max_length=300)
    is_lost = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    supervisor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    supervisor_at = models.DateTimeField(null=True)
    officer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    officer_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["asked", "supported"]), name="one_open_device_change"
            )
        ]


class FaceTemplate(models.Model):
    """The mean of at least three embeddings, sealed with the person's data key; one in force per person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="face_templates")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True)
    sealed = models.BinaryField()  # 192 float32, sealed
    photo_sealed = models.BinaryField(null=True)  # one reference photograph (JPEG), sealed: for officers' questions
    engine = models.CharField(max_length=16)  # first 16 hex digits of the model's hash: templates do not mix
    made_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(superseded_at__isnull=True), name="one_face_per_person"
            )
        ]


class TemplateLook(models.Model):
    """Somebody opened a reference photograph: who, whose, why, when. The person concerned can see this list."""

    template = models.ForeignKey(FaceTemplate, models.PROTECT, related_name="looks")
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.CharField(max_length=80)
    looked_at = models.DateTimeField()


class Lookalike(models.Model):
    """A question to the officer: this face resembles somebody enrolled. Twins exist; a person decides."""

    class Answer(models.TextChoices):
        OPEN = "open", _("Menunggu")
        DIFFERENT = "different", _("Dua orang berbeda")
        SAME = "same", _("Orang yang sama")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="lookalikes")
    template = models.ForeignKey(FaceTemplate, models.PROTECT, related_name="+")
    other = models.ForeignKey(FaceTemplate, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")


class Accommodation(models.Model):
    """A dated arrangement by HR for a person whose face or moves cannot be read. Never shown as suspicion."""

    class Kind(models.TextChoices):
        NO_MOVES = "no_moves", _("Tanpa gerakan wajah")
        NO_FACE = "no_face", _("Tanpa wajah")

    person = models.ForeignKey(Person, models.PROTECT, related_name="accommodations")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField()  # last day, inclusive
    ended_on = models.DateField(null=True)  # ended early: the first day without it
    granted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="accommodation_ends_after_start")
        ]


class Reverification(models.Model):
    """The auditor looked again at one drawn enrolment."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="reverification")
    auditor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
