"""What a worker keeps in order: sessions made ahead, places open only for sessions that are held, lists closed."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from nyata.apel.kinds import Kind
from nyata.apel.models import Series, Session
from nyata.apel.selectors.standing import stood
from nyata.apel.services import making, sealing
from nyata.ledger.models import Checkpoint
from nyata.ledger.selectors import log
from nyata.ledger.services import checkpoints
from nyata.rules.selectors import policy_on

NEAR = dt.timedelta(days=3)
LATELY = dt.timedelta(hours=12)  # a monthly apel that began longer ago is not signed for any more


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
    sign_the_log(at=at)


def sign_the_log(*, at: dt.datetime) -> bool:
    """A checkpoint at each monthly apel that is held, once it has begun: its page is read out and printed there.

    Whether one was made. Raises the ledger's Refused where the log cannot be signed.
    """
    begun = Session.objects.filter(
        kind=Kind.MONTHLY, cancelled_at=None, starts_at__lte=at, starts_at__gt=at - LATELY
    ).select_related("site")
    held = [one.session.starts_at for one in stood(begun, at) if one.standing.is_held]
    if not held or log.is_signed_for(Checkpoint.Occasion.APEL, max(held)):
        return False
    checkpoints.make(at=at, occasion=Checkpoint.Occasion.APEL)
    return True


def evidence_kept(day: dt.date) -> dt.timedelta:
    """How long what was added to a reason is kept: as long as letters of leave."""
    kept: dt.timedelta = policy_on(day).privacy.retention.leave_files
    return kept
