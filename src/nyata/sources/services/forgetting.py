"""Taking away punches whose time is over. What they made stands in the records of days; files and counts stay."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.sources.models import Punch, PunchesForgotten
from nyata.sources.selectors.keeping import kept_from

DAY_SECONDS = 86_400
EPOCH = dt.date(1970, 1, 1)


@transaction.atomic
def forget_punches(*, before: dt.date, at: dt.datetime) -> int:
    """Take away punches of days before one, never sooner than the policy's time is over; how many.

    Whether a day still needs them the caller knows: locks and objections are of a room above.
    """
    line = min(before, kept_from(timezone.localdate(at)))
    over = Punch.objects.filter(file__first__lt=line, second__lt=(line - EPOCH).days * DAY_SECONDS)
    count = over.count()
    if not count:
        return 0
    # First on record: without it the database deletes nothing.
    PunchesForgotten.objects.create(before=line, count=count, forgotten_at=at)
    over._raw_delete(over.db)
    ledger.append(Kind.PUNCHES_FORGOTTEN, {"before": line.isoformat(), "count": count}, at=at)
    return count
