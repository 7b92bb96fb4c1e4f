"""Exemptions from the ordinary proof of presence, and corrections of times: by OPD and by who granted them."""

from collections.abc import Sequence

from nyata.audit.checks.peers import by_decider, by_opd, people_named, rows_of_opds, rows_of_people, units_named
from nyata.audit.checks.shape import Result, Scope
from nyata.leave.kinds import EXEMPTIONS, Kind
from nyata.leave.models import Request, Slot, Step

EXEMPTING = tuple(kind for kind in EXEMPTIONS if kind != Kind.CORRECTION)
GRANTING = (Step.Act.BY_SUPERVISOR, Step.Act.BY_HR)


def exemptions(scope: Scope) -> Result:
    """Duty elsewhere, permissions: those in force that begin in the month."""
    return _counted(scope, EXEMPTING, "exemptions")


def corrections(scope: Scope) -> Result:
    """Times that were forgotten and corrected, for days of the month."""
    return _counted(scope, (Kind.CORRECTION,), "corrections")


def _counted(scope: Scope, kinds: Sequence[str], about: str) -> Result:
    month = (scope.first, scope.last)
    held = Slot.objects.filter(stage=Slot.Stage.IN_FORCE, request__kind__in=kinds, request__first__range=month)
    people = list(held.order_by().values_list("person_id", flat=True))
    asked = Request.objects.filter(kind__in=kinds, first__range=month).order_by()
    steps = Step.objects.filter(request__in=asked.values("pk")).order_by()
    granted = by_decider(steps.filter(act__in=GRANTING).values_list("actor_id", "request__person_id"))
    opds = by_opd(scope, people)
    figures = {
        "asked": asked.count(), "in_force": len(people), "people": len(set(people)),
        "declined": steps.filter(act=Step.Act.DECLINED).count(), "deciders": len(granted),
    }  # fmt: skip
    found = [*units_named(scope, opds, f"{about}_opd"), *people_named(scope, granted, f"{about}_decider")]
    return Result(figures, found, {"by_opd": rows_of_opds(scope, opds), "by_decider": rows_of_people(granted)})
