"""Amounts of the allowance (TPP) by their documents, and calculations kept when a month was locked. Insert-only."""

from django.db import models
from django.db.models import F, Q

from nyata.people.models import CheckedFile, Person


class AmountLine(models.Model):
    """One line of a document: somebody's amount, somebody's job class (kelas jabatan), or a class's amount; dated.

    The newest line about a person holds; a class's amount is that of its newest line. On one day the later entered.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    job_class = models.CharField(max_length=12, blank=True)
    amount = models.BigIntegerField(null=True)  # Rupiah a month; 0 ends it
    valid_from = models.DateField()
    document_number = models.CharField(max_length=80)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-valid_from", "-id"], name="amount_of_person"),
            models.Index(fields=["job_class", "-valid_from", "-id"], name="amount_of_class"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(person__isnull=False, amount__isnull=False, job_class=""))
                | (Q(person__isnull=False, amount__isnull=True) & ~Q(job_class=""))
                | (Q(person__isnull=True, amount__isnull=False) & ~Q(job_class="")),
                name="amount_line_says_two_things",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="amount_is_not_negative"),
            models.CheckConstraint(condition=~Q(document_number=""), name="amount_has_a_document"),
        ]


class AmountFile(CheckedFile):
    """An uploaded file of amounts between its dry run and its taking over."""


class Calculation(models.Model):
    """The allowance of an OPD and a period as it was worked out after its lock; a later version stands beside it."""

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    version = models.PositiveSmallIntegerField()
    lock = models.ForeignKey("attendance.MonthLock", models.PROTECT, related_name="+")
    template = models.CharField(max_length=40)
    policy_hash = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # SHA-256 (hex) of all rows
    people = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    pay = models.BigIntegerField()
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "first", "last", "version"], name="one_calculation_of_a_version"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="calculation_ends_after_start"),
        ]


class CalculationRow(models.Model):
    """One person of a calculation: whole Rupiah, and every step as nyata.core.allowance.steps writes it."""

    calculation = models.ForeignKey(Calculation, models.PROTECT, related_name="rows")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=160)
    employment = models.CharField(max_length=8)
    amount = models.BigIntegerField()
    pay = models.BigIntegerField()
    steps = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calculation", "person"], name="one_row_of_a_person"),
            models.CheckConstraint(condition=Q(pay__gte=0, pay__lte=F("amount")), name="pay_is_within_the_amount"),
        ]
        indexes = [models.Index(fields=["person", "-calculation"], name="calculations_of_person")]
