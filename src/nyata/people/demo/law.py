"""What the demo's two offices have switched on, so that lateness has its bands and everybody can ask for leave.

The documents are called "Peragaan": no document of OKI was found, and none is pretended.
"""

import datetime as dt
from collections.abc import Iterator

from nyata.core.policy import Value
from nyata.people.models import Person
from nyata.people.selectors import authority_of
from nyata.rules import selectors, services

KEYS = (
    "discipline.lateness.late_bands",
    "discipline.lateness.early_bands",
    "discipline.lateness.no_record_band",
    "working_time.six_day.start",
    "working_time.six_day.end",
)
# Leave of those for whom the law was not found, but not where two readings contradict each other.
LEAVE_OF = ({"employment": ("CPNS",)}, {"employment": ("PPPK_PW",)})
CONTRADICTED = ("leave.sick.max_months", "leave.sick.max_days")
DOCUMENTS = {"hr": "800/1/BKPSDM/Peragaan", "legal": "180/1/HUKUM/Peragaan"}  # by office


def switch_on(officers: dict[str, Person], day: dt.date) -> None:
    """Have each office's officer decide on that day, by the post they hold then."""
    for value in _chosen():
        since = max(day, value.start)
        at = dt.datetime.combine(since, dt.time(3), dt.UTC)
        for office, person in officers.items():
            order = services.Order(
                value=value.id, fingerprint=value.fingerprint, office=office, kind=services.ON, since=since,
                document_number=DOCUMENTS[office], document_date=since,
            )  # fmt: skip
            services.decide(officer=authority_of(person, since), order=order, at=at)


def _chosen() -> Iterator[Value]:
    for value in selectors.book().values.values():
        is_leave = value.key.startswith("leave.") and dict(value.when) in LEAVE_OF and value.key not in CONTRADICTED
        if value.can_be_switched and (value.key in KEYS or is_leave):
            yield value
