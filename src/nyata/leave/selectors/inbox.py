"""What waits for somebody's decision, and whether they may decide it: the list and the decision ask the same."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave import route
from nyata.leave.kinds import Kind, Layer
from nyata.leave.models import Attachment, Request, Slot, Step
from nyata.leave.refusals import Code, Refused
from nyata.leave.selectors.reach import Reach, below_reach, reach_of, superiors
from nyata.people.models import Person, Post
from nyata.people.selectors.authority import SUPERVISING, in_force
from nyata.rules.selectors import policy_on

Stage = Slot.Stage
CORRECTION = Kind.CORRECTION


@dataclass(frozen=True, slots=True)
class Waiting:
    """A live request as one actor may decide it.

    `name`: in whose name they would decide. `refusal`: why they may not, None where they may. `nearest`: whether
    nobody nearer to the person than that name could decide.
    """

    slot: Slot
    name: Person | None
    refusal: Refused | None
    nearest: bool


def waiting_for_decision(slots: QuerySet[Slot], actor: Person, on: dt.date) -> list[Waiting]:
    """These slots as the actor may decide them: guards only, whatever the list was narrowed to.

    Three queries, one more where HR decides, and one for each approver the actor stands in for.
    """
    found = list(slots.exclude(stage=Stage.IN_FORCE).select_related("request__person__unit"))
    reach = reach_of(actor, on)
    heads = superiors([slot.request.person for slot in found if slot.stage == Stage.SUPERVISOR], on)
    second = [slot.pk for slot in found if slot.stage == Stage.HR]
    supported = set()
    if second:
        steps = Step.objects.filter(request_id__in=second, act=Step.Act.BY_SUPERVISOR, actor=actor)
        supported = set(steps.values_list("request_id", flat=True))
    return [
        _second(slot, reach, already=slot.pk in supported)
        if slot.stage == Stage.HR
        else _first(slot, reach, heads[slot.request.person_id])
        for slot in found
    ]


def _first(slot: Slot, reach: Reach, heads: list[int]) -> Waiting:
    person = slot.request.person
    if person.pk == reach.actor.pk:
        return Waiting(slot, None, Refused(Code.NOT_ON_ONESELF), False)
    name = reach.in_whose_name(person, headless=not heads)
    if name is None:
        return Waiting(slot, None, Refused(Code.NOT_ALLOWED), False)
    return Waiting(slot, name, None, not heads or heads[0] == name.pk)


def _second(slot: Slot, reach: Reach, *, already: bool) -> Waiting:
    code = None
    if slot.request.person_id == reach.actor.pk:
        code = Code.NOT_ON_ONESELF
    elif not reach.powers.is_hr:
        code = Code.NOT_ALLOWED
    elif already or slot.request.asked_by_id == reach.actor.pk:
        code = Code.SECOND_PERSON
    return Waiting(slot, reach.actor, Refused(code) if code else None, True)


def decision_of(request: Request, actor: Person, on: dt.date) -> Waiting | None:
    """A request as the actor may decide it now; None where it is not theirs to decide."""
    waiting = waiting_for_decision(Slot.objects.filter(pk=request.pk), actor, on)
    return next((one for one in waiting if one.refusal is None), None)


def inbox(actor: Person, on: dt.date) -> list[Waiting]:
    """What the actor may decide now, the nearest and the longest waiting first."""
    reach = reach_of(actor, on)
    if not reach.decides:
        return []
    mine = Q(stage=Stage.SUPERVISOR) & below_reach("request__person__unit__path", reach)
    if any(one.is_executive or one.is_hr for one in (reach.powers, *reach.lent)):
        mine |= Q(~Exists(_superior_posts(on)), stage=Stage.SUPERVISOR)
    if reach.powers.is_hr:
        mine |= Q(stage=Stage.HR)
    live = Slot.objects.filter(mine).exclude(person=actor).order_by("request__asked_at", "pk")
    found = [one for one in waiting_for_decision(live, actor, on) if one.refusal is None]
    return sorted(found, key=lambda one: not one.nearest)


def _superior_posts(on: dt.date) -> QuerySet[Post]:
    """Posts that stand above the person of a slot, as a subquery."""
    path = ExpressionWrapper(OuterRef("person__unit__path"), output_field=CharField())
    posts = Post.objects.filter(in_force(on), role__in=SUPERVISING, person__is_active=True)
    return posts.exclude(person=OuterRef("person")).annotate(whose=path).filter(whose__startswith=F("unit__path"))


@dataclass(frozen=True, slots=True)
class Signs:
    """What whoever decides is told beside the request itself; each is a question, none a refusal.

    `corrections`: how many the person asked for in that month, where the policy calls that many. `away`: how many of
    the same unit are away by leave or duty on its first day.
    """

    lacks_file: bool
    corrections: int
    away: int


def signs_of(slots: Sequence[Slot]) -> dict[int, Signs]:
    """The signs of requests by primary key. Three queries."""
    keys = [slot.pk for slot in slots]
    filed = set(Attachment.objects.filter(request_id__in=keys).values_list("request_id", flat=True))
    months = _corrections(slots)
    absent = _away(slots)
    found = {}
    for slot in slots:
        request = slot.request
        wants = route.wants_file(request.kind, request.first, request.last, request.person.employment)
        lacks = wants and slot.pk not in filed
        asked = months[request.person_id, request.first.year, request.first.month] if request.kind == CORRECTION else 0
        asked_about = policy_on(request.first).leave.approval.correction_month
        found[slot.pk] = Signs(
            lacks, asked if asked >= asked_about else 0, absent[request.person.unit_id, request.first]
        )
    return found


def _corrections(slots: Sequence[Slot]) -> Counter[tuple[int, int, int]]:
    people = {slot.person_id for slot in slots if slot.request.kind == CORRECTION}
    if not people:
        return Counter()
    live = Slot.objects.filter(person_id__in=people, request__kind=CORRECTION)
    return Counter(live.values_list("person_id", "request__first__year", "request__first__month"))


def _away(slots: Sequence[Slot]) -> Counter[tuple[int, dt.date]]:
    """By unit and first day, how many of the unit are away in force on it."""
    days = {slot.request.first for slot in slots}
    if not days:
        return Counter()
    units = {slot.request.person.unit_id for slot in slots}
    held = Slot.objects.filter(
        stage=Stage.IN_FORCE,
        layer=Layer.TIME,
        person__unit_id__in=units,
        start__lt=minute_of(max(days)) + DAY_MINUTES,
        end__gt=minute_of(min(days)),
    ).values_list("person__unit_id", "start", "end")
    absent: Counter[tuple[int, dt.date]] = Counter()
    rows = list(held)
    for day in days:
        midnight = minute_of(day)
        for unit, start, end in rows:
            if start < midnight + DAY_MINUTES and end > midnight:
                absent[unit, day] += 1
    return absent
