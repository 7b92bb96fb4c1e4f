"""What the counting of absent days found, who read it, and what people did about it. All of it is insert-only."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nyata.core import discipline


class Finding(models.Model):
    """A rung of the ladder of absence is near (a warning) or reached (a proposal to look). Never a sanction.

    `days` and `records` are frozen as they were then: the day records themselves are never edited either. The words of
    the rung are kept beside, so that what was found reads the same when the policy has changed.
    """

    class Kind(models.TextChoices):
        YEARLY = discipline.Kind.YEARLY, _("sejak awal tahun")
        IN_A_ROW = discipline.Kind.IN_A_ROW, _("berturut-turut")
        CONTRACT = discipline.Kind.CONTRACT, _("menurut perjanjian kerja")

    class Stage(models.TextChoices):
        NEAR = discipline.Stage.NEAR, _("peringatan")
        REACHED = discipline.Stage.REACHED, _("usulan")

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="absence_findings")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    stage = models.CharField(max_length=7, choices=Stage.choices)
    employment = models.CharField(max_length=8)
    from_days = models.PositiveSmallIntegerField()  # the rung's
    needed = models.PositiveSmallIntegerField()  # with fewer days it is no longer so
    since = models.DateField()  # 1 January, or the first day of the run
    number = models.PositiveSmallIntegerField()  # found again after it was taken back
    days = ArrayField(models.DateField())
    records = ArrayField(models.BigIntegerField())  # ids of the day records, in the order of `days`
    level = models.CharField(max_length=6, blank=True)
    sanction = models.CharField(max_length=200, blank=True)
    article = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=200)
    policy_hash = models.CharField(max_length=64)
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-found_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "stage", "kind", "from_days", "since", "number"], name="one_finding_of_a_rung"
            ),
            models.CheckConstraint(
                condition=~Q(kind="contract") | Q(stage="near", sanction=""), name="a_contract_has_no_rung"
            ),
        ]


class Withdrawal(models.Model):
    """Days were explained, so that what was found is no longer so. `days`: what counted still."""

    finding = models.OneToOneField(Finding, models.PROTECT, primary_key=True, related_name="withdrawal")
    days = ArrayField(models.DateField())
    at = models.DateTimeField()


class Reading(models.Model):
    """The person, or a superior of theirs, has read it."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="readings")
    reader = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "reader"], name="read_once_by_each")]


class Step(models.Model):
    """Something that a person did about a finding, with its document. A correction is a later row of the same kind."""

    class Kind(models.TextChoices):
        CALL_1 = "call_1", _("Panggilan I")
        CALL_2 = "call_2", _("Panggilan II")
        EXAMINED = "examined", _("Pemeriksaan (BAP)")
        NOT_COME = "not_come", _("Tidak hadir setelah dua panggilan")
        REPORTED = "reported", _("Laporan ke pejabat yang berwenang")
        RESULT = "result", _("Hasil pemeriksaan")
        DELIVERED = "delivered", _("Penyampaian hasil")
        SALARY_NOTIFIED = "salary_notified", _("Pemberitahuan tertulis ke BKPSDM")
        SALARY_VERIFIED = "salary_verified", _("Pemeriksaan kebenaran oleh BKPSDM")
        SALARY_STOPPED = "salary_stopped", _("Penghentian gaji ditetapkan KPA")
        SALARY_RESTORED = "salary_restored", _("Pembayaran gaji kembali ditetapkan KPA")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    on = models.DateField()  # the date of the document
    examination_on = models.DateField(null=True)  # of a call: for which day
    month = models.DateField(null=True)  # of a salary: its first month without, or with, pay
    document_number = models.CharField(max_length=80)
    words = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["finding", "id"])]
        constraints = [
            models.CheckConstraint(condition=~Q(document_number=""), name="a_step_has_its_document"),
            models.CheckConstraint(
                condition=~Q(kind__in=("call_1", "call_2")) | Q(examination_on__isnull=False),
                name="a_call_names_the_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("salary_stopped", "salary_restored")) | Q(month__isnull=False),
                name="a_salary_decision_names_the_month",
            ),
        ]
