"""Taking back: withdrawn by the person, ended early, cancelled by an officer. What was said before stays said."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave.counting import working_days
from nyata.leave.kinds import Extent
from nyata.leave.models import Request, Slot, Step
from nyata.leave.refusals import Code, Refused
from nyata.leave.selectors.reach import reach_of, superiors
from nyata.leave.services.asking import facts
from nyata.leave.services.deciding import change_of
from nyata.leave.timing import taken
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person
from nyata.people.services.days import changed_many

DAY = dt.timedelta(days=1)


def _live(request: Request) -> Slot:
    found = Slot.objects.select_for_update(of=("self",)).select_related("request__person__unit")
    slot = found.filter(pk=request.pk).first()
    if slot is None:
        raise Refused(Code.CLOSED)
    return slot


@transaction.atomic
def withdraw(*, actor: Person, request: Request, words: str = "", at: dt.datetime) -> None:
    """Take back one's own request before it is decided, or before its first day has come.

    Whoever recorded it for somebody may take it back until it is decided. Raises Refused: not_allowed, closed.
    """
    slot = _live(request)
    granted = slot.stage == Slot.Stage.IN_FORCE
    is_recorder = slot.request.asked_by_id == actor.pk and not granted
    if slot.person_id != actor.pk and not is_recorder:
        raise Refused(Code.NOT_ALLOWED)
    if granted and slot.request.first <= timezone.localdate(at):
        raise Refused(Code.CLOSED)
    _close(slot, actor, Step.Act.WITHDRAWN, words, at)


@transaction.atomic
def cancel(*, actor: Person, request: Request, words: str, at: dt.datetime) -> None:
    """End a granted request from its first day on: by an HR officer, or, before that day, by a superior.

    Raises Refused: closed, not_on_oneself, not_allowed, words_missing.
    """
    slot = _live(request)
    _require_power(actor, slot.request, timezone.localdate(at))
    if slot.stage != Slot.Stage.IN_FORCE:
        raise Refused(Code.CLOSED)
    if not words.strip():
        raise Refused(Code.WORDS_MISSING)
    _close(slot, actor, Step.Act.CANCELLED, words, at)


def _close(slot: Slot, actor: Person, act: Step.Act, words: str, at: dt.datetime) -> None:
    request, granted = slot.request, slot.stage == Slot.Stage.IN_FORCE
    Step.objects.create(request=request, act=act, actor=actor, words=words.strip()[:500], at=at)
    ledger.append(Entry.LEAVE, {"act": act.value, **facts(request), "actor": actor.pk}, at=at)
    slot.delete()
    if granted:
        changed_many([change_of(request, at)])


def _require_power(actor: Person, request: Request, on: dt.date) -> None:
    """HR officers always, superiors (and who stands in for them) before the first day. Never on oneself."""
    if actor.pk == request.person_id:
        raise Refused(Code.NOT_ON_ONESELF)
    reach = reach_of(actor, on)
    if reach.powers.is_hr:
        return
    headless = not superiors([request.person], on)[request.person_id]
    if reach.in_whose_name(request.person, headless=headless) is None or request.first <= on:
        raise Refused(Code.NOT_ALLOWED)


@transaction.atomic
def end_early(*, actor: Person, request: Request, last: dt.date, words: str = "", at: dt.datetime) -> None:
    """Come back before the end: the person says so, or an HR officer does. `last`: the last day it still covers.

    It only takes away from what was granted, so nobody needs to approve it. Raises Refused: closed, not_allowed,
    nothing_to_end.
    """
    slot = _live(request)
    on = timezone.localdate(at)
    if slot.person_id != actor.pk and not reach_of(actor, on).powers.is_hr:
        raise Refused(Code.NOT_ALLOWED)
    if slot.stage != Slot.Stage.IN_FORCE:
        raise Refused(Code.CLOSED)
    current = slot.request
    if current.extent != Extent.DAYS or not current.first <= last < slot.last:
        raise Refused(Code.NOTHING_TO_END)
    freed = change_of(current, at, first=last + DAY)
    slot.travel_days = max(slot.travel_days - (slot.last - last).days, 0)
    slot.last, slot.end = last, minute_of(last) + DAY_MINUTES
    spent = working_days(current.person, current.first, last - DAY * slot.travel_days)
    slot.days = taken(len(spent.days), current.extent)
    slot.save(update_fields=["last", "end", "days", "travel_days"])
    act = Step.Act.ENDED_EARLY
    Step.objects.create(request=current, act=act, actor=actor, words=words.strip()[:500], last=last, at=at)
    content = {"act": act.value, **facts(current), "until": last.isoformat(), "actor": actor.pk}
    ledger.append(Entry.LEAVE, content, at=at)
    changed_many([freed])
