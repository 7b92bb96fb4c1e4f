"""Step-ups that nobody answered: after the policy's time a person decides, and nothing counts meanwhile."""

import datetime as dt

from django.db import transaction

from nyata.checkins.models import OpenAttempt, Outcome, Verdict
from nyata.checkins.selectors.attempts import day_of
from nyata.checkins.selectors.duties import counts_otherwise
from nyata.checkins.services import verdicts
from nyata.checkins.terms import policy_on, terms_on


@transaction.atomic
def send_to_review(*, checkin_id: int, at: dt.datetime) -> Verdict | None:
    """Leave an unanswered step-up to a person. None where it was answered meanwhile, or has time left.

    Where another attempt or a witness counts for the same person, day and purpose, it was answered in another way:
    nothing is asked of anybody, and it waits no longer. May be called again at any time.
    """
    locked = verdicts.lock(checkin_id)
    waits = OpenAttempt.objects.filter(checkin=locked, outcome=Outcome.STEP_UP).first()
    before = verdicts.newest(locked)
    if waits is None or before is None or waits.since >= at - terms_on(day_of(at)).review_after:
        return None
    if counts_otherwise(locked):
        waits.delete()
        return None
    return verdicts.leave_to_a_person(locked, before, policy_on(day_of(at)).hash, at)
