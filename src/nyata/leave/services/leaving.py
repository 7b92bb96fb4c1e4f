"""What becomes of requests when somebody leaves or moves: their own are closed, those that wait for them go on."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from nyata.leave.models import Delegation, Slot, Step
from nyata.leave.selectors.reach import superiors
from nyata.leave.services.asking import facts
from nyata.leave.services.deciding import change_of
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person, Post
from nyata.people.selectors import above
from nyata.people.selectors.authority import SUPERVISING, below, in_force
from nyata.people.services.days import changed_many


def end_for_leaver(*, person: Person, at: dt.datetime) -> None:
    """Close what the person asked for and has not begun, end their standing in, hand over what waited for them."""
    on = timezone.localdate(at)
    mine = Slot.objects.select_for_update(of=("self",)).filter(person=person).select_related("request")
    ended = list(mine.filter(~Q(stage=Slot.Stage.IN_FORCE) | Q(request__first__gt=on)).order_by("pk"))
    _tell(ended, Step.Act.CLOSED, at)
    changes = [change_of(slot.request, at) for slot in ended if slot.stage == Slot.Stage.IN_FORCE]
    Slot.objects.filter(pk__in=[slot.pk for slot in ended]).delete()
    if changes:
        changed_many(changes)
    held = Q(approver=person) | Q(delegate=person)
    for one in Delegation.objects.filter(held, ended_on=None, last__gte=on):
        one.ended_on = on
        one.save(update_fields=["ended_on"])
        ledger.append(Entry.DELEGATION, {"event": "ended", "delegation": one.pk, "ended": on.isoformat()}, at=at)
    _hand_over(_waiting_for(person, on), on, at)


def hand_over_after_move(*, person: Person, at: dt.datetime) -> None:
    """What the person asked for waits for the superior of their new unit."""
    waiting = Slot.objects.filter(person=person, stage=Slot.Stage.SUPERVISOR).select_related("request__person__unit")
    _hand_over(list(waiting.order_by("pk")), timezone.localdate(at), at)


def _waiting_for(person: Person, on: dt.date) -> list[Slot]:
    """Requests below the person's supervising posts for which nobody nearer can decide."""
    posts = Post.objects.filter(in_force(on), person=person, role__in=SUPERVISING)
    paths = tuple(str(path) for path in posts.values_list("unit__path", flat=True))
    if not paths:
        return []
    slots = Slot.objects.filter(below("request__person__unit__path", paths), stage=Slot.Stage.SUPERVISOR)
    found = list(slots.exclude(person=person).select_related("request__person__unit").order_by("pk"))
    units = {step for slot in found for step in above(slot.request.person.unit.path)}
    others = Post.objects.filter(in_force(on), role__in=SUPERVISING, unit__path__in=units, person__is_active=True)
    staffed = {str(path) for path in others.exclude(person=person).values_list("unit__path", flat=True)}

    def was_nearest(slot: Slot) -> bool:
        path = str(slot.request.person.unit.path)
        own = max(len(one) for one in paths if path.startswith(one))
        return not any(len(step) > own and step in staffed for step in above(path))

    return [slot for slot in found if was_nearest(slot)]


def _hand_over(slots: list[Slot], on: dt.date, at: dt.datetime) -> None:
    """Write down to whom each goes by now: the nearest superior, without one an executive or HR officer."""
    heads = superiors([slot.request.person for slot in slots], on)
    names = Person.objects.in_bulk({heads[slot.person_id][0] for slot in slots if heads[slot.person_id]})
    words = {slot.pk: names[heads[slot.person_id][0]].name if heads[slot.person_id] else "BKPSDM" for slot in slots}
    _tell(slots, Step.Act.HANDED_OVER, at, words)


def _tell(slots: Iterable[Slot], act: Step.Act, at: dt.datetime, words: dict[int, str] | None = None) -> None:
    slots = list(slots)
    Step.objects.bulk_create(
        Step(request=slot.request, act=act, words=(words or {}).get(slot.pk, ""), at=at) for slot in slots
    )
    if slots:
        entries = [{"act": act.value, **facts(slot.request), "actor": None} for slot in slots]
        ledger.append_many(Entry.LEAVE, entries, at=at)
