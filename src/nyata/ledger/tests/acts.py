"""What services wrote into the log, without what the database itself writes about rows."""

from django.db.models import QuerySet

from nyata.ledger.models import Opening

BY_THE_DATABASE = ("rows", "row_form")


def acts() -> QuerySet[Opening]:
    """The openings of entries about what somebody did."""
    return Opening.objects.exclude(kind__in=BY_THE_DATABASE)
