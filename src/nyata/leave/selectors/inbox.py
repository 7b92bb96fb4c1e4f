"""What waits for somebody's decision, and whether they may decide it: the list and the decision ask the same."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from nyata.leave.models import Slot, Step
from nyata.leave.refusals import Code, Refused
from nyata.leave.selectors.reach import Reach, below_reach, reach_of, superiors
from nyata.people.models import Person, Post
from nyata.people.selectors.authority import SUPERVISING, in_force

Stage = Slot.Stage


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
