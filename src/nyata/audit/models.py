"""Monthly reports, what they found, what people answered, and backups that were restored. All of it is insert-only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Report(models.Model):
    """One audit of a month. A later one of the same month stands beside it.

    `content` is canonical JSON (RFC 8785) of nyata.audit.writing; the paper is typeset from it when asked for.
    """

    month = models.DateField()  # its first day
    version = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)  # of `content`, hex
    note = models.TextField(blank=True)  # the signed note over month, version and sha256; empty where no key signs
    program = models.CharField(max_length=40)
    seconds = models.FloatField()
    asked_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "version"], name="one_audit_report_of_a_version"),
            models.CheckConstraint(condition=Q(month__day=1), name="audit_month_is_its_first_day"),
        ]


class Finding(models.Model):
    """Something that a report asks about. Words are made on reading, from `code` and `facts`.

    `key` tells the same thing again in a later month: while it is open no second one is written.
    """

    class Weight(models.TextChoices):
        GRAVE = "grave", _("harus dijelaskan")
        ASK = "ask", _("layak ditanyakan")
        NOTE = "note", _("untuk diketahui")

    report = models.ForeignKey(Report, models.PROTECT, related_name="findings")
    check_name = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    number = models.PositiveSmallIntegerField()  # found again after it was closed
    weight = models.CharField(max_length=5, choices=Weight.choices)
    facts = models.JSONField()
    records = models.JSONField()  # [[kind, id or day], ...]: the evidence that pages lead to
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_name", "key", "number"], name="one_audit_finding_of_a_number")
        ]


class Step(models.Model):
    """What became of a finding: who is to answer by when, an answer, that it was closed or opened again, and why."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("ditugaskan")
        ANSWERED = "answered", _("dijawab")
        CLOSED = "closed", _("ditutup")
        REOPENED = "reopened", _("dibuka kembali")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    owner = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    words = models.CharField(max_length=1000, blank=True)
    actor = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")  # null: the audit itself
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["finding", "-id"], name="audit_steps_of_finding"),
            models.Index(fields=["owner"], condition=Q(kind="assigned"), name="audit_finding_owners"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="assigned", due_on__isnull=False) | (~Q(kind="assigned") & Q(due_on__isnull=True)),
                name="an_assignment_names_the_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="assigned") | (~Q(words="") & Q(actor__isnull=False)),
                name="audit_steps_of_people_have_words",
            ),
        ]


class Restoration(models.Model):
    """A backup was restored into a database of its own and looked at (nyata.audit.services.restoring)."""

    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)  # of the file's bytes, hex
    size = models.BigIntegerField()  # bytes
    leaves = models.BigIntegerField(null=True)  # entries of the log in it
    newest_leaf_at = models.DateTimeField(null=True)
    rows = models.JSONField()  # {table: rows in the backup}
    problems = models.JSONField()  # codes of nyata.audit.services.restoring.Problem; none: it holds
    seconds = models.FloatField()
    made_at = models.DateTimeField()
