"""The stage of the rollout that is in force."""

import datetime as dt

from django.db.models.functions import Length

from nyata.people.models import Person, RolloutDecision, Unit
from nyata.people.selectors.authority import above

Stage = RolloutDecision.Stage


def unit_stage(unit: Unit, on: dt.date) -> RolloutDecision.Stage:
    """The newest decision in force of the unit, or of the nearest unit above that has one. One query."""
    found = decision_in_force(unit, on)
    return Stage(found.stage) if found else Stage.NOT_STARTED


def decision_in_force(unit: Unit, on: dt.date) -> RolloutDecision | None:
    """The decision that gives the unit its stage on that day, its unit loaded; None before any. One query."""
    return (
        RolloutDecision.objects.filter(unit__path__in=above(unit.path), valid_from__lte=on)
        .select_related("unit", "decided_by")
        .order_by(Length("unit__path").desc(), "-valid_from", "-id")
        .first()
    )


def stage_of(person: Person, on: dt.date) -> RolloutDecision.Stage:
    """The stage of the person's unit. One query (two where the unit was not loaded with the person)."""
    return unit_stage(person.unit, on)


def own_decisions(on: dt.date) -> dict[str, RolloutDecision]:
    """For each path with a decision of its own, the one in force on that day. One query."""
    newest = (
        RolloutDecision.objects.filter(valid_from__lte=on)
        .select_related("unit")
        .order_by("unit_id", "-valid_from", "-id")
        .distinct("unit_id")
    )
    return {decision.unit.path or "": decision for decision in newest}


def stages_of_units(units: list[Unit], on: dt.date) -> dict[int, RolloutDecision.Stage]:
    """Stage by unit id, for as many units as wanted. One query."""
    own = own_decisions(on)
    return {unit.pk: _inherited(own, unit.path) for unit in units}


def _inherited(own: dict[str, RolloutDecision], path: str | None) -> RolloutDecision.Stage:
    for step in reversed(above(path)):
        if step in own:
            return Stage(own[step].stage)
    return Stage.NOT_STARTED
