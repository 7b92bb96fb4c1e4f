"""What stands above somebody's own month: days that are not explained yet, and what can be done."""

import datetime as dt
from typing import Any

from nyata.discipline.models import Finding
from nyata.discipline.selectors.findings import Shown, of_person
from nyata.discipline.words import duties
from nyata.people.models import Person


def of_month(person: Person, today: dt.date) -> dict[str, Any]:
    """The person's current findings, each with the rung that is near next; {} where there are none."""
    found = of_person(person, today)
    reached = [one for one in found if one.finding.stage == Finding.Stage.REACHED]
    near = {_counting(one): one for one in found if one.finding.stage == Finding.Stage.NEAR}
    shown = [(one, near.pop(_counting(one), None)) for one in reached]
    shown += [(one, None) for one in near.values()]
    return {"findings": shown, "duties": duties(person.employment, today)} if found else {}


def _counting(one: Shown) -> tuple[str, dt.date]:
    return one.finding.kind, one.finding.since
