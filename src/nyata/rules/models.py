"""Which values of the policy two offices switched on, and off again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RuleDecision(models.Model):
    """One office says that a value marked M or open is used from a day on, or no longer. Kept, never edited.

    A value is in force on the days for which the newest decision of each office says on (`nyata.rules.agreement`).
    """

    class Office(models.TextChoices):
        """The values are the roles that speak for the office."""

        HR = "hr", _("BKPSDM")
        LEGAL = "legal", _("Bagian Hukum")

    class Kind(models.TextChoices):
        ON = "on", _("Diaktifkan")
        OFF = "off", _("Dinonaktifkan")

    value = models.CharField(max_length=300)  # a nyata.core.policy.Value.id
    fingerprint = models.CharField(max_length=64)  # of the value as it was read: what was signed
    office = models.CharField(max_length=8, choices=Office.choices)
    kind = models.CharField(max_length=3, choices=Kind.choices)
    since = models.DateField()
    document_number = models.CharField(max_length=80, blank=True)
    document_date = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["value"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="off") | (~Q(document_number="") & Q(document_date__isnull=False)),
                name="switching_on_needs_a_document",
            ),
            models.CheckConstraint(condition=Q(kind="on") | ~Q(words=""), name="switching_off_needs_words"),
        ]
