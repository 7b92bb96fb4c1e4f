"""Changes of the bound phone: by OPD, by who approved them, and those who change often."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import F

from nyata.audit.checks.peers import by_decider, by_opd, people_named, rows_of_opds, rows_of_people, units_named
from nyata.audit.checks.shape import DAY, Found, Result, Scope, Weight
from nyata.enrolment.models import Device, DeviceChange
from nyata.people.models import Person

NAME = "devices"
State = DeviceChange.State


def run(scope: Scope) -> Result:
    """Changes that were decided in the month, and phones that were bound or given up in it."""
    decided = DeviceChange.objects.filter(officer_at__gte=scope.begins, officer_at__lt=scope.ends)
    approved = list(decided.filter(state=State.APPROVED).values_list("officer_id", "supervisor_id", "person_id"))
    opds = by_opd(scope, [person for _, _, person in approved])
    officers = by_decider((officer, person) for officer, _, person in approved)
    span = {"gte": scope.begins, "lt": scope.ends}
    figures = {
        "approved": len(approved), "declined": decided.filter(state=State.DECLINED).count(),
        "lost": decided.filter(is_lost=True).count(),
        "bound": Device.objects.filter(**{f"bound_at__{one}": at for one, at in span.items()}).count(),
        "revoked": Device.objects.filter(**{f"revoked_at__{one}": at for one, at in span.items()}).count(),
    }  # fmt: skip
    found = [
        *units_named(scope, opds, "devices_opd"),
        *people_named(scope, officers, "devices_officer"),
        *_often(scope),
        *_by_one(scope),
    ]
    return Result(figures, found, {"by_opd": rows_of_opds(scope, opds), "by_decider": rows_of_people(officers)})


def _often(scope: Scope) -> Iterator[Found]:
    """Who was given another phone several times."""
    rules = scope.policy.audit.periodic
    since = scope.ends - rules.device_changes_within
    changes = DeviceChange.objects.filter(state=State.APPROVED, officer_at__gte=since, officer_at__lt=scope.ends)
    times = Counter(changes.values_list("person_id", flat=True))
    people = Person.objects.select_related("unit").in_bulk(
        [pk for pk, n in times.items() if n >= rules.device_changes_most]
    )
    for pk, person in sorted(people.items()):
        days = rules.device_changes_within // DAY
        facts = {"person": person.name, "unit": person.unit.name, "count": times[pk], "days": days}
        yield Found("devices_often", f"often:{pk}", Weight.ASK, facts, [("person", pk)], person.unit_id)


def _by_one(scope: Scope) -> Iterator[Found]:
    """A change that one and the same person supported and approved: four eyes were two."""
    alone = DeviceChange.objects.filter(
        state=State.APPROVED, officer=F("supervisor"), officer_at__gte=scope.begins, officer_at__lt=scope.ends
    ).select_related("person", "officer")
    for one in alone.order_by("pk"):
        facts = {"person": one.person.name, "officer": one.officer.name if one.officer else "", "change": one.pk}
        yield Found("devices_by_one", f"alone:{one.pk}", Weight.ASK, facts, [("person", one.person_id)])
