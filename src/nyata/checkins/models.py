"""Challenges, attempts, evidence and verdicts. An attempt and its evidence are written once and never edited."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nyata.people.models import Person


class Purpose(models.TextChoices):
    IN = "in", _("Absen masuk")
    OUT = "out", _("Absen pulang")


class Outcome(models.TextChoices):
    """Mirrors nyata.core.verification.Outcome (a test keeps them equal)."""

    ACCEPTED = "accepted", _("Diterima")
    STEP_UP = "step_up", _("Perlu dicoba lagi")
    REVIEW = "review", _("Menunggu tinjauan")
    ERROR = "error", _("Menunggu")
    REFUSED = "refused", _("Tidak diterima")
    DECLINED = "declined", _("Tidak diterima setelah ditinjau")


class Challenge(models.Model):
    """A one-time question to one person: 32 random bytes, from which the moves follow.

    With a `witness` it is a question to that witness about the person, and no moves belong to it.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE)
    witness = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    purpose = models.CharField(max_length=4, choices=Purpose.choices)
    nonce = models.BinaryField(max_length=32)
    step_up_of = models.ForeignKey("CheckIn", models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    consumed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="challenge_expiry")]


class OfflineTicket(models.Model):
    """A seed kept by the phone for the hour without network; nonce n = HMAC(seed, n), each used once."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE)
    device = models.ForeignKey("enrolment.Device", models.PROTECT)
    seed = models.BinaryField(max_length=32)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="ticket_expiry")]


class TicketUse(models.Model):
    ticket = models.ForeignKey(OfflineTicket, models.CASCADE)
    counter = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "counter"], name="ticket_counter_used_once")]


class CheckIn(models.Model):
    """One attempt whose bundle authenticated itself. Insert-only; what was judged of it is in Verdict."""

    class TimeMark(models.TextChoices):
        LIVE = "live", _("langsung")
        ANCHORED = "anchored", _("berjangkar")
        UNPROVEN = "unproven", _("belum terbukti")

    # The first 16 bytes of the digest: the same bundle always has the same id.
    public_id = models.UUIDField(unique=True)
    # SHA-256("nyata-bundle-v1" || nonce || payload_hash): what the passkey signed.
    digest = models.BinaryField(max_length=32, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="checkins")
    device = models.ForeignKey("enrolment.Device", models.PROTECT)
    purpose = models.CharField(max_length=4, choices=Purpose.choices)
    challenge = models.UUIDField(null=True)
    ticket = models.UUIDField(null=True)
    ticket_counter = models.PositiveIntegerField(null=True)
    step_up_of = models.ForeignKey("self", models.PROTECT, null=True)
    # When the person acted: claimed, the interval the anchor allows, and what counts (docs/algorithms/time.md).
    claimed_at = models.DateTimeField()
    earliest_at = models.DateTimeField()
    received_at = models.DateTimeField()  # also the latest it can have been
    acted_at = models.DateTimeField()
    time_mark = models.CharField(max_length=8, choices=TimeMark.choices)
    payload = models.JSONField()
    # What verifies the bundle again, years later: clientDataJSON, authenticatorData, signature, page signature.
    proof = models.JSONField()
    day = models.DateField()  # Asia/Jakarta day of acted_at; also the frames' partition
    receipt = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-acted_at"]),
            models.Index(fields=["day", "person"]),
        ]


class ReceiptKey(models.Model):
    """A public key (32 bytes) that signs receipts of the log `origin` from about `since` on. Insert-only."""

    origin = models.CharField(max_length=200)
    public = models.BinaryField(max_length=32, unique=True)
    since = models.DateTimeField()


class HeldFrames(models.Model):
    """Frames moved out of the daily partition because a review, an objection or the person's request holds them."""

    class Why(models.TextChoices):
        REVIEW = "review", _("menunggu tinjauan")
        OBJECTION = "objection", _("keberatan")
        REQUEST = "request", _("permintaan yang bersangkutan")

    checkin = models.OneToOneField(CheckIn, models.PROTECT, primary_key=True, related_name="held_frames")
    sealed = models.BinaryField()
    lengths = ArrayField(models.PositiveIntegerField())
    why = models.CharField(max_length=40, choices=Why.choices)
    held_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: the program itself
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)


class FrameMark(models.Model):
    """The memory against replays: what a burst's bytes and pictures are known again by, kept longer than they are.

    A burst is laid beside all earlier ones of its own person; across people only its bytes are looked up, by `least`.
    """

    checkin = models.OneToOneField(CheckIn, models.PROTECT, primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT)
    day = models.DateField()
    # Of each frame the first 8 bytes of its SHA-256, as a signed number: the least of them, whichever frame has it.
    least = models.BigIntegerField(db_index=True)
    exact = models.BinaryField()  # the first 6 bytes of each, in order
    film = models.BinaryField(default=b"")  # nyata.faces.film.Film.pack(); nothing where no face was found


class Verdict(models.Model):
    """What was judged of an attempt. A later verdict stands beside the earlier one; the newest is in force."""

    class Stage(models.TextChoices):
        FIRST = "first", _("pertama")
        DEEP = "deep", _("mendalam")
        WITNESS = "witness", _("saksi")
        REVIEW = "review", _("tinjauan")
        STEPPED_UP = "stepped_up", _("diulang")
        UNANSWERED = "unanswered", _("tidak diulang")

    checkin = models.ForeignKey(CheckIn, models.PROTECT, related_name="verdicts")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reasons = ArrayField(models.CharField(max_length=40))
    signals = models.JSONField()  # [{"kind", "strength", "payload"}]
    policy_hash = models.CharField(max_length=64)
    program = models.CharField(max_length=40)  # the program's version
    counts_at = models.DateTimeField(null=True)  # the time that counts, where the outcome counts
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)  # a person's reason

    class Meta:
        indexes = [
            models.Index(fields=["checkin", "-id"]),
            models.Index(fields=["made_at"], condition=Q(outcome="error"), name="verdict_error"),
        ]


class OpenAttempt(models.Model):
    """An attempt that waits for its person (`step_up`) or for somebody's decision (`review`, or `error` set aside).

    It follows from the verdicts: the database itself keeps it as they are written (docs/decisions/0008), so that what
    waits is found without looking through what was settled. Of a chain of attempts only the last one waits.
    """

    checkin = models.OneToOneField(CheckIn, models.PROTECT, primary_key=True, related_name="waits")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["outcome", "since"], name="open_attempt_since")]


class SiteOpening(models.Model):
    """A site where the people of a unit may check in between two moments: they are called there (apel, upacara).

    `with_below`: those of the units below too. Nothing is edited; what was opened in error is taken back.
    """

    site = models.ForeignKey("people.Site", models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    with_below = models.BooleanField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()  # the first moment that is too late
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "opens_at"], name="site_opening_of_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="site_opening_ends_after_start")
        ]


class Refusal(models.Model):
    """An attempt that proved nothing: wrong signature, unknown device, spent challenge. No evidence is kept of it."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="refusals")
    reason = models.CharField(max_length=40)
    purpose = models.CharField(max_length=4, blank=True)
    refused_at = models.DateTimeField()
    client = models.CharField(max_length=200, blank=True)  # browser family and platform only

    class Meta:
        indexes = [models.Index(fields=["person", "-refused_at"])]


class NamedWitness(models.Model):
    """A colleague who may vouch for the people of a unit and below it, named by its supervisor or by HR; dated.

    One that was ended is over from that moment; its days stay as they were written.
    """

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="witnesses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="witness_for")
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=300, blank=True)  # blank: named before a reason was asked for
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "valid_to"])]


class Attestation(models.Model):
    """A supervisor or named witness vouches, from their own bound phone, that somebody is here."""

    class Reason(models.TextChoices):
        NO_PHONE = "no_phone", _("tidak membawa atau tidak punya HP")
        NO_SIGNAL = "no_signal", _("HP tidak dapat dipakai")
        FACE = "face", _("wajah belum terbaca")
        PLACE = "place", _("lokasi belum terbaca")
        ACCOMMODATION = "accommodation", _("punya kemudahan dari BKPSDM")
        OTHER = "other", _("lainnya")

    person = models.ForeignKey(Person, models.PROTECT, related_name="attestations")
    witness = models.ForeignKey(Person, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=4, choices=Purpose.choices)
    checkin = models.ForeignKey(CheckIn, models.PROTECT, null=True, related_name="attestations")
    reason = models.CharField(max_length=40, choices=Reason.choices)
    words = models.CharField(max_length=300, blank=True)
    digest = models.BinaryField(max_length=32, unique=True)  # what the witness's passkey signed
    payload = models.JSONField()
    proof = models.JSONField()
    made_at = models.DateTimeField()
    day = models.DateField()
    sampled = models.BooleanField(default=False)  # drawn at random: somebody asks the person afterwards

    class Meta:
        indexes = [
            models.Index(fields=["day", "person"]),
            models.Index(fields=["made_at"], condition=Q(sampled=True), name="attestation_sampled"),
        ]


class AttestationCheck(models.Model):
    """What a drawn attestation turned out to be when HR asked the person concerned."""

    attestation = models.OneToOneField(Attestation, models.PROTECT, primary_key=True, related_name="check_made")
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()


class PhotoLook(models.Model):
    """Somebody opened a photograph: who, whose, why, when. The person concerned can see this list."""

    checkin = models.ForeignKey(CheckIn, models.PROTECT, related_name="looks")
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.CharField(max_length=80)
    looked_at = models.DateTimeField()
