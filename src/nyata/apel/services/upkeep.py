"""What a worker keeps in order: sessions made ahead, places open only for sessions that are held, lists closed."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from nyata.apel.models import Series, Session
from nyata.apel.selectors.standing import stood
from nyata.apel.services import making, sealing
from nyata.rules.selectors import policy_on

NEAR = dt.timedelta(days=3)


def extend_all(*, at: dt.datetime) -> int:
    """The sessions of every series that goes on, as far ahead as the policy has them; how many were made."""
    today = at.astimezone(making.JAKARTA).date()
    going_on = Series.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today)).select_related(
        "unit", "site", "made_by"
    )
    return sum(making.extend(series=series, at=at) for series in going_on)


def open_and_shut(*, at: dt.datetime) -> int:
    """A place is open for sessions that are held; Ramadan and holidays may be decided later. How many changed."""
    near = Session.objects.filter(opens_at__gt=at, opens_at__lt=at + NEAR, site__isnull=False, cancelled_at=None)
    changed = 0
    for one in stood(near.select_related("site"), at):
        is_open = one.session.invitations.filter(opening__taken_back_at=None, opening__isnull=False).exists()
        if is_open != one.standing.is_held:
            with transaction.atomic():
                if is_open:
                    making.close_openings(one.session, at)
                else:
                    making.open_sites_of([one.session])
            changed += 1
    return changed


def tend(*, at: dt.datetime) -> None:
    """One round."""
    open_and_shut(at=at)
    sealing.seal_due(at=at)


def evidence_kept(day: dt.date) -> dt.timedelta:
    """How long what was added to a reason is kept: as long as letters of leave."""
    kept: dt.timedelta = policy_on(day).privacy.retention.leave_files
    return kept
