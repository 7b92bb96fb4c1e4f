"""How long punches are kept, and since when there are any."""

import datetime as dt

from django.db.models import Min

from nyata.rules.selectors import policy_on
from nyata.sources.models import PunchesForgotten, PunchFile


def kept_from(today: dt.date) -> dt.date:
    """The first day whose punches are kept in any case. Never shorter than the time for objections."""
    retention = policy_on(today).privacy.retention
    kept: dt.timedelta = max(retention.machine_punches, retention.objections)
    return today - kept


def forgotten_before() -> dt.date | None:
    """The day before which punches were taken away; None where none ever was. One query."""
    newest = PunchesForgotten.objects.first()
    return newest.before if newest else None


def oldest_day() -> dt.date | None:
    """No punch that is still there is of an earlier day; None where no file was ever taken. Two queries."""
    gone = forgotten_before() or dt.date.min
    found: dt.date | None = PunchFile.objects.filter(last__gte=gone).aggregate(day=Min("first"))["day"]
    return None if found is None else max(found, gone)
