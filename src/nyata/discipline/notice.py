"""What stands above somebody's own month: days that are not explained yet, and what can be done."""

import datetime as dt
from typing import Any

from nyata.discipline.selectors.findings import of_person
from nyata.discipline.words import duties
from nyata.people.models import Person


def of_month(person: Person, today: dt.date) -> dict[str, Any]:
    """The person's current findings; {} where there are none."""
    found = of_person(person, today)
    return {"findings": found, "duties": duties(person.employment, today)} if found else {}
