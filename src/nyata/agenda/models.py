"""The secret address of a person's own calendar: only its digest is kept."""

from django.db import models
from django.db.models import Q


class CalendarKey(models.Model):
    """An address that shows a person's hours and leave to whoever has it; given up when revoked, never used again."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)  # SHA-256 of the secret part of the address
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    # How often it was read since `window_from`, and when last.
    reads = models.IntegerField(default=0)
    window_from = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="one_calendar_key_a_person"
            )
        ]
