"""Today's duties: the few counts that ask somebody to do something, in the order of how long a person waits."""

import datetime as dt
from dataclasses import dataclass

from nyata.accounts.selectors import password_requests_waiting
from nyata.boards.words import SECOND_PHONE
from nyata.checkins import selectors as checkins
from nyata.enrolment.models import Enrolment, Lookalike
from nyata.enrolment.selectors import changes_waiting
from nyata.people.models import HelpRequest, Person
from nyata.people.selectors import Authority
from nyata.people.selectors.authority import below

AT_MOST = 7
# A phone that was turned away concerns today and the days just before; older ones stay in the list.
RECENT = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something waiting: a code for its word and address, and how many."""

    code: str
    count: int


def duties(authority: Authority, on: dt.date, now: dt.datetime, *, unenrolled: int, step_up: int) -> list[Duty]:
    """What waits for the actor, at most seven kinds, nothing that is zero. A fixed number of queries by role.

    `unenrolled` and `step_up` are counted already with the board's page.
    """
    actor = authority.person
    found = [Duty("reviews", checkins.reviews_waiting(actor, on).count())]
    if authority.supervises or authority.is_hr:
        found.append(Duty("device_changes", changes_waiting(authority)))
    if authority.is_hr or authority.is_auditor:
        found.append(Duty("password_requests", password_requests_waiting(actor, now)))
    if authority.is_hr:
        found.append(Duty("lookalikes", Lookalike.objects.filter(answer=Lookalike.Answer.OPEN).count()))
        found.append(Duty("attestations", checkins.attestations_drawn(actor, on).count()))
    if authority.is_auditor:
        drawn = Enrolment.objects.filter(reverify=True, state=Enrolment.State.COMPLETE, reverification=None)
        found.append(Duty("reverifications", drawn.count()))
    found.append(Duty("second_phones", second_phones(actor, on).filter(refused_at__gte=now - RECENT).count()))
    if authority.operates or authority.is_hr:
        found.append(Duty("help", _help(authority)))
    if not authority.is_auditor:
        found += [Duty("step_up", step_up), Duty("unenrolled", unenrolled)]
    return [duty for duty in found if duty.count][:AT_MOST]


def second_phones(actor: Person, on: dt.date):
    """Refusals of phones that are not the person's bound one, newest first, with person and unit."""
    return checkins.refusals_visible_to(actor, on).filter(reason__in=[code.value for code in SECOND_PHONE])


def _help(authority: Authority) -> int:
    waiting = HelpRequest.objects.filter(answered_at=None).exclude(person=authority.person)
    if not authority.is_hr:
        waiting = waiting.filter(below("person__unit__path", authority.operates))
    return waiting.count()
